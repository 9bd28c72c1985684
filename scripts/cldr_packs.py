#!/usr/bin/env python3
"""Makes src/lang/cldr/<code>.toml, the CLDR base data of every language that has a pack in src/lang/packs/.

Fetches the pinned npm packages (see cldr_source.py) into --work; the same input gives the same bytes.
The fields are documented on `Cldr` in src/lang/cldr.rs.

Example: scripts/cldr_packs.py --work /tmp/cldr --codes ar,en
"""

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

from cldr_numbers import currencies, numbers, ordinal_suffixes, spellout
from cldr_source import VERSION, Source, clean, distinct, install
from cldr_units import units

ROOT = Path(__file__).resolve().parent.parent
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
FIELDS = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"]
# Territory codes of CLDR that ISO 3166-1 does not assign (XK, Kosovo, is in common use and stays a territory).
NOT_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN"}
PSEUDO = {"XA", "XB", "ZZ"}
BARE_IS_AMBIGUOUS = {"CD", "CG"}  # "Congo (DRC)" without its remark could be either
INNER_NAMES = {"FK", "MM"}  # "Myanmar (Burma)": the name in brackets is another name, not a remark


def calendar_names(locales, part, keys):
    """Names of months, days or quarters by key, in all contexts and widths but the narrow letters."""
    found = {key: [] for key in keys}
    for calendar in locales:
        for context in calendar.get(part, {}).values():
            for width in ("wide", "abbreviated", "short"):
                for key, name in context.get(width, {}).items():
                    found.setdefault(key.split("-alt")[0], []).append(name)
    return {key: distinct(names) for key, names in found.items() if key in keys or keys == []}


def months(locales):
    """Twelve lists of names."""
    return list(calendar_names(locales, "months", [str(n) for n in range(1, 13)]).values())


def eras(source, code, gregorian):
    """Names of the eras: before and after Christ, Hijri, and Hijri shamsi."""

    def names(locales, era):
        return distinct(
            n
            for c in locales
            for w in ("eraNames", "eraAbbr")
            for k, n in c.get("eras", {}).get(w, {}).items()
            if k.split("-")[0] == era and n != "AP"
        )

    islamic = source.all("cal-islamic", code, "ca-islamic", "dates", "calendars", "islamic")
    persian = [source.one("cal-persian", code, "ca-persian", "dates", "calendars", "persian")]
    return {
        "bc": names(gregorian, "0"),
        "ad": names(gregorian, "1"),
        "ah": names(islamic, "0"),
        "ap": names(persian, "0"),
    }


def day_period_hours(source, code):
    """From which hour to which a period of the day lasts."""
    rules = source.supplemental("dayPeriods")["dayPeriodRuleSet"].get("no" if code == "nb" else code, {})
    hour = lambda time: int(time.split(":")[0])
    return {name: [hour(r["_from"]), hour(r["_before"])] for name, r in sorted(rules.items()) if "_from" in r}


def relative(source, code):
    """Names of days, weeks, … from here, and the patterns of "in {0} days"."""
    names, patterns = {}, {}
    for fields in source.all("dates", code, "dateFields", "dates", "fields"):
        for field in FIELDS + DAYS:
            for width in ("", "-short", "-narrow") if field in FIELDS else ("", "-short"):  # "last M" is no Monday
                for key, value in fields.get(field + width, {}).items():
                    if key.startswith("relative-type-"):
                        names.setdefault(field, {}).setdefault(key.removeprefix("relative-type-"), []).extend(
                            value.split(" / ")
                        )
                    elif key.startswith("relativeTime-type-"):
                        direction = key.removeprefix("relativeTime-type-")
                        for count, text in value.items():
                            count = count.rsplit("-", 1)[1]
                            slot = direction if "{0}" in text else f"{direction}_{count}"
                            if ("{0}" in text and text[0] not in "+-\u2212\u200e") or count in ("one", "two"):
                                patterns.setdefault(field, {}).setdefault(slot, []).append(text)
    plain = lambda texts: [text for text in distinct(texts) if not re.search(r"\d", text.replace("{0}", ""))]
    tidy = lambda table, order: {f: {k: plain(table[f][k]) for k in sorted(table[f], key=order)} for f in table}
    return {"names": tidy(names, int), "patterns": tidy(patterns, str)}


def territories(source, code):
    """Names of the countries, and of the regions beside them."""
    found = {}
    for names in source.all("localenames", code, "territories", "localeDisplayNames", "territories"):
        for key, name in names.items():
            key = key.split("-alt")[0]
            if key not in PSEUDO and name != key:
                found.setdefault(key, []).extend(spellings(source, code, key, clean(name)))
    owners = Counter(name for names in found.values() for name in set(names))
    for names in found.values():  # a plain "Congo" is neither of the two
        names[:] = distinct(name for name in names if owners[name] == 1 or name == names[0])
    is_country = lambda key: key.isalpha() and key not in NOT_ISO
    return tuple({k: v for k, v in sorted(found.items()) if is_country(k) == wanted} for wanted in (True, False))


def spellings(source, code, key, name):
    """A name, without its remark in brackets, and with "and" for "&"."""
    yield name
    if (match := re.fullmatch(r"(.+?) ?[(（](.+)[)）]", name)) and key not in BARE_IS_AMBIGUOUS:
        yield match[1]
        if key in INNER_NAMES:
            yield match[2]
    if " & " in name and code == "en":
        yield name.replace(" & ", " and ")


