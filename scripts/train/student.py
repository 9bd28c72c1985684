#!/usr/bin/env python3
"""Cuts a trained run to fewer layers, evenly spread: the start of a student, which finetune.py --teacher trains."""

import argparse
import json
import re
import shutil
from pathlib import Path

from safetensors.numpy import load_file, save_file

COPIED = ("rows.json", "tokenizer.json", "words_q4.npz")


def kept_layers(of: int, count: int) -> list[int]:
    """Which layers stay: the last one, and the others at equal distances before it."""
    return [round((i + 1) * of / count) - 1 for i in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True, help="folder of the teacher's run")
    parser.add_argument("--start", type=Path, required=True, help="folder with words and tokenizer")
    parser.add_argument("--layers", type=int, default=6, help="layers to keep (default %(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    args = parser.parse_args()
    shape = json.loads((args.run / "shape.json").read_text())
    place = {old: new for new, old in enumerate(kept_layers(shape["layers"], args.layers))}
    state = {}
    for name, value in load_file(args.run / "encoder.safetensors").items():
        match = re.match(r"bert\.encoder\.layer\.(\d+)\.(.*)", name)
        if not match:
            state[name] = value
        elif int(match[1]) in place:
            state[f"bert.encoder.layer.{place[int(match[1])]}.{match[2]}"] = value
    args.out.mkdir(parents=True, exist_ok=True)
    save_file(state, args.out / "encoder.safetensors")
    (args.out / "shape.json").write_text(json.dumps({**shape, "layers": args.layers}))
    for name in COPIED:
        shutil.copyfile(args.start / name, args.out / name)
    print(f"layers {sorted(place)} of {shape['layers']}")


if __name__ == "__main__":
    main()
