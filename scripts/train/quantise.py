#!/usr/bin/env python3
"""Writes the static int8 model: activation ranges from training sentences of all corpora, per-channel weights.

A range is the one that loses least (mean squared error over a sample of what passes there), or the extremes.
`--keep N` leaves the N linear layers whose quantisation changes the logits most in fp32; `--sensitivity` prints
that list and stops.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from tokenizers import Tokenizer

import export
from graph import Int8
from windows import join

SENTENCES_PER_CORPUS = 6
VALUES_PER_BATCH = 40_000  # of each tensor, for the search of its range
SHRINK = np.concatenate([np.arange(1.0, 0.5, -0.04), np.arange(0.5, 0.09, -0.05)])


def calibration_rows(prepared: Path, tokenizer, seed: int, per_corpus: int) -> list:
    """Piece ids of a few windows of each corpus."""
    by_corpus = {}
    with (prepared / "sentences.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            by_corpus.setdefault(row.pop("corpus"), []).append(row)
    rng = random.Random(seed)
    rows = []
    for name in sorted(by_corpus):
        for _ in range(per_corpus):
            at = rng.randrange(len(by_corpus[name]))
            text, _ = join(by_corpus[name][at:at + rng.randint(1, 4)])
            rows.append(tokenizer.encode(text).ids[:256])
    return rows


def inputs_of_linear(layers: int) -> dict:
    """Linear layer to the tensor of the graph that enters it."""
    found = {"classifier": f"layer{layers - 1}.norm.out"}
    for i in range(layers):
        found[f"layer{i}.input"] = "embeddings.norm.out" if i == 0 else f"layer{i - 1}.norm.out"
        found[f"layer{i}.mixed"] = f"layer{i}.mixed"
        found[f"layer{i}.attended"] = f"layer{i}.attention.norm.out"
        found[f"layer{i}.inner"] = f"layer{i}.gelu"
    return found


def session(model, threads=1):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def run(model, rows):
    """Yields (outputs by name) for each row alone."""
    running = session(model)
    names = [o.name for o in running.get_outputs()]
    for ids in rows:
        array = np.array([ids], np.int64)
        yield dict(zip(names, running.run(None, {"input_ids": array, "attention_mask": np.ones_like(array)})))


def observe(fp32: onnx.ModelProto, rows, layers: int, seed: int) -> dict:
    """For each linear layer (least, greatest, a sample of values) of its input."""
    wanted = inputs_of_linear(layers)
    model = onnx.ModelProto.FromString(fp32.SerializeToString())
    model.graph.output.extend(helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in sorted(set(wanted.values())))
    rng = np.random.default_rng(seed)
    low, high, sample = {}, {}, {}
    for outputs in run(model, rows):
        for name in set(wanted.values()):
            values = outputs[name].ravel()
            low[name], high[name] = min(low.get(name, 0), values.min()), max(high.get(name, 0), values.max())
            sample.setdefault(name, []).append(rng.choice(values, min(len(values), VALUES_PER_BATCH // len(rows) * 20)))
    return {layer: (low[t], high[t], np.concatenate(sample[t])) for layer, t in wanted.items()}


def best_range(low: float, high: float, sample: np.ndarray, bins: int = 255) -> tuple:
    """The (low, high) that loses least when values are clipped to it and rounded to 256 steps."""
    def loss(a, b):
        scale = (b - a) / bins
        back = np.clip(np.round((sample - a) / scale), 0, bins) * scale + a
        return float(((back - sample) ** 2).mean())
    best = (loss(low, high), low, high)
    for _ in range(2):
        for f in SHRINK:
            best = min(best, (loss(low * f, best[2]), low * f, best[2])) if low < 0 else best
        for f in SHRINK:
            best = min(best, (loss(best[1], high * f), best[1], high * f))
    return best[1], best[2]


def ranges_of(observed: dict, method: str) -> dict:
    found = {}
    for layer, (low, high, sample) in observed.items():
        if method == "minmax":
            found[layer] = (float(low), float(high))
        elif method == "percentile":
            found[layer] = tuple(float(v) for v in np.percentile(sample, [0.005, 99.995]))
        else:
            found[layer] = tuple(float(v) for v in best_range(float(low), float(high), sample))
    return found


def sensitivity(source, ranges, rows, weight_bits) -> list:
    """Linear layers with the mean absolute change of the logits when that layer alone is int8, worst first."""
    before = [o["logits"] for o in run(source.model(), rows)]
    found = []
    for layer in ranges:
        model = source.model(Int8(ranges, set(ranges) - {layer}, weight_bits))
        change = [np.abs(o["logits"] - b).mean() for o, b in zip(run(model, rows), before)]
        found.append((float(np.mean(change)), layer))
    return sorted(found, reverse=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True, help="folder of finetune.py or distil.py")
    parser.add_argument("--start", type=Path, required=True, help="folder with words_q4.npz and tokenizer.json")
    parser.add_argument("--prepared", type=Path, required=True, help="folder of prepare.py")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--method", choices=["mse", "minmax", "percentile"], default="mse", help="how ranges are chosen")
    parser.add_argument("--keep", type=int, default=0, help="linear layers that stay in fp32 (default %(default)s)")
    parser.add_argument("--weight-bits", type=int, default=8, choices=[7, 8], help="7 for CPUs without VNNI")
    parser.add_argument("--sensitivity", action="store_true", help="print how much each linear layer changes the logits")
    parser.add_argument("--per-corpus", type=int, default=SENTENCES_PER_CORPUS, help="windows of each corpus")
    parser.add_argument("--seed", type=int, default=20, help="seed (default %(default)s)")
    args = parser.parse_args()
    source = export.Source(args.run, args.start)
    rows = calibration_rows(args.prepared, Tokenizer.from_file(str(args.start / "tokenizer.json")), args.seed, args.per_corpus)
    ranges = ranges_of(observe(source.model(), rows, source.shape.layers, args.seed), args.method)
    order = []
    if args.keep or args.sensitivity:
        order = sensitivity(source, ranges, rows[::8], args.weight_bits)
        for change, layer in order[:12] if not args.sensitivity else order:
            print(f"{layer}: {change:.4f}")
    if args.sensitivity:
        return
    skipped = {layer for _, layer in order[:args.keep]}
    export.write_folder(source, args.out, Int8(ranges, skipped, args.weight_bits))
    print(f"{args.out}/model.onnx: {(args.out / 'model.onnx').stat().st_size / 1e6:.1f} MB, in fp32: {sorted(skipped)}")


if __name__ == "__main__":
    main()
