#!/usr/bin/env python3
"""Strict span F1 of model folders on labelled files, with a plain tagger.

The text of a sentence is rebuilt as score_entities.py does it; a span counts if its tokens and type are those of the
gold. MISC is ignored on both sides. It is the quick look of the pipeline: figures of the program itself come from
score_entities.py.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from corpora import is_cjk, read_sentences, read_sources
from labels import LABELS, spans
from tagger import MAX_PIECES, WORD, Tagger, pieces_of_ranges, pool, viterbi

# The files of the table, in its order and with its weight: Arabic, large news languages, the rest.
TABLE = ("ar/caraner.dev ar/cleananercorp.dev ar/wojood_sample.dev en/conllpp.dev en/worldwide.dev en/uner_pud.test "
         "de/uner_pud.test pt/uner_pud.test sv/uner_pud.test de/conll2003.dev de/germeval14.dev es/conll2002.dev "
         "nl/conll2002.dev fa/peyma.dev fa/arman.dev tr/turkish_wiki_ner.dev ru/factrueval.test ru/nerel.dev "
         "zh/uner_gsdsimp.dev zh/peoples_daily.dev he/nemo_spmrl.dev ja/stockmark_wikipedia.test ko/klue.test "
         "fr/wikineural.test ru/wikineural.test de/wikineural.test en/wikineural.test es/wikineural.test "
         "it/wikineural.test nl/wikineural.test pl/wikineural.test pt/wikineural.test").split()
WEIGHT = {"ar": 4.0, "en": 2.0, "fr": 2.0, "de": 1.5, "es": 1.5, "ru": 1.5, "zh": 1.5, "fa": 1.5}
COUNTED = ("PER", "ORG", "LOC")


def rebuild(tokens, spaces):
    """The text of a sentence and the (start, end) of its tokens."""
    parts, ranges, at = [], [], 0
    for i, token in enumerate(tokens):
        ranges.append((at, at + len(token)))
        last = i + 1 == len(tokens)
        blank = not last and (bool(spaces[i]) if spaces else not (is_cjk(token[-1:] or "a") and is_cjk(tokens[i + 1][:1] or "a")))
        parts.append(token + " " if blank else token)
        at += len(token) + blank
    return "".join(parts), ranges


def words_of(text, encoded):
    """(start, end) of the words to label: one for each letter of scripts without blanks."""
    found = []
    for match in WORD.finditer(text):
        start, end = match.span()
        if any(is_cjk(c) for c in match.group()):
            found += [(i, i + 1) for i in range(start, end)]
        else:
            found.append((start, end))
    return found


def predicted_spans(logits, encoded, text, pooling, decoding):
    """Spans of the tagger as (start, end, type) in code points."""
    ranges = words_of(text, encoded)
    rows, kept = [], []
    for where, pieces in zip(ranges, pieces_of_ranges(encoded.offsets, encoded.tokens, ranges)):
        if pieces:
            kept.append(where)
            rows.append(pool(logits, pieces, pooling))
    if not rows:
        return []
    logp = np.stack(rows)
    tags = viterbi(logp) if decoding == "viterbi" else [LABELS[i] for i in logp.argmax(-1)]
    return [(kept[a][0], kept[b - 1][1], kind) for a, b, kind in spans(tags)]


def on_tokens(found, ranges):
    """Spans in code points as (first, last + 1, type) of the tokens that they overlap."""
    result = set()
    for start, end, kind in found:
        touched = [i for i, (a, b) in enumerate(ranges) if a < end and b > start]
        if touched:
            result.add((touched[0], touched[-1] + 1, kind))
    return result


def score(sentences, tagger, pooling="first", decoding="viterbi"):
    """(true positives, predicted, gold) over the sentences."""
    rebuilt = [rebuild(s["tokens"], s["spaces"]) for s in sentences]
    encoded = [tagger.tokenizer.encode(text) for text, _ in rebuilt]
    logits = tagger.logits([e.ids[:MAX_PIECES] for e in encoded])
    right = predicted = gold = 0
    for sentence, (text, ranges), e, rows in zip(sentences, rebuilt, encoded, logits):
        if len(rows) < len(e.ids):
            rows = np.concatenate([rows, np.tile(np.eye(1, rows.shape[1]) * 20, (len(e.ids) - len(rows), 1))])
        found = {s for s in on_tokens(predicted_spans(rows, e, text, pooling, decoding), ranges) if s[2] in COUNTED}
        truth = {s for s in spans(sentence["tags"]) if s[2] in COUNTED}
        right, predicted, gold = right + len(found & truth), predicted + len(found), gold + len(truth)
    return right, predicted, gold


def f1(counts) -> float:
    right, predicted, gold = counts
    return 200 * right / (predicted + gold) if predicted + gold else 0.0


def weighted(scores: dict) -> float:
    """Mean over languages of the mean of their files, with the weights of the issue."""
    by_lang = {}
    for name, value in scores.items():
        by_lang.setdefault(name.split("/")[0], []).append(value)
    total = sum(WEIGHT.get(lang, 1.0) for lang in by_lang)
    return sum(WEIGHT.get(lang, 1.0) * float(np.mean(v)) for lang, v in by_lang.items()) / total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--model", type=Path, required=True, action="append", help="model folder (repeat to compare)")
    parser.add_argument("--files", nargs="*", help="names like ar/caraner.dev (default: those of the issue's table)")
    parser.add_argument("--all", action="store_true", help="every development and test file of the data folder")
    parser.add_argument("--limit", type=int, default=0, help="the first N sentences of each file (0: all)")
    parser.add_argument("--pooling", choices=["first", "mean", "max"], default="first", help="how a word reads its pieces")
    parser.add_argument("--decoding", choices=["viterbi", "argmax"], default="viterbi")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures here")
    args = parser.parse_args()
    names = args.files or list(TABLE)
    if args.all:
        names = [c.name for c in read_sources(args.data / "ner") if not c.trainable and not c.name.endswith("train")]
    taggers = {str(folder): Tagger(folder, args.threads) for folder in args.model}
    table = {model: {} for model in taggers}
    for name in names:
        sentences = list(read_sentences(args.data / "ner" / f"{name}.jsonl.zst"))
        sentences = sentences[:args.limit] if args.limit else sentences
        for model, tagger in taggers.items():
            table[model][name] = round(f1(score(sentences, tagger, args.pooling, args.decoding)), 2)
        print(name, *(f"{table[model][name]:6.2f}" for model in taggers), flush=True)
    for line, compute in (("mean", lambda s: float(np.mean(list(s.values())))), ("weighted", weighted)):
        print(line, *(f"{compute(table[model]):6.2f}" for model in taggers))
    if args.json:
        args.json.write_text(json.dumps(table, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
