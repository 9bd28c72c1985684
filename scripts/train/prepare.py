#!/usr/bin/env python3
"""Writes the training sentences: all corpora that may be trained on, without sentences of evaluation sets.

Output: `sentences.jsonl`, one sentence a line in the order of its corpus, and `corpora.json`, what each corpus is.
A sentence that stands in any evaluation set of any language (same letters and digits) is dropped, and so is a
repeated one of the same corpus.
"""

import argparse
import json
from pathlib import Path

from corpora import read_sentences, read_sources, sentence_key


def kind_of(corpus) -> str:
    """The kind that decides a corpus's weight: silver, ocr, social, classical, news or other."""
    domain = corpus.domain.lower()
    if "silver" in domain or "panx" in corpus.file or "wikiann" in corpus.file:
        return "silver"
    if "ocr" in domain:
        return "ocr"
    if "classical" in domain:
        return "classical"
    if "social" in domain or "tweet" in domain or "comments" in domain:
        return "social"
    return "news" if "news" in domain else "other"


def evaluation_keys(ner: Path, corpora) -> set[str]:
    """Keys of all sentences that may be evaluated on; the empty key (only punctuation) is none."""
    keys = {sentence_key(s["tokens"]) for c in corpora if not c.trainable for s in read_sentences(ner / c.file)}
    return keys - {""}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (holds ner/ and text/)")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--smoke", action="store_true", help="only the first 60 sentences of each corpus")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    ner = args.data / "ner"
    corpora = read_sources(ner)
    held = evaluation_keys(ner, corpora)
    described, dropped = {}, 0
    with (args.out / "sentences.jsonl").open("w", encoding="utf-8") as out:
        for corpus in (c for c in corpora if c.trainable):
            kept, words, seen = 0, 0, set()
            for sentence in read_sentences(ner / corpus.file):
                key = sentence_key(sentence["tokens"])
                if not key or key in held or key in seen:
                    dropped += 1
                    continue
                seen.add(key)
                row = {"corpus": corpus.name, **{k: v for k, v in sentence.items() if v is not None}}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                kept, words = kept + 1, words + len(sentence["tokens"])
                if args.smoke and kept == 60:
                    break
            described[corpus.name] = {"lang": corpus.lang, "kind": kind_of(corpus), "has_misc": corpus.has_misc,
                                      "licence": corpus.licence, "class": corpus.licence_class,
                                      "sentences": kept, "words": words}
    (args.out / "corpora.json").write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")
    total = sum(c["sentences"] for c in described.values())
    print(f"{len(described)} corpora, {total} sentences, {dropped} dropped")


if __name__ == "__main__":
    main()
