#!/usr/bin/env python3
"""Checks that a model folder gives the same logits, bit for bit, alone, in a batch and with padding, and times it."""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from corpora import read_sentences
from evaluate import TABLE, rebuild
from tagger import MAX_PIECES, Tagger


def differing(tagger, rows) -> int:
    """Rows whose logits alone differ from those in batches of eight, in the order given."""
    count = 0
    for at in range(0, len(rows), 8):
        batch = rows[at:at + 8]
        longest = max(map(len, batch)) + at % 3
        ids, mask = np.ones((len(batch), longest), np.int64), np.zeros((len(batch), longest), np.int64)
        for i, row in enumerate(batch):
            ids[i, :len(row)], mask[i, :len(row)] = row, 1
        together = tagger.session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        for i, row in enumerate(batch):
            one = np.array([row], np.int64)
            alone = tagger.session.run(None, {"input_ids": one, "attention_mask": np.ones_like(one)})[0][0]
            count += not np.array_equal(alone, together[i, :len(row)])
    return count


def speed(tagger, tokens: int, pieces: int = 2048) -> float:
    """Pieces a second of full batches, the best of five."""
    ids = np.random.default_rng(20).integers(4, 60_000, (pieces // tokens, tokens))
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        tagger.session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        best = min(best, time.perf_counter() - began)
    return ids.size / best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--model", type=Path, required=True, action="append", help="model folder (repeat)")
    parser.add_argument("--limit", type=int, default=8, help="sentences of each file of the table (default %(default)s)")
    args = parser.parse_args()
    worst = 0
    for folder in args.model:
        tagger, rows = Tagger(folder), []
        for name in TABLE:
            for sentence in list(read_sentences(args.data / "ner" / f"{name}.jsonl.zst"))[:args.limit]:
                rows.append(tagger.tokenizer.encode(rebuild(sentence["tokens"], sentence["spaces"])[0]).ids[:MAX_PIECES])
        wrong = differing(tagger, rows)
        worst = max(worst, wrong)
        rates = ", ".join(f"{speed(tagger, n):.0f} at length {n}" for n in (32, 128, 256))
        print(f"{folder}: {wrong} of {len(rows)} rows differ in a batch; pieces/s of one thread: {rates}")
    sys.exit(1 if worst else 0)


if __name__ == "__main__":
    main()
