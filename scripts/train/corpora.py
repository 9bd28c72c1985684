"""Reads the data folder: which corpora may be trained on, their sentences, and the texts without labels."""

import io
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import zstandard

CJK_NAMES = ("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA", "IDEOGRAPHIC", "FULLWIDTH")


@dataclass(frozen=True)
class Corpus:
    """One file of labelled sentences, as SOURCES.*.json describes it."""
    file: str
    lang: str
    licence: str
    licence_class: str
    domain: str
    tokens: int
    has_misc: bool
    trainable: bool

    @property
    def name(self) -> str:
        return self.file.removesuffix(".jsonl.zst")


def read_sources(ner: Path) -> list[Corpus]:
    """Every corpus of the folder `ner`. Trainable: `use` is "train" and the licence class is not nc."""
    found = []
    for path in sorted(ner.glob("SOURCES.*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            found.append(Corpus(entry["file"], entry["lang"], entry["licence"], entry["class"], entry["domain"],
                                entry["tokens"], entry["has_misc"],
                                entry["use"] == "train" and entry["class"] != "nc"))
    return sorted(found, key=lambda c: c.file)


def open_zst(path: Path):
    """The lines of a .zst file."""
    reader = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(path.open("rb"), read_across_frames=True)
    return io.TextIOWrapper(reader, encoding="utf-8")


def read_sentences(path: Path):
    """Yields {"tokens", "tags", "spaces" or None} for each line of a corpus."""
    with open_zst(path) as lines:
        for line in lines:
            entry = json.loads(line)
            yield {"tokens": entry["tokens"], "tags": entry["tags"], "spaces": entry.get("spaces")}


def is_cjk(char: str) -> bool:
    """Whether a character belongs to a script written without blanks."""
    return unicodedata.name(char, "").startswith(CJK_NAMES)


def sentence_key(tokens) -> str:
    """What two copies of a sentence share: its letters and digits, case and marks removed."""
    text = unicodedata.normalize("NFKD", "".join(tokens)).casefold()
    return re.sub(r"[\W_\u0640]+", "", "".join(c for c in text if not unicodedata.combining(c)))
