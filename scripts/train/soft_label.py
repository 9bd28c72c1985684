#!/usr/bin/env python3
"""Labels text with a model folder: soft labels for distillation, and sure sentences as training sentences.

Written into the folder of prepare.py: `soft.<lang>.npz` (`ids` and `probabilities` of all pieces, `lengths` of the
sentences), and with --sure `labelled.<lang>.jsonl`, the sentences in which the model is that sure of each word.
Sentences that stand in an evaluation set are left out.
"""

import argparse
import json
import random
import re
from pathlib import Path

import numpy as np

from corpora import open_zst, read_sources, sentence_key
from prepare import evaluation_keys
from tagger import MAX_PIECES, WORD, Tagger, pieces_of_ranges, softmax
from labels import LABELS

SENTENCE_END = re.compile(r"(?<=[.!?؟。！？…])\s+")
SHORTEST, LONGEST = 30, 600  # code points of a sentence


def read_lines(path: Path):
    with open_zst(path) if path.suffix == ".zst" else path.open(encoding="utf-8") as lines:
        yield from lines


def sentences_of(path: Path, first_lines: int, limit: int, held: set[str], seed: int) -> list[str]:
    found = {}
    for number, line in enumerate(read_lines(path)):
        if first_lines and number >= first_lines:
            break
        for part in SENTENCE_END.split(line.strip()):
            if SHORTEST <= len(part) <= LONGEST:
                found.setdefault(sentence_key([part]), part)
    kept = [text for key, text in found.items() if key and key not in held]
    random.Random(seed).shuffle(kept)
    return kept[:limit]


def sure_sentence(text, encoded, probabilities, least):
    """The sentence as tokens, tags and spaces, or None where the model is unsure of a word."""
    ranges = [m.span() for m in WORD.finditer(text)]
    tags = []
    for pieces in pieces_of_ranges(encoded.offsets, encoded.tokens, ranges):
        if not pieces or probabilities[pieces[0]].max() < least:
            return None
        tags.append(LABELS[int(probabilities[pieces[0]].argmax())])
    spaces = [text[a[1]:b[0]] != "" for a, b in zip(ranges, ranges[1:])] + [False]
    return {"tokens": [text[a:b] for a, b in ranges], "tags": tags, "spaces": spaces}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--model", type=Path, required=True, help="model folder that labels")
    parser.add_argument("--text", type=Path, required=True, help="text, one or more sentences a line (.txt or .txt.zst)")
    parser.add_argument("--lang", required=True, help="its language")
    parser.add_argument("--out", type=Path, required=True, help="folder of prepare.py")
    parser.add_argument("--limit", type=int, default=4000, help="sentences to label (default %(default)s)")
    parser.add_argument("--first-lines", type=int, default=0, help="read only so many lines (0: all)")
    parser.add_argument("--sure", type=float, default=0, help="least probability of each word of a sure sentence (0: none)")
    parser.add_argument("--seed", type=int, default=20, help="seed (default %(default)s)")
    args = parser.parse_args()
    ner = args.data / "ner"
    held = evaluation_keys(ner, read_sources(ner))
    texts = sentences_of(args.text, args.first_lines, args.limit, held, args.seed)
    tagger = Tagger(args.model)
    encoded = [tagger.tokenizer.encode(t) for t in texts]
    pairs = [(t, e) for t, e in zip(texts, encoded) if len(e.ids) <= MAX_PIECES]
    probabilities = [softmax(x) for x in tagger.logits([e.ids for _, e in pairs])]
    np.savez_compressed(args.out / f"soft.{args.lang}.npz", ids=np.concatenate([e.ids for _, e in pairs]).astype(np.int32),
                        probabilities=np.concatenate(probabilities).astype(np.float16),
                        lengths=np.array([len(e.ids) for _, e in pairs], np.int32))
    sure = 0
    if args.sure:
        with (args.out / f"labelled.{args.lang}.jsonl").open("w", encoding="utf-8") as out:
            for (text, e), p in zip(pairs, probabilities):
                row = sure_sentence(text, e, p, args.sure)
                if row and any(t != "O" for t in row["tags"]):
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
                    sure += 1
    print(f"{args.lang}: {len(pairs)} sentences labelled, {sure} sure ones with a name")


if __name__ == "__main__":
    main()
