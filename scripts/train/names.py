"""Pools of names by language and type, transliteration into Arabic, and sentences made from templates.

The pools come from the training corpora alone, and from CLDR's territories (package Babel).
"""

import random
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError

from corpora import is_cjk
from labels import spans

PROCLITICS = ("و", "ف", "ب", "ل", "ك")
FOREIGN_SOURCES = ("en", "de", "nl", "fr", "es", "it", "pt", "pl", "sv", "cs")
SWAPPED_TYPES = ("PER", "ORG", "LOC")
TEMPLATES = Path(__file__).parent / "templates"
TRANSLITERATION = [
    ("tsch", "تش"), ("sch", "ش"), ("tch", "تش"), ("sh", "ش"), ("ch", "تش"), ("kh", "خ"), ("gh", "غ"), ("th", "ث"),
    ("ph", "ف"), ("ck", "ك"), ("qu", "كو"), ("oo", "و"), ("ou", "و"), ("ee", "ي"), ("ea", "ي"), ("ie", "ي"),
    ("ei", "اي"), ("ai", "اي"), ("ay", "اي"), ("ey", "ي"), ("au", "او"), ("ce", "س"), ("ci", "سي"), ("a", "ا"),
    ("b", "ب"), ("c", "ك"), ("d", "د"), ("e", "ي"), ("f", "ف"), ("g", "غ"), ("h", "ه"), ("i", "ي"), ("j", "ج"),
    ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("o", "و"), ("p", "ب"), ("q", "ك"), ("r", "ر"), ("s", "س"),
    ("t", "ت"), ("u", "و"), ("v", "ف"), ("w", "و"), ("x", "كس"), ("y", "ي"), ("z", "ز")]
FIRST_VOWEL = {"a": "أ", "e": "إي", "i": "إي", "o": "أو", "u": "أو"}


def arabic_spelling(word: str, rng: random.Random) -> str:
    """A Latin name as an Arabic newspaper might spell it; the same name may come out in several ways."""
    low = re.sub(r"[^a-z]", "", strip_marks(word).lower())
    low = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", low)
    low = low.removesuffix("e") if len(low) > 4 else low
    out, at = "", 0
    while at < len(low):
        if at == 0 and low[0] in FIRST_VOWEL:
            out, at = FIRST_VOWEL[low[0]], 1
            continue
        for latin, arabic in TRANSLITERATION:
            if low.startswith(latin, at):
                short = latin in "aei" and 0 < at < len(low) - 1 and rng.random() < 0.45
                out += "" if short else {"غ": rng.choice("غج")}.get(arabic, arabic)
                at += len(latin)
                break
    return out


