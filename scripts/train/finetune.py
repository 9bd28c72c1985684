#!/usr/bin/env python3
"""Fine-tunes the encoder on the prepared sentences.

The learning rate falls linearly to zero over the run, whose length is given in steps or in minutes: with minutes,
the schedule follows the clock, so that a busy machine ends with fewer steps and still with a rate of zero.
Checkpoints hold everything; the same command goes on from the last one. One code for CPU and CUDA.
"""

import argparse
import json
import queue
import threading
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

import encoder
from windows import Sampler, batches, collate

WARM_UP = 0.03  # share of the run in which the rate rises
HEAD_RATE = 4.0  # the head learns faster by this factor


def loss_of(logits, target, hard, counted):
    """Sum over counted pieces: -log of the summed probability of right labels, or cross entropy to soft ones."""
    logp = logits.log_softmax(-1)
    right = -torch.logsumexp(logp.masked_fill(target == 0, -1e4), -1)
    soft = -(target * logp).sum(-1)
    each = torch.where(hard[:, None], right, soft)
    return (each * counted).sum()


def make_optimizer(model, rate, decay):
    """AdamW; biases and norms without decay, the head with a higher rate."""
    groups = {}
    for name, parameter in model.named_parameters():
        head, plain = name.startswith("classifier"), parameter.dim() < 2
        groups.setdefault((head, plain), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": p, "factor": HEAD_RATE if head else 1.0, "weight_decay": 0.0 if plain else decay}
         for (head, plain), p in groups.items()], lr=rate, betas=(0.9, 0.98), eps=1e-7, fused=True)


def rate_at(progress: float) -> float:
    """The factor of the rate at a share of the run."""
    return min(progress / WARM_UP, 1.0) * max(0.0, 1.0 - progress) if WARM_UP else 1.0 - progress