def cities(source, code, zones):
    """Example cities of the time zones; the zone's own name where a language in Latin letters has none."""
    latin = bool(
        re.match(r"[A-Za-z]", source.one("dates", code, "dateFields", "dates", "fields")["year"]["displayName"])
    )
    found = {}
    for locale in source.locales(code):
        own = zone_cities(source.one("dates", locale, "timeZoneNames", "dates", "timeZoneNames", "zone"))
        for zone in own if locale != code else zones:
            name = own.get(zone) or (zone.rsplit("/")[-1].replace("_", " ") if latin else "")
            found.setdefault(zone, []).append(name)
    return sorted(distinct(name for zone in sorted(found) for name in found[zone]))


def zone_cities(node, path=""):
    """Zone name to example city, from CLDR's tree of zones."""
    found = {}
    for name, child in node.items():
        if name == "exemplarCity":
            found[path[1:]] = child
        elif isinstance(child, dict):
            found |= zone_cities(child, f"{path}/{name}")
    return {zone: city for zone, city in found.items() if not zone.startswith("Etc/")}


def language(source, code, zones):
    """Everything of one language, as sections of its file."""
    gregorian = source.all("dates", code, "ca-gregorian", "dates", "calendars", "gregorian")
    countries, regions = territories(source, code)
    after, two, patterns = units(source, code)
    names, symbols, narrow = currencies(source, code)
    cardinals, ordinals = spellout(source, code)
    islamic = source.all("cal-islamic", code, "ca-islamic", "dates", "calendars", "islamic")
    persian = source.all("cal-persian", code, "ca-persian", "dates", "calendars", "persian") if code == "fa" else []
    top = {
        "code": code,
        "months": months(gregorian),
        "islamic_months": months(islamic),
        "persian_months": months(persian) if persian else [],
        "weekdays": list(calendar_names(gregorian, "days", DAYS).values()),
        "quarters": list(calendar_names(gregorian, "quarters", list("1234")).values()),
    }
    sections = {
        "day_periods": dict(sorted(calendar_names(gregorian, "dayPeriods", []).items())),
        "day_period_hours": day_period_hours(source, code),
        "eras": eras(source, code, gregorian),
        **{f"relative.{kind}": table for kind, table in relative(source, code).items()},
        **numbers(source, code),
        "cardinals": cardinals,
        "ordinals": ordinals,
        "units": after,
        "units_two": two,
        "unit_patterns": patterns,
        "currencies": names,
        "currency_symbols": symbols,
        "currency_narrow": narrow,
        "territories": countries,
        "regions": regions,
    }
    top["ordinal_suffixes"] = ordinal_suffixes(source, code)
    top["cities"] = cities(source, code, zones)
    return top, sections


def toml_value(value, nested=False):
    """TOML of a string, a number, a list or an inline table; a list of lists has a line for each."""
    if isinstance(value, str):
        text = value.replace("\\", "\\\\").replace('"', '\\"')
        # Joiners, special blanks and combining leftovers are shown as escapes.
        return (
            '"'
            + re.sub(
                r"[\u0000-\u001f\u007f\u00a0\u2000-\u200f\u202f\u3000\ufeff]", lambda m: f"\\u{ord(m[0]):04X}", text
            )
            + '"'
        )
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml_key(k)} = {toml_value(v)}" for k, v in value.items()) + " }"
    if value and isinstance(value[0], list):
        return "[\n" + "".join(f"    {toml_value(v)},\n" for v in value) + "]"
    return "[" + ", ".join(map(toml_value, value)) + "]"


def toml_key(key):
    """A bare key where TOML allows one."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml_value(key)


def toml(top, sections):
    """The file's text; empty lists and tables are left out."""
    lines = [
        "# Generated by scripts/cldr_packs.py: do not edit, complete it in ../packs/ instead.",
        f"# Source: Unicode CLDR {VERSION} (npm cldr-*-full); Unicode License v3, see LICENSE-UNICODE.",
        "",
    ]
    lines += [f"{key} = {toml_value(value)}" for key, value in top.items() if value]
    for name, table in sections.items():
        table = {key: value for key, value in table.items() if value}
        if table:
            lines += ["", f"[{name}]", *(f"{toml_key(key)} = {toml_value(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=ROOT / ".cache/cldr", help="folder for the npm packages")
    parser.add_argument("--out", type=Path, default=ROOT / "src/lang/cldr", help="folder to write to")
    parser.add_argument("--codes", help="languages, separated by commas (default: all packs)")
    options = parser.parse_args()
    install(options.work)
    source = Source(options.work)
    zones = sorted(zone_cities(source.one("dates", "ar", "timeZoneNames", "dates", "timeZoneNames", "zone")))
    packs = sorted(p.stem for p in (ROOT / "src/lang/packs").glob("*.toml"))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "LICENSE-UNICODE").write_bytes((source.root / "cldr-core/LICENSE").read_bytes())
    for code in options.codes.split(",") if options.codes else packs:
        text = toml(*language(source, code, zones))
        (options.out / f"{code}.toml").write_text(text, encoding="utf-8")
        print(f"{code}: {len(text.encode()):,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
