"""Units of a language from CLDR: every written form of kilometre, percent, degree, in all widths, numbers and cases."""

import re
from os.path import commonprefix

from cldr_source import clean, distinct

WIDTHS = ("long", "short", "narrow")
NOT_NEWS = re.compile(r"^(graphics|coordinate|times|per|power\d|10p|1024p)|ofglucose|gasoline|-ofhg$|^pressure-ofhg")
JAPANESE = re.compile(r"-jp$|-(shaku|shaku-length|shaku-cloth|ken|rin|sun|cho|kosaji|osaji|sai|koku|fun)$")
# Units that CLDR leaves to composition and the news needs: made from another by changing its decimal prefix.
COMPOSED = [
    ("terawatt", "power-gigawatt", "10p9", "10p12"),
    ("watt-hour", "energy-kilowatt-hour", "10p3", None),
    ("megawatt-hour", "energy-kilowatt-hour", "10p3", "10p6"),
    ("gigawatt-hour", "energy-kilowatt-hour", "10p3", "10p9"),
    ("terawatt-hour", "energy-kilowatt-hour", "10p3", "10p12"),
    ("kilovolt", "electric-volt", None, "10p3"),
    ("kilotonne", "mass-tonne", None, "10p3"),
    ("kilotonne", "mass-ton", None, "10p3"),
    ("megatonne", "mass-tonne", None, "10p6"),
    ("megatonne", "mass-ton", None, "10p6"),
    ("millisievert", "energy-sievert", None, "10p-3"),
    ("microsievert", "energy-sievert", None, "10p-6"),
]
# Units that show whether a language uses a decimal prefix as CLDR's pattern says.
WITNESSES = {"10p3": "power-kilowatt", "10p6": "power-megawatt", "10p9": "power-gigawatt"}
# International symbols, in use in every language.
SYMBOLS = {
    "gigawatt-hour": "GWh", "kilotonne": "kt", "kilovolt": "kV", "megatonne": "Mt", "megawatt-hour": "MWh",
    "microsievert": "µSv", "millisievert": "mSv", "terawatt": "TW", "terawatt-hour": "TWh", "watt-hour": "Wh",
}  # fmt: skip


def units(source, code):
    """Three tables by unit: forms that follow the number, forms that mean two of it, patterns with `{0}` elsewhere."""
    after, two, patterns = {}, {}, {}
    for data in source.all("units", code, "units", "units"):
        for width in WIDTHS:
            table = data.get(width, {})
            for full, forms in table.items():
                if (
                    isinstance(forms, dict)
                    and not NOT_NEWS.search(full)
                    and (code == "ja" or not JAPANESE.search(full))
                ):
                    sort_forms(full.split("-", 1)[1], forms, after, two, patterns)
            for name, full, old, new in COMPOSED:
                if full == "mass-ton" and width != "long":
                    continue  # "ktn" is nobody's kiloton
                forms = {k: change_prefix(v, table, old, new, width) for k, v in table.get(full, {}).items()}
                sort_forms(name, {k: v for k, v in forms.items() if v}, after, two, patterns)
    for name, symbol in SYMBOLS.items():
        after.setdefault(name, []).append(symbol)
    tidy = lambda table: {name: distinct(table[name]) for name in sorted(table)}
    return tidy(after), tidy(two), tidy(patterns)


def sort_forms(name, forms, after, two, patterns):
    """Puts each form of a unit into the table where it belongs."""
    for key, text in forms.items():
        text = clean(text)
        if text.removeprefix("{0}").strip() == "°" and name not in ("degree", "generic"):
            continue
        if key == "displayName":
            after.setdefault(name, []).append(text)
        elif "-count-" not in key:
            continue  # gender, "{0} per kilometre"
        elif text.startswith("{0}"):
            after.setdefault(name, []).append(text.removeprefix("{0}"))
        elif "{0}" in text:
            patterns.setdefault(name, []).append(text)
        elif key.endswith("-count-two"):
            two.setdefault(name, []).append(text)  # Arabic and Hebrew duals
        elif key.endswith("-count-one"):
            after.setdefault(name, []).append(text)


def pattern_prefix(table, power):
    """What stands before a unit for a power of ten by CLDR's pattern; `None` if it does not go before a word."""
    pattern = table.get(power, {}).get("unitPrefixPattern", "")
    return pattern.removesuffix("{0}") if pattern.endswith("{0}") and not pattern.endswith("-{0}") else None


def watt_prefix(table, power):
    """The same as the language's watts show it (κιλοβάτ, γιγαβάτ); `None` for the powers that have no watt."""
    watts = {p: table.get(unit, {}).get("displayName", "") for p, unit in WITNESSES.items()}
    shared = commonprefix([name[::-1] for name in watts.values()])
    return watts[power][: -len(shared)] if shared and power in watts else None


def change_prefix(text, table, old, new, width):
    """`{0} kilowatt-hours` to `{0} megawatt-hours`; `None` if the form does not begin with the prefix."""
    for find in (pattern_prefix, watt_prefix):
        stem, target = ("" if power is None else find(table, power) for power in (old, new))
        if stem is not None and target is not None and (form := exchange(text, old, stem, new, target, width)):
            return form
    return None


def exchange(text, old, stem, new, target, width):
    """The form with `target` for `stem`, if it begins with that and the result is a word."""
    before, slot, word = text.partition("{0}") if text.startswith("{0}") else ("", "", text)
    blank, word = word[: len(word) - len(word.lstrip())], word.lstrip()
    if not word.startswith(stem) or "{0}" in word or (old and not stem):
        return None
    if not old and (" " in word or (width != "long" and len(word) > 3)):
        return None  # "kilo" does not go before "metric ton", nor "k" before "volts"
    rest = word.removeprefix(stem)
    if width == "long" and not old:  # German: Tonne, Kilotonne
        rest = rest[:1].lower() + rest[1:]
    elif width == "long" and not new:
        rest = rest[:1].upper() + rest[1:] if word[:1].isupper() else rest
    form = clean(target + rest)
    mixed = re.search("[A-Za-z]", form) and re.search("[^\\W\\d_A-Za-z\u00aa-\u024f]", form.replace("μ", ""))
    return None if mixed else f"{before}{slot}{blank}{form}"
