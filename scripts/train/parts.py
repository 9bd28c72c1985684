#!/usr/bin/env python3
"""Carries files between machines in parts of bounded size.

`send` packs what a training run needs: these scripts, the prepared sentences, the start folder without what can be
made again. `weights` packs what a run gives back. `join` puts parts together again and checks them.
"""

import argparse
import hashlib
import io
import json
import tarfile
from pathlib import Path

import zstandard

MIB = 2**20
SEND_PART, WEIGHTS_PART = 60 * MIB, 16 * MIB
START_FILES = ("encoder.safetensors", "shape.json", "rows.json", "tokenizer.json", "words_q4.npz")
RUN_FILES = ("encoder.safetensors", "shape.json", "log.jsonl")


def pack(entries: list, out: Path, limit: int) -> None:
    """Writes (name, path) entries as one compressed archive in parts, and parts.json with their hashes."""
    packed = io.BytesIO()
    with zstandard.ZstdCompressor(level=19, threads=1).stream_writer(packed, closefd=False) as writer:
        with tarfile.open(fileobj=writer, mode="w|") as archive:
            for name, path in entries:
                archive.add(path, name)
    data = packed.getvalue()
    out.mkdir(parents=True, exist_ok=True)
    parts = []
    for number, at in enumerate(range(0, len(data), limit)):
        part = data[at:at + limit]
        name = f"part.{number:02}"
        (out / name).write_bytes(part)
        parts.append({"name": name, "sha256": hashlib.sha256(part).hexdigest()})
    (out / "parts.json").write_text(json.dumps(parts, indent=1) + "\n")
    print(f"{len(entries)} files, {len(data) / MIB:.1f} MiB in {len(parts)} parts")


def unpack(source: Path, out: Path) -> None:
    data = b""
    for part in json.loads((source / "parts.json").read_text()):
        content = (source / part["name"]).read_bytes()
        if hashlib.sha256(content).hexdigest() != part["sha256"]:
            raise SystemExit(f"{source / part['name']}: hash differs: copy it again")
        data += content
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)) as reader:
        with tarfile.open(fileobj=reader, mode="r|") as archive:
            archive.extractall(out, filter="data")


def send_entries(prepared: Path, start: Path) -> list:
    here = Path(__file__).parent
    found = [(f"scripts/train/{p.relative_to(here)}", p) for p in sorted(here.rglob("*"))
             if p.is_file() and p.suffix in (".py", ".txt", ".md")]
    found += [(f"prepared/{p.name}", p) for p in sorted(prepared.iterdir()) if p.suffix != ".txt"]
    return found + [(f"start/{name}", start / name) for name in START_FILES]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    send = verbs.add_parser("send", help="pack a training run for another machine (parts of at most 60 MiB)")
    send.add_argument("--prepared", type=Path, required=True)
    send.add_argument("--start", type=Path, required=True)
    send.add_argument("--out", type=Path, required=True)
    weights = verbs.add_parser("weights", help="pack the result of a run (parts of at most 16 MiB)")
    weights.add_argument("--run", type=Path, required=True)
    weights.add_argument("--out", type=Path, required=True)
    join = verbs.add_parser("join", help="unpack parts")
    join.add_argument("--parts", type=Path, required=True)
    join.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.verb == "send":
        pack(send_entries(args.prepared, args.start), args.out, SEND_PART)
    elif args.verb == "weights":
        pack([(name, args.run / name) for name in RUN_FILES if (args.run / name).exists()], args.out, WEIGHTS_PART)
    else:
        unpack(args.parts, args.out)


if __name__ == "__main__":
    main()