def strip_marks(word: str) -> str:
    """A word without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


class Pools:
    """Names as lists of tokens, by language and type."""

    def __init__(self, corpora: dict, sentences: dict, seed: int):
        counts, silver = defaultdict(Counter), defaultdict(Counter)
        for name, rows in sentences.items():
            info = corpora[name]
            if info["kind"] in ("ocr", "classical", "social"):
                continue
            for row in rows:
                for first, last, kind in spans(row["tags"]):
                    if kind in SWAPPED_TYPES and last - first <= 6:
                        into = silver if info["kind"] == "silver" else counts
                        into[info["lang"], kind][tuple(row["tokens"][first:last])] += 1
        for (lang, kind), found in silver.items():  # silver organizations are often wrong: only those seen again
            counts[lang, kind].update({n: c for n, c in found.items() if c >= (3 if kind == "ORG" else 1)})
        self.names = {key: sorted(found) for key, found in counts.items()}
        self._add_territories({c["lang"] for c in corpora.values()})
        self._clean_arabic()
        self._add_foreign(random.Random(seed))

    def _add_territories(self, langs) -> None:
        for lang in sorted(langs):
            try:
                territories = Locale.parse(lang).territories
            except (UnknownLocaleError, ValueError):
                continue
            found = [tuple(n.split()) for code, n in sorted(territories.items()) if len(code) == 2 and "(" not in n]
            self.names[lang, "LOC"] = self.names.get((lang, "LOC"), []) + found * 4

    def _clean_arabic(self) -> None:
        """Drops names that begin with a proclitic of another name of the pool."""
        for kind in SWAPPED_TYPES:
            known = set(self.names.get(("ar", kind), []))

            def clean(name):
                word = name[0]
                return not any(word.startswith(p) and (word[1:], *name[1:]) in known for p in PROCLITICS) \
                    and not word.startswith(("لل", "وال"))
            self.names["ar", kind] = [n for n in self.names.get(("ar", kind), []) if clean(n)]

    def _add_foreign(self, rng: random.Random) -> None:
        """Foreign people: as they are for French, transliterated for Arabic."""
        foreign = [n for lang in FOREIGN_SOURCES for n in self.names.get((lang, "PER"), [])
                   if len(n) in (2, 3) and all(re.fullmatch(r"[^\W\d_]{3,}", t) and t[0].isupper() for t in n)]
        foreign = rng.sample(foreign, min(12000, len(foreign)))
        spelled = [tuple(arabic_spelling(t, rng) for t in n) for n in foreign]
        people = [n for n in spelled if all(len(t) > 1 for t in n)]
        self.names["ar", "PER"] = self.names.get(("ar", "PER"), []) + people
        self.names["fr", "PER"] = self.names.get(("fr", "PER"), []) + foreign
        bodies = [n for n in self.names.get(("en", "ORG"), []) if len(n) < 4]
        self.names["fr", "ORG"] = self.names.get(("fr", "ORG"), []) + rng.sample(bodies, min(1500, len(bodies)))

    def draw(self, lang: str, kind: str, rng: random.Random):
        """A random name as a tuple of tokens, or None."""
        names = self.names.get((lang, kind))
        return rng.choice(names) if names else None


class Templates:
    """Short articles by rule: each block of lines in `templates/<lang>.txt` is one, with slots to fill.

    Slots: {PER1} a full name, {SUR1} its last word, {LOC1}, {ORG1}; a number names the same referent again.
    A proclitic may stand before a slot without a blank.
    """

    def __init__(self):
        self.blocks = {}
        for path in sorted(TEMPLATES.glob("*.txt")):
            lines = [li for li in path.read_text(encoding="utf-8").splitlines() if not li.startswith("#")]
            self.blocks[path.stem] = [b.strip().splitlines() for b in "\n".join(lines).split("\n\n") if b.strip()]

    def make(self, lang: str, pools: Pools, rng: random.Random):
        """Sentences of one filled block, or None where the language has no templates."""
        if lang not in self.blocks:
            return None
        filled = {}
        return [self._fill(line, lang, pools, rng, filled) for line in rng.choice(self.blocks[lang])]

    def _fill(self, line, lang, pools, rng, filled):
        tokens, tags, spaces = [], [], []
        blank_after = lambda end: line[end:end + 1].isspace()
        for match in re.finditer(r"([^\s{}]*?[^\W\d_])?\{([A-Z]+)(\d)\}|[\w'’-]+|[^\w\s]", line):
            before, slot, number = match.groups()
            if not slot:
                tokens.append(match[0])
                tags.append("O")
                spaces.append(blank_after(match.end()))
                continue
            kind = "PER" if slot == "SUR" else slot
            if (kind, number) not in filled:
                filled[kind, number] = self._draw(lang, kind, pools, rng)
            name = filled[kind, number][-1:] if slot == "SUR" else filled[kind, number]
            first = name[0]
            if before and lang == "ar":
                first = join_proclitic(before, first)
            elif before:
                tokens.append(before)
                tags.append("O")
                spaces.append(False)
            tokens += [first, *name[1:]]
            tags += [f"B-{kind}"] + [f"I-{kind}"] * (len(name) - 1)
            spaces += [not (is_cjk(a[-1]) and is_cjk(b[0])) for a, b in zip(name, name[1:])] + [blank_after(match.end())]
        return {"tokens": tokens, "tags": tags, "spaces": spaces}

    @staticmethod
    def _draw(lang, kind, pools, rng):
        name = pools.draw(lang, kind, rng) or ("X",)
        for _ in range(8):
            if kind != "PER" or (len(name) > 1 and len(name[-1]) > 2):
                break
            name = pools.draw(lang, kind, rng)
        return name


def join_proclitic(letter: str, word: str) -> str:
    """An Arabic proclitic written onto a word: ل and ال become لل."""
    return letter + word[1:] if letter.endswith("ل") and word.startswith("ال") else letter + word
