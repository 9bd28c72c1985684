#!/usr/bin/env python3
"""Cuts the base's vocabulary to the pieces that news of our languages needs, and writes the folder to start from.

Pieces are chosen by their frequency in the training sentences, each language weighted as in training, and every
single character that occurs is kept. Each punctuation mark c without a piece `▁c` gets an alias with the row of c,
since the pre-tokenizer sets marks apart. `--like FOLDER` takes rows.json and tokenizer.json of an earlier vocabulary
instead, so that its models can be trained on.
"""

import argparse
import io
import json
import shutil
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from windows import LANG_WEIGHT, OTHER_LANG_WEIGHT, join

SPECIAL = 4  # <s> <pad> </s> <unk> are the first rows
UNKNOWN = 3


def charsmap() -> bytes:
    """The table of SentencePiece's nmt_nfkc rule, out of a model trained on nothing much."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2 as messages
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(["a b c"] * 10), model_writer=model, vocab_size=8,
                                             hard_vocab_limit=False, normalization_rule_name="nmt_nfkc", minloglevel=2)
    return messages.ModelProto.FromString(model.getvalue()).normalizer_spec.precompiled_charsmap


def tokenizer_of(vocabulary: list, table: bytes) -> Tokenizer:
    """A Unigram tokenizer no piece of which crosses the border of a name."""
    tokenizer = Tokenizer(Unigram([tuple(p) for p in vocabulary], UNKNOWN, False))
    tokenizer.normalizer = normalizers.Precompiled(table)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation("isolated"),
        pre_tokenizers.Metaspace(prepend_scheme="always", split=False),
        pre_tokenizers.Split(Regex(r"[\p{Han}\p{Hiragana}]"), "isolated")])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> $B </s>",
                                                             special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    return tokenizer


def count_pieces(prepared: Path, tokenizer: Tokenizer) -> Counter:
    """Weighted counts of pieces: each language counts by the root of its size, as in training."""
    corpora = json.loads((prepared / "corpora.json").read_text(encoding="utf-8"))
    by_lang: dict[str, Counter] = {}
    with (prepared / "sentences.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text, _ = join([row])
            by_lang.setdefault(corpora[row["corpus"]]["lang"], Counter()).update(tokenizer.encode(text).ids)
    total = Counter()
    for lang, counts in by_lang.items():
        size = sum(counts.values())
        factor = LANG_WEIGHT.get(lang, OTHER_LANG_WEIGHT) * size ** 0.5 / size
        total.update({piece: count * factor for piece, count in counts.items()})
    return total


def choose(pieces: list, counts: Counter, size: int) -> tuple[list, list]:
    """(rows, vocabulary): the special rows, the most frequent pieces in the base's order, and the aliases."""
    ranked = [i for i, _ in counts.most_common() if i >= SPECIAL]
    single = [i for i in ranked if len(pieces[i][0].lstrip("▁")) == 1]
    chosen = sorted(set(single) | set(ranked[:size - SPECIAL - len(single)]))
    rows = list(range(SPECIAL)) + chosen
    vocabulary = [pieces[i] for i in rows]
    known = {piece for piece, _ in vocabulary}
    for i in sorted(chosen, key=lambda i: -pieces[i][1]):
        mark = pieces[i][0]
        if len(mark) == 1 and unicodedata.category(mark)[0] == "P" and "▁" + mark not in known:
            rows.append(i)
            vocabulary.append(["▁" + mark, pieces[i][1]])
    return rows, vocabulary


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder of base.py")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--prepared", type=Path, help="folder of prepare.py, to count pieces in")
    parser.add_argument("--like", type=Path, help="take rows.json and tokenizer.json of this folder")
    parser.add_argument("--encoder", type=Path, help="start from this encoder.safetensors instead of the base's")
    parser.add_argument("--size", type=int, default=80_000, help="pieces to keep (default %(default)s)")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    if args.like:
        for name in ("rows.json", "tokenizer.json"):
            shutil.copyfile(args.like / name, args.out / name)
        rows = json.loads((args.out / "rows.json").read_text())
    elif args.prepared:
        pieces, table = json.loads((args.base / "pieces.json").read_text(encoding="utf-8")), charsmap()
        counts = count_pieces(args.prepared, tokenizer_of(pieces, table))
        rows, vocabulary = choose(pieces, counts, args.size)
        (args.out / "rows.json").write_text(json.dumps(rows))
        tokenizer_of(vocabulary, table).save(str(args.out / "tokenizer.json"), pretty=False)
    else:
        parser.error("give --prepared, or --like")
    words = np.load(args.base / "words_q4.npz")
    packed, scales = words["packed"][rows], words["scales"][rows]
    np.savez(args.out / "words_q4.npz", packed=packed, scales=scales)
    shutil.copyfile(args.encoder or args.base / "encoder.safetensors", args.out / "encoder.safetensors")
    shutil.copyfile(args.base / "shape.json", args.out / "shape.json")
    print(f"{len(rows)} rows")


if __name__ == "__main__":
    main()
