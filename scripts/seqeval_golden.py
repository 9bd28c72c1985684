#!/usr/bin/env python3
"""Writes tests/golden/seqeval.json: random gold and predicted tags with the scores that seqeval gives them.

Needs `pip install seqeval==1.2.2`.  The tags are made from a fixed seed; scores are those of the strict mode with IOB2.
"""
import argparse
import json
import random
from pathlib import Path

from seqeval.metrics import accuracy_score, classification_report
from seqeval.scheme import IOB2


def sentence(rng: random.Random, length: int) -> list[str]:
    """Valid IOB2 tags."""
    tags: list[str] = []
    while len(tags) < length:
        if rng.random() < 0.6:
            tags.append("O")
        else:
            kind = rng.choice(["PER", "ORG", "LOC"])
            tags += [f"B-{kind}"] + [f"I-{kind}"] * rng.randint(0, 3)
    return tags[:length]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("tests/golden/seqeval.json"))
    args = parser.parse_args()
    rng = random.Random(11)
    gold = [sentence(rng, rng.randint(3, 20)) for _ in range(40)]
    # Predictions keep two thirds of the sentences' parts and draw the rest anew.
    predicted = [tags if rng.random() < 0.5 else sentence(rng, len(tags)) for tags in gold]
    report = classification_report(gold, predicted, mode="strict", scheme=IOB2, output_dict=True, zero_division=0)
    scores = {
        kind: {name: round(float(report[kind][name]), 6) for name in ("precision", "recall", "f1-score")}
        for kind in ("PER", "ORG", "LOC", "micro avg")
    }
    result = {"gold": gold, "predicted": predicted, "scores": scores, "accuracy": round(accuracy_score(gold, predicted), 6)}
    args.out.write_text(json.dumps(result) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
