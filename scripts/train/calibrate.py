#!/usr/bin/env python3
"""Finds a temperature for each type on development files, and writes it into config.json.

The score of a mention is the least, over its words, of the probability of its type, as `alam` computes it. The
temperature is the one with the least log loss of "span and type are right"; half of the sentences choose it, and the
expected calibration error (ECE, ten bins of equal width) is of the other half.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from corpora import read_sentences
from evaluate import COUNTED, TABLE, on_tokens, rebuild, words_of
from labels import LABELS, spans
from tagger import MAX_PIECES, Tagger, pieces_of_ranges, pool, softmax, viterbi

TEMPERATURES = np.arange(0.6, 4.01, 0.05)
BINS = 10


def mentions(sentences, tagger):
    """Yields (type, logits of the first pieces of its words `[words, labels]`, whether it is right)."""
    rebuilt = [rebuild(s["tokens"], s["spaces"]) for s in sentences]
    encoded = [tagger.tokenizer.encode(text) for text, _ in rebuilt]
    keep = [i for i, e in enumerate(encoded) if len(e.ids) <= MAX_PIECES]
    logits = tagger.logits([encoded[i].ids for i in keep])
    for i, rows in zip(keep, logits):
        (text, ranges), e = rebuilt[i], encoded[i]
        words = words_of(text, e)
        pairs = [(w, p) for w, p in zip(words, pieces_of_ranges(e.offsets, e.tokens, words)) if p]
        if not pairs:
            continue
        tags = viterbi(np.stack([pool(rows, p, "first") for _, p in pairs]))
        truth = {s for s in spans(sentences[i]["tags"]) if s[2] in COUNTED}
        for first, last, kind in spans(tags):
            if kind in COUNTED:
                found = on_tokens([(pairs[first][0][0], pairs[last - 1][0][1], kind)], ranges)
                yield kind, np.stack([rows[p[0]] for _, p in pairs[first:last]]), found <= truth


def scores(found, temperature: float) -> np.ndarray:
    """The score of each mention at a temperature."""
    values = []
    for kind, logits, _ in found:
        columns = [i for i, label in enumerate(LABELS) if label[2:] == kind]
        values.append(softmax(logits / temperature)[:, columns].sum(-1).min())
    return np.array(values)


def log_loss(values, right) -> float:
    values = np.clip(values, 1e-4, 1 - 1e-4)
    return float(-np.where(right, np.log(values), np.log(1 - values)).mean())


def expected_error(values, right) -> float:
    """ECE: over bins of the score, the mean distance between score and share of right mentions."""
    places = np.minimum((values * BINS).astype(int), BINS - 1)
    return float(sum(abs(values[places == b].mean() - right[places == b].mean()) * (places == b).mean()
                     for b in range(BINS) if (places == b).any()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--model", type=Path, required=True, help="model folder; its config.json is changed")
    parser.add_argument("--limit", type=int, default=150, help="sentences of each file (default %(default)s)")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    tagger, halves = Tagger(args.model, args.threads), ([], [])
    for name in (n for n in TABLE if "wikineural" not in n):
        sentences = list(read_sentences(args.data / "ner" / f"{name}.jsonl.zst"))[:args.limit]
        for half in (0, 1):
            halves[half].extend(mentions(sentences[half::2], tagger))
    temperature, all_values, all_right = {}, [], []
    for kind in COUNTED:
        fit, held = ([m for m in half if m[0] == kind] for half in halves)
        right = np.array([m[2] for m in fit])
        temperature[kind] = round(float(min(TEMPERATURES, key=lambda t: log_loss(scores(fit, t), right))), 2)
        right, values = np.array([m[2] for m in held]), scores(held, temperature[kind])
        print(f"{kind}: temperature {temperature[kind]}, ECE {expected_error(values, right):.3f} "
              f"(before {expected_error(scores(held, 1.0), right):.3f}), {len(held)} mentions")
        all_values.append(values)
        all_right.append(right)
    error = expected_error(np.concatenate(all_values), np.concatenate(all_right))
    print(f"all: ECE {error:.3f}")
    file = args.model / "config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    config["alam"] = {"temperature": temperature, "ece": round(error, 4)}
    file.write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
