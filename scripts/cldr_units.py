"""Units of a language from CLDR: every written form of kilometre, percent, degree, in all widths, numbers and cases."""

import re

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


def change_prefix(text, table, old, new, width):
    """`{0} kilowatt-hours` to `{0} megawatt-hours`; `None` if the form does not begin with the prefix."""
    prefix = lambda power: table.get(power, {}).get("unitPrefixPattern", "") if power else "{0}"
    before, slot, word = text.partition("{0}") if text.startswith("{0}") else ("", "", text)
    blank, word = word[: len(word) - len(word.lstrip())], word.lstrip()
    stem, target = prefix(old).removesuffix("{0}"), prefix(new)
    if not target.endswith("{0}") or not word.startswith(stem) or "{0}" in word or (old and not stem):
        return None
    if not old and (" " in word or (width != "long" and len(word) > 3)):
        return None  # "kilo" does not go before "metric ton", nor "k" before "volts"
    rest = word.removeprefix(stem)
    if width == "long" and not old:  # German: Tonne, Kilotonne
        rest = rest[:1].lower() + rest[1:]
    elif width == "long" and not new:
        rest = rest[:1].upper() + rest[1:] if word[:1].isupper() else rest
    return f"{before}{slot}{blank}{clean(target.replace('{0}', rest))}"