class Run:
    """The state of a run, and its checkpoint on disk."""

    def __init__(self, args, model, optimizer):
        self.args, self.model, self.optimizer = args, model, optimizer
        self.step, self.seconds, self.pieces = 0, 0.0, 0
        self.file = args.out / "checkpoint.pt"

    def progress(self) -> float:
        return self.step / self.args.steps if self.args.steps else self.seconds / (60 * self.args.minutes)

    def save(self) -> None:
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(),
                 "step": self.step, "seconds": self.seconds, "pieces": self.pieces}
        torch.save(state, self.file.with_suffix(".new"))
        self.file.with_suffix(".new").replace(self.file)
        encoder.save(self.model, self.args.out)

    def resume(self, device) -> None:
        if self.file.exists():
            state = torch.load(self.file, map_location=device, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.seconds, self.pieces = state["step"], state["seconds"], state["pieces"]
            print(f"resumed at step {self.step}, {self.seconds / 60:.1f} minutes", flush=True)


def gradients(model, teacher, parameters, group, total, device, low):
    """Loss and gradients of one group of windows, as its share of a step with `total` counted pieces.

    With a teacher, half of the loss is the cross entropy to its probabilities.
    """
    arrays = collate(group, pad=1)
    ids, mask, target, hard, counted = (torch.from_numpy(np.ascontiguousarray(a)).to(device) for a in arrays)
    with torch.autocast(device, torch.bfloat16, enabled=low):
        seen = None if bool(mask.all()) else mask
        logits = model(ids, seen)
    loss = loss_of(logits, target, hard, counted) / total
    if teacher is not None:
        with torch.no_grad(), torch.autocast(device, torch.bfloat16, enabled=low):
            probabilities = teacher(ids, seen).softmax(-1)
        loss = (loss + loss_of(logits, probabilities, torch.zeros_like(hard), counted) / total) / 2
    return loss.item(), torch.autograd.grad(loss, parameters, allow_unused=True)


class Workers:
    """Threads that share the groups of a step.

    On a CPU whose cores are shared, one operation over two threads waits for the slower one each time; a thread that
    takes whole groups waits once a step. Each thread runs its operations alone.
    """

    def __init__(self, args, model, teacher, device):
        self.args, self.model, self.teacher, self.device = args, model, teacher, device
        self.parameters = [p for p in model.parameters() if p.requires_grad]
        self.count = args.threads if device == "cpu" else 1

    def step(self, groups) -> float:
        """Sets the gradients of a step and returns its mean loss."""
        total = sum(w.counted() for g in groups for w in g)
        waiting, found, errors = queue.SimpleQueue(), [], []
        for group in groups:
            waiting.put(group)

        def work():
            loss, own = 0.0, None
            try:
                while True:
                    group = waiting.get_nowait()
                    value, new = gradients(self.model, self.teacher, self.parameters, group, total, self.device, self.args.bf16)
                    loss += value
                    own = list(new) if own is None else add(own, new)
            except queue.Empty:
                found.append((loss, own))
            except Exception as error:  # handed to the caller's thread
                errors.append(error)

        threads = [threading.Thread(target=work) for _ in range(self.count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]
        parts = [own for _, own in found if own is not None]
        summed = parts[0]
        for other in parts[1:]:
            summed = add(summed, other)
        for parameter, gradient in zip(self.parameters, summed):
            parameter.grad = gradient
        return sum(loss for loss, _ in found)


def add(own, new):
    """Adds gradients in place; unused parameters have none."""
    pairs = [(a, b) for a, b in zip(own, new) if a is not None]
    torch._foreach_add_([a for a, _ in pairs], [b for _, b in pairs])
    return own


def train(args, run, sampler, workers) -> None:
    stream = batches(sampler, args.group)
    log = (args.out / "log.jsonl").open("a", encoding="utf-8")
    began = saved = time.monotonic()
    before, losses, mark = run.seconds, [], (run.pieces, time.monotonic())
    while run.progress() < 1:
        groups = [next(stream) for _ in range(args.groups)]
        for g in run.optimizer.param_groups:
            g["lr"] = args.rate * g["factor"] * rate_at(run.progress())
        losses.append(workers.step(groups))
        torch.nn.utils.clip_grad_norm_(workers.parameters, 1.0)
        run.optimizer.step()
        run.step += 1
        run.pieces += sum(len(w.ids) for g in groups for w in g)
        now = time.monotonic()
        run.seconds = before + now - began
        if run.step % args.log_every == 0:
            row = {"step": run.step, "minutes": round(run.seconds / 60, 2), "pieces": run.pieces,
                   "loss": round(float(np.mean(losses)), 4), "rate": round(args.rate * rate_at(run.progress()), 8),
                   "pieces_per_second": round((run.pieces - mark[0]) / (now - mark[1]))}
            print(json.dumps(row), flush=True)
            log.write(json.dumps(row) + "\n")
            log.flush()
            losses, mark = [], (run.pieces, now)
        if now - saved > 60 * args.save_minutes:
            run.save()
            saved = time.monotonic()
    run.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prepared", type=Path, required=True, help="folder of prepare.py")
    parser.add_argument("--start", type=Path, required=True, help="folder with encoder, words and tokenizer to start from")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run: checkpoint, log, result")
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--steps", type=int, help="length of the run in steps")
    length.add_argument("--minutes", type=float, help="length of the run by the clock")
    parser.add_argument("--teacher", type=Path, help="folder of a run to learn from as well (distillation)")
    parser.add_argument("--rate", type=float, default=1.2e-4, help="highest learning rate (default %(default)s)")
    parser.add_argument("--group", type=int, default=512, help="pieces of a group, padding counted (default %(default)s)")
    parser.add_argument("--groups", type=int, default=3, help="groups in a step (default %(default)s)")
    parser.add_argument("--decay", type=float, default=0.01, help="weight decay (default %(default)s)")
    parser.add_argument("--soft-share", type=float, default=0.03, help="share of windows with soft labels")
    parser.add_argument("--no-augment", action="store_true", help="windows as they stand in the corpora (for ablation)")
    parser.add_argument("--bf16", action="store_true", help="bfloat16: for CUDA, and for CPUs with AMX")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads, each with its groups (default %(default)s)")
    parser.add_argument("--seed", type=int, default=20, help="seed (default %(default)s)")
    parser.add_argument("--log-every", type=int, default=20, help="steps between lines of the log")
    parser.add_argument("--save-minutes", type=float, default=5, help="minutes between checkpoints")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    args.out.mkdir(parents=True, exist_ok=True)
    model = encoder.load(args.start, device).train()
    run = Run(args, model, make_optimizer(model, args.rate, args.decay))
    run.resume(device)
    tokenizer = Tokenizer.from_file(str(args.start / "tokenizer.json"))
    sampler = Sampler(args.prepared, tokenizer, args.seed + run.step, args.soft_share, not args.no_augment)
    teacher = encoder.load(args.teacher, device, args.start).eval() if args.teacher else None
    train(args, run, sampler, Workers(args, model, teacher, device))
    (args.out / "done").touch()
    print(f"done: {run.step} steps, {run.pieces} pieces, {run.seconds / 60:.1f} minutes")


if __name__ == "__main__":
    main()
