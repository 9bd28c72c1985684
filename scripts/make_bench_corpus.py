#!/usr/bin/env python3
"""Assembles a corpus for `alam bench`: JSON Lines articles of real sentences in many languages.

TEXT is a folder of `<lang>.txt.zst` files, one sentence or paragraph a line (the project's is ../shared/data/text).
Articles have 60 to 900 words, 400 in the mean, like news; languages are mixed by the weights below.  The same TEXT gives
the same corpus.  Needs the program `zstd`, or the Python module `zstandard`.
"""
import argparse
import io
import json
import random
import subprocess
from pathlib import Path

# News languages, with more of those whose text is long.
WEIGHTS = {"ar": 6, "en": 4, "pt": 3, "fa": 2, "fr": 2, "de": 2, "fi": 1, "ru": 1, "zh": 1, "es": 1, "tr": 1, "uk": 1, "cs": 1, "ja": 1}
CHARS_A_WORD = 6.0
CHARS_A_WORD_UNSPACED = 1.7


def lines_of(path: Path) -> list[str]:
    """The lines of a file."""
    try:
        import zstandard
        stream = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(path.open("rb"), read_across_frames=True)
        text = io.TextIOWrapper(stream, encoding="utf-8").read()
    except ImportError:
        text = subprocess.run(["zstd", "-dcq", "--long=31", str(path)], check=True, capture_output=True).stdout.decode()
    return [line.strip() for line in text.splitlines() if len(line.strip()) > 30]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, metavar="TEXT")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--articles", type=int, default=5000)
    args = parser.parse_args()
    rng = random.Random(1)
    sources = {lang: lines_of(args.text / f"{lang}.txt.zst") for lang in WEIGHTS if (args.text / f"{lang}.txt.zst").is_file()}
    if not sources:
        parser.error(f"{args.text}: holds no <lang>.txt.zst")
    at = {lang: 0 for lang in sources}
    langs = list(sources)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    with args.out.open("w", encoding="utf-8") as out:
        for number in range(args.articles):
            lang = rng.choices(langs, [WEIGHTS[l] for l in langs])[0]
            words = min(900, max(60, rng.gauss(400, 180)))
            wanted = words * (CHARS_A_WORD_UNSPACED if lang in ("zh", "ja") else CHARS_A_WORD)
            lines, chars = [], 0
            while chars < wanted:
                line = sources[lang][at[lang] % len(sources[lang])]
                at[lang] += 1
                lines.append(line)
                chars += len(line)
            out.write(json.dumps({"id": f"{lang}-{number}", "lang": lang, "text": "\n".join(lines)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
