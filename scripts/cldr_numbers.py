"""Numbers and money of a language from CLDR: signs, "million", words for numbers, names of currencies."""

import re

from cldr_source import MARKS, clean, distinct
from rbnf import Rbnf

CARDINALS = [
    *range(101), *range(200, 1000, 100), 1000, 2000, 3000, 10**4, 10**5,
    10**6, 2 * 10**6, 10**7, 10**8, 10**9, 2 * 10**9, 10**12,
]  # fmt: skip
ORDINALS = [*range(1, 32), *range(40, 101, 10), 1000]
# Money of the past that the news still names.
HISTORICAL = """AFA ATS AZM BEF BGN BYR CSD CSK CYP DDM DEM EEK ESP FIM FRF GHC GRD HRK IEP ITL LTL LUF LVL MRO MTL MZM
NLG PLZ PTE ROL RUR SDD SIT SKK STD SUR TMM TRL VEB VEF XDR YUD YUM ZMK ZWL""".split()


def numbers(source, code):
    """Signs (the locale's own first), and words of the powers of ten in the long and short forms."""
    signs = {"decimal": [], "group": [], "percent": [], "permille": []}
    words = {"long": {}, "short": {}}
    for data in source.all("numbers", code, "numbers", "numbers"):
        systems = [data.get("defaultNumberingSystem"), *sorted(data.get("otherNumberingSystems", {}).values())]
        for system in dict.fromkeys(s for s in systems if s in ("latn", "arab", "arabext", "deva", "beng")):
            symbols = data.get(f"symbols-numberSystem-{system}", {})
            for name, key in [
                ("decimal", "decimal"),
                ("group", "group"),
                ("percent", "percentSign"),
                ("permille", "perMille"),
            ]:
                signs[name].append(MARKS.sub("", symbols.get(key, "")))
            for length, powers in words.items():
                formats = data.get(f"decimalFormats-numberSystem-{system}", {}).get(length, {}).get("decimalFormat", {})
                for key, pattern in formats.items():
                    add_word(powers, key, pattern, shortest=2 if length == "long" else 1)
    tidy = lambda powers: {str(n): distinct(powers[n]) for n in sorted(powers)}
    return {
        "numbers": {name: list(dict.fromkeys(s for s in found if s)) for name, found in signs.items()},
        "compact": tidy(words["long"]),
        "compact_short": tidy(words["short"]),
    }


def add_word(powers, key, pattern, shortest):
    """Notes that `00 Mio` for 10,000,000 says that "Mio" is a million; Latin words of `shortest` letters or more."""
    for part in pattern.split(";")[:1]:
        zeros = part.count("0")
        word = clean(re.sub(r"0+|¤", "", part.replace("'", "")))
        if word and (len(word) >= shortest or not word.isascii()) and int(key.split("-")[0]) >= 1000:
            powers.setdefault(int(key.split("-")[0]) // 10 ** max(zeros - 1, 0), []).append(word)


# Languages that write ordinals as digits and a full stop; CLDR has the rule in the root only.
DOT_ORDINALS = set("cs da de et fi hr hu lv nb pl sk sl sr tr".split())


def evaluators(source, code):
    """One RBNF evaluator for the language, and one for each region with its own words."""
    plurals = [
        source.supplemental(file)[f"plurals-type-{kind}"]["no" if code == "nb" else code]
        for file, kind in [("plurals", "cardinal"), ("ordinals", "ordinal")]
    ]
    return [Rbnf(groups, *plurals) for groups in source.rbnf(code)]


def spellout(source, code):
    """Words of numbers under all public rule sets: cardinals and ordinals by value."""
    tables = []
    for kinds, values in [("numbering|cardinal.*|construct.*", CARDINALS), ("ordinal.*", ORDINALS)]:
        found = {value: [] for value in values}
        for rules in evaluators(source, code):
            for name in rules.public(f"%spellout-({kinds})"):
                for value in values:
                    found[value].append(rules.words(name, value) or "")
        tables.append(
            {str(value): [w for w in distinct(words) if not re.search(r"\d", w)] for value, words in found.items()}
        )
    cardinals, ordinals = tables
    for value, words in ordinals.items():  # a form that is the cardinal too says nothing (Hebrew from 11 on)
        ordinals[value] = [word for word in words if word not in cardinals.get(value, [])]
    return cardinals, ordinals


def ordinal_suffixes(source, code):
    """What follows the digits of an ordinal: `st`, `º`, `-й`; prefixes are given with `{0}`."""
    found = []
    for rules in evaluators(source, code):
        for name in rules.public("%digits-ordinal.*"):
            for value in ORDINALS:
                text = (rules.words(name, value) or "").replace(f"{value:,}", str(value))
                before, _, after = text.partition(str(value))
                found.append(f"{before}{{0}}{after}" if before else after)
    return sorted(distinct([*found, "."] if code in DOT_ORDINALS else found))


def currencies(source, code):
    """Names, symbols that stand for one currency, and narrow or regional ones that may stand for several."""
    tender = tender_codes(source)
    names, symbols, narrow = {}, {}, {}
    for index, data in enumerate(source.all("numbers", code, "currencies", "numbers", "currencies")):
        for iso in [*tender, *HISTORICAL]:
            for key, value in data.get(iso, {}).items():
                if key.startswith("displayName"):
                    names.setdefault(iso, []).extend(money_names(iso, value))
                else:
                    (symbols if key == "symbol" and index == 0 else narrow).setdefault(iso, []).append(value)
    taken = {clean(name) for iso in tender for name in names.get(iso, [])}
    for iso in HISTORICAL:  # the rouble is today's rouble
        names[iso] = [name for name in names.get(iso, []) if iso in tender or clean(name) not in taken]
    tidy = lambda table: {iso: [s for s in distinct(table[iso]) if s != iso] for iso in sorted(table)}
    names, symbols, narrow = tidy(names), tidy(symbols), tidy(narrow)
    return names, symbols, {iso: [s for s in found if s not in symbols.get(iso, [])] for iso, found in narrow.items()}


def money_names(iso, text):
    """A name without years or code in brackets; Japanese also without the blanks that newspapers do not write."""
    name = re.sub(rf" ?[(（]([^)）]*\d{{4}}[^)）]*|{iso})[)）]", "", text)
    yield name
    if re.search("[\u30a0-\u30ff] |[\u30a0-\u30ff]$", name):
        yield name.replace(" ", "")


def tender_codes(source):
    """ISO 4217 codes that are legal tender somewhere today."""
    regions = source.supplemental("currencyData")["currencyData"]["region"]
    uses = ((iso, use) for entries in regions.values() for entry in entries for iso, use in entry.items())
    return sorted({iso for iso, use in uses if "_to" not in use and use.get("_tender") != "false" and iso != "XXX"})
