"""Reads the CLDR packages: which locales speak for a language, and their JSON. Knows no output format."""

import functools
import json
import re
import subprocess
from pathlib import Path

VERSION = "48.2.0"
PACKAGES = {
    "cldr-core": VERSION,
    "cldr-dates-full": VERSION,
    "cldr-numbers-full": VERSION,
    "cldr-units-full": VERSION,
    "cldr-localenames-full": VERSION,
    "cldr-rbnf": VERSION,
    "cldr-cal-islamic-full": VERSION,
    "cldr-cal-persian-full": "46.1.0",  # the last one published
}
# English is listed for a hundred regions, most of them with another language's number format: these write it.
ENGLISH = {"en-001", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ", "en-SG", "en-ZA"}
NOT_NEWS = {"hi-Latn", "zh-Latn", "ca-ES-valencia", "el-polyton"}  # scripts and spellings no newspaper uses
# Bidi marks and soft hyphens are no part of a name.
MARKS = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069]")


def install(work):
    """Fetches the packages into `work` with npm, unless they are there in these versions."""
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    stamp = work / "packages.txt"
    if stamp.exists() and stamp.read_text().split() == wanted:
        return
    work.mkdir(parents=True, exist_ok=True)
    (work / "package.json").write_text('{"name": "cldr-work", "private": true}\n')
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--prefix", str(work)]
    subprocess.run(["npm", "install", *options, *wanted], check=True, stdout=subprocess.DEVNULL)
    stamp.write_text("\n".join(wanted) + "\n")


def clean(text):
    """A name as written: no marks, plain blanks."""
    return " ".join(MARKS.sub("", text).replace("\u2019\u2019", "\u2019").split())


def distinct(texts):
    """Cleaned texts, each once, in order of first sight; empty ones left out."""
    return list(dict.fromkeys(text for text in map(clean, texts) if text))


class Source:
    """The installed packages; every reader walks over the locales of a language, the base locale first."""

    def __init__(self, work):
        self.root = Path(work) / "node_modules"

    @functools.lru_cache(maxsize=64)  # noqa: B019, one source a run
    def _json(self, path):
        file = self.root / path
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None

    def supplemental(self, name):
        """A file of `cldr-core/supplemental`."""
        return self._json(f"cldr-core/supplemental/{name}.json")["supplemental"]

    def locales(self, code):
        """Locales of a language: itself, for Norwegian Bokmål also `no`, then its regions and scripts, sorted."""
        folders = sorted(p.name for p in (self.root / "cldr-dates-full/main").glob(f"{code}-*"))
        folders = [f for f in folders if f not in NOT_NEWS and (code != "en" or f in ENGLISH)]
        return [code, *(["no"] if code == "nb" else []), *folders]

    def one(self, package, locale, file, *keys):
        """One locale's data at `keys`, or an empty dict."""
        data = self._json(f"cldr-{package}-full/main/{locale}/{file}.json")
        data = data["main"][locale] if data else {}
        for key in keys:
            data = data.get(key, {})
        return data

    def all(self, package, code, file, *keys):
        """The data at `keys` of every locale of a language."""
        return [self.one(package, locale, file, *keys) for locale in self.locales(code)]

    def rbnf(self, code):
        """Rule groups of a language and of its regions (regions hold what differs); empty if there are none."""
        code = "no" if code == "nb" else code
        base = self._json(f"cldr-rbnf/rbnf/{code}.json")
        if base is None:
            return []
        base = base["rbnf"]["rbnf"]
        names = sorted(p.stem for p in (self.root / "cldr-rbnf/rbnf").glob(f"{code}-*.json"))
        regions = [self._json(f"cldr-rbnf/rbnf/{name}.json")["rbnf"]["rbnf"] for name in names]
        return [base, *({g: base.get(g, {}) | r.get(g, {}) for g in base | r} for r in regions)]
