#!/usr/bin/env python3
"""Writes the static int8 model: activation ranges from training sentences of all corpora, per-channel weights.

A range holds the extremes that were seen; the few channels that reach far beyond the others get
further columns for what exceeds it (graph.py).
Ranges by percentile were measured and lose more (README.md).
`--keep N` leaves the N linear layers whose quantisation changes the logits most in fp32; `--sensitivity` prints
that list and stops.
"""

import argparse
import json
import random
from dataclasses import replace
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
NARROWS = 0.8  # channels are set aside where the range falls below this share


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


def observe(fp32: onnx.ModelProto, rows, layers: int) -> dict:
    """For each linear layer the least and the greatest value of each channel of its input, two arrays `[width]`."""
    wanted = inputs_of_linear(layers)
    tensors = sorted(set(wanted.values()))
    model = onnx.ModelProto.FromString(fp32.SerializeToString())
    model.graph.output.extend(helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in tensors)
    low, high = {}, {}
    for outputs in run(model, rows):
        for name in tensors:
            values = outputs[name][0]
            low[name] = np.minimum(low.get(name, np.inf), values.min(0))
            high[name] = np.maximum(high.get(name, -np.inf), values.max(0))
    return {layer: (low[t], high[t]) for layer, t in wanted.items()}


def recipe(observed: dict, weight_bits: int, most_far: int) -> Int8:
    """Ranges from the extremes, without the channels farthest out where that narrows a range enough."""
    ranges, far = {}, {}
    for layer, (low, high) in observed.items():
        order = np.argsort(-np.maximum(high, -low))
        width = high.max() - low.min()
        rest = order[most_far:]
        if most_far and (high[rest].max() - low[rest].min()) < NARROWS * width:
            far[layer] = {int(c): (float(low[c]), float(high[c])) for c in order[:most_far]}
            low, high = low[rest], high[rest]
        ranges[layer] = (float(low.min()), float(high.max()))
    return Int8(ranges, far, weight_bits=weight_bits)


def sensitivity(source, int8: Int8, rows) -> list:
    """Linear layers with the mean absolute change of the logits when that layer alone is int8, worst first."""
    before = [o["logits"] for o in run(source.model(), rows)]
    found = []
    for layer in int8.ranges:
        model = source.model(replace(int8, skipped=set(int8.ranges) - {layer}))
        change = [np.abs(o["logits"] - b).mean() for o, b in zip(run(model, rows), before)]
        found.append((float(np.mean(change)), layer))
    return sorted(found, reverse=True)


def differing_labels(source, int8: Int8, rows) -> float:
    """Share of pieces whose best label differs between int8 and fp32, in percent."""
    before = [o["logits"].argmax(-1) for o in run(source.model(), rows)]
    after = [o["logits"].argmax(-1) for o in run(source.model(int8), rows)]
    return 100 * sum(int((a != b).sum()) for a, b in zip(after, before)) / sum(b.size for b in before)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True, help="folder of finetune.py or distil.py")
    parser.add_argument("--start", type=Path, required=True, help="folder with words_q4.npz and tokenizer.json")
    parser.add_argument("--prepared", type=Path, required=True, help="folder of prepare.py")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--far", type=int, default=4, help="channels of a layer that may get further columns (default %(default)s)")
    parser.add_argument("--keep", type=int, default=0, help="linear layers that stay in fp32 (default %(default)s)")
    parser.add_argument("--weight-bits", type=int, default=8, choices=[7, 8], help="7 for CPUs without VNNI")
    parser.add_argument("--sensitivity", action="store_true", help="print how much each linear layer changes the logits")
    parser.add_argument("--compare", action="store_true", help="print the share of pieces labelled otherwise than in fp32")
    parser.add_argument("--per-corpus", type=int, default=SENTENCES_PER_CORPUS, help="windows of each corpus")
    parser.add_argument("--seed", type=int, default=20, help="seed (default %(default)s)")
    args = parser.parse_args()
    source = export.Source(args.run, args.start)
    rows = calibration_rows(args.prepared, Tokenizer.from_file(str(args.start / "tokenizer.json")), args.seed, args.per_corpus)
    int8 = recipe(observe(source.model(), rows, source.shape.layers), args.weight_bits, args.far)
    order = sensitivity(source, int8, rows[::8]) if args.keep or args.sensitivity else []
    for change, layer in order[:12] if not args.sensitivity else order:
        print(f"{layer}: {change:.4f}")
    if args.sensitivity:
        return
    int8.skipped = {layer for _, layer in order[:args.keep]}
    export.write_folder(source, args.out, int8)
    if args.compare:
        other = calibration_rows(args.prepared, Tokenizer.from_file(str(args.start / "tokenizer.json")), args.seed + 79, 2)
        print(f"{differing_labels(source, int8, other):.3f} % of pieces labelled otherwise than in fp32")
    print(f"{args.out}/model.onnx: {(args.out / 'model.onnx').stat().st_size / 1e6:.1f} MB, in fp32: {sorted(int8.skipped)}, "
          f"{len(int8.far)} layers with {args.far} far channels")


if __name__ == "__main__":
    main()
