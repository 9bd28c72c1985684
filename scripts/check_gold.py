#!/usr/bin/env python3
"""Check the gold articles of tests/gold: offsets, types, and every date and number by computation.

    python3 scripts/check_gold.py tests/gold/*.jsonl

Checked: spans lie where they say, entities don't overlap, clusters are of one type; `from`, `to` follow from `timex`
(half-open); the name of a weekday or a month in a span is that of its date; the digits of a number in a span are
those of its value.  Exit status: 0 all right, 1 something is wrong.
"""
import collections
import json
import re
import sys
import unicodedata
from datetime import date, datetime, timedelta

NOWRUZ = {1399: date(2020, 3, 20), 1400: date(2021, 3, 21), 1401: date(2022, 3, 21), 1402: date(2023, 3, 21), 1403: date(2024, 3, 20), 1404: date(2025, 3, 21),
          1405: date(2026, 3, 21), 1406: date(2027, 3, 21)}
WEEKDAYS = [
    "monday lundi lunes montag segunda понедельник lunedì pazartesi دوشنبه maandag понеділ الاثنين الإثنين 周一 星期一",
    "tuesday mardi martes dienstag terça вторник martedì salı سه‌شنبه dinsdag вівтор الثلاثاء 周二 星期二",
    "wednesday mercredi miércoles mittwoch quarta сред mercoledì çarşamba چهارشنبه woensdag серед الأربعاء 周三 星期三",
    "thursday jeudi jueves donnerstag quinta четверг giovedì perşembe پنجشنبه donderdag четвер الخميس 周四 星期四",
    "friday vendredi viernes freitag sexta пятниц venerdì cuma جمعه vrijdag п’ятниц الجمعة 周五 星期五",
    "saturday samedi sábado samstag sábado суббот sabato cumartesi شنبه zaterdag субот السبت 周六 星期六",
    "sunday dimanche domingo sonntag domingo воскресень domenica pazar یکشنبه zondag неділ الأحد 周日 星期日",
]
MONTHS = [
    "january janvier enero januar jänner janeiro gennaio ocak январ січ يناير كانون_الثاني جانفي januari",
    "february février fevrier febrero februar fevereiro febbraio feb. şubat феврал лют فبراير شباط فيفري februari",
    "march mars marzo märz março март берез مارس آذار maart",
    "april avril abril aprile nisan апрел квіт أبريل نيسان أفريل",
    "mayo maio maggio mayıs мая мае май трав مايو أيار ماي",
    "june juin junio juni junho giugno haziran июн черв يونيو حزيران جوان",
    "july juillet julio juli julho luglio lug. temmuz июл лип يوليو تموز جويلية",
    "august août agosto ago. ağustos серп أغسطس آب أوت augustus август",
    "september septembre septiembre septem setembro settembre eylül сентябр верес سبتمبر أيلول",
    "october octobre octubre oktober outubro ottobre ekim октябр жовт أكتوبر تشرين_الأول",
    "november novembre noviembre novembro kasım ноябр листоп نوفمبر تشرين_الثاني",
    "december décembre diciembre dezember dezembro dicembre aralık декабр груд ديسمبر كانون_الأول",
]
TYPES = {"DATE", "TIME", "DURATION", "SET", "MONEY", "PERCENT", "QUANTITY", "COUNT", "CARDINAL", "ORDINAL"}
MODS = {"approx", "more_than", "less_than", "at_least", "at_most", "start", "mid", "end", "before", "after"}
PARTS = {"PER", "ORG", "LOC", "NORP"}


def jalali(year, month, day):
    """The Gregorian date of a day of the Persian calendar."""
    return NOWRUZ[year] + timedelta(days=sum(31 if m <= 6 else 30 for m in range(1, month)) + day - 1)


def next_month(year, month, step=1):
    return date(year + (month + step - 1) // 12, (month + step - 1) % 12 + 1, 1)


def extent(timex):
    """(grain, from, to) of a certain TIMEX3 date, or None."""
    persian = re.fullmatch(r"(1399|14\d\d)(?:-(\d\d))?(?:-(\d\d))?", timex)
    if persian:
        y, m, d = (int(x) if x else None for x in persian.groups())
        if d:
            day = jalali(y, m, d)
            return "day", day, day + timedelta(days=1)
        if m:
            return "month", jalali(y, m, 1), jalali(y, m + 1, 1) if m < 12 else NOWRUZ[y + 1]
        return "year", NOWRUZ[y], NOWRUZ[y + 1]
    if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", timex):
        day = date(*map(int, m.groups()))
        return "day", day, day + timedelta(days=1)
    if m := re.fullmatch(r"(\d{4})-(\d\d)", timex):
        y, mo = map(int, m.groups())
        return "month", date(y, mo, 1), next_month(y, mo)
    if m := re.fullmatch(r"(\d{4})-([QH])(\d)", timex):
        y, step, n = int(m[1]), {"Q": 3, "H": 6}[m[2]], int(m[3])
        first = date(y, (n - 1) * step + 1, 1)
        return {"Q": "quarter", "H": "half"}[m[2]], first, next_month(first.year, first.month, step)
    if m := re.fullmatch(r"(\d{4})-W(\d\d)", timex):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return "week", monday, monday + timedelta(days=7)
    if m := re.fullmatch(r"(\d{4})-W(\d\d)-WE", timex):
        saturday = date.fromisocalendar(int(m[1]), int(m[2]), 6)
        return "weekend", saturday, saturday + timedelta(days=2)
    if re.fullmatch(r"\d{4}", timex):
        return "year", date(int(timex), 1, 1), date(int(timex) + 1, 1, 1)
    if re.fullmatch(r"\d{3}", timex):
        return "decade", date(int(timex) * 10, 1, 1), date(int(timex) * 10 + 10, 1, 1)
    return None


def plain_digits(text):
    """Groups of digits in a text, any script, separators dropped, without zeros at their ends."""
    text = "".join(str(unicodedata.digit(c, c)) for c in text)
    groups = re.findall(r"\d(?:[\d.,٫٬’'\u00a0\u202f]|(?<=\d) (?=\d{3}(?!\d)))*", text)
    return [re.sub(r"\D", "", g).strip("0") for g in groups]


def check_value(v, problem):
    value, text = v["value"], v["text"]
    for key in ("mod",):
        mods = value.get(key, [])
        if not set([mods] if isinstance(mods, str) else mods) <= MODS:
            problem(f"unknown mod {mods}")
    numbers = [value[k] for k in ("number", "min", "max") if k in value]
    if any(not re.fullmatch(r"-?\d+(\.\d+)?", n) for n in numbers):
        problem(f"not an exact decimal: {numbers}")
    if numbers and (seen := plain_digits(text)):
        if not all(d in n.replace(".", "") for n, d in zip(numbers, seen)):
            problem(f"digits {seen} but value {numbers}")
    if v["type"] not in ("DATE", "TIME"):
        return
    timex = value["timex"]
    first, _, last = timex.partition("/")
    begin, finish = (extent(re.sub(r"T.*", "", x)) if x and x != ".." else None for x in (first, last or first))
    if value.get("interval"):
        if begin and "from" in value and v["type"] == "DATE" and value["from"] != str(begin[1]):
            problem("from is not the begin of timex")
        if finish and "to" in value and v["type"] == "DATE" and value["to"] != str(finish[2]):
            problem("to is not the end of timex")
    elif begin and v["type"] == "DATE" and "from" in value and (value["from"], value.get("to")) != (str(begin[1]), str(begin[2])):
        problem(f"from, to are not those of timex: {begin}")
    if v["type"] == "TIME" and "from" in value:
        datetime.fromisoformat(value["from"])
        if not value.get("interval") and value["from"][:16] != timex[:16] and "24:00" not in timex:
            problem("from is not timex")
    named = [n for n, names in enumerate(WEEKDAYS) for w in names.split() if re.search(rf"(?<![^\W\d_]){w}" if w != "شنبه" else r"(?<![\w\u200c])شنبه", text.casefold())]
    if "pazartesi" in text.casefold():
        named = [0]
    if "cumartesi" in text.casefold():
        named = [5]
    named_months = {n for n, names in enumerate(MONTHS, 1) for w in names.split()
                    if re.search(rf"(?<![^\W\d_]){re.escape(w.replace('_', ' '))}", text.casefold())}
    named_months |= {int(m) for m in re.findall(r"(?<!\d)(\d\d?)月", text)}
    months = {int(m) for m in re.findall(r"(?<!\d)\d{4}-(\d\d)", timex)}
    if named_months and months and not timex.startswith("14") and not months <= named_months | ({max(named_months) + 1} if "TNI" in timex else set()):
        problem(f"months {months}, named {named_months}")
    if named and (day := extent(re.sub(r"T.*", "", last if first == ".." else first))) and day[0] == "day" and day[1].weekday() not in named:
        problem(f"{day[1]} is {day[1]:%A}")


def check(article, where):
    problems = []
    text = article["text"]
    day = date.fromisoformat(article["published"])
    for key in ("entities", "values"):
        for item in article[key]:
            if text[item["start"]:item["end"]] != item["text"] or not item["text"].strip() == item["text"]:
                problems.append(f"{item['text']}: not at its place")
    for a, b in zip(article["entities"], article["entities"][1:]):
        if a["end"] > b["start"]:
            problems.append(f"entities overlap: {a['text']}, {b['text']}")
    for e in article["entities"]:
        if e["type"] not in PARTS or ("country" in e) != (e["type"] == "NORP"):
            problems.append(f"{e['text']}: type or country")
    for cluster in article["clusters"]:
        if len({article["entities"][i]["type"] for i in cluster}) != 1:
            problems.append(f"cluster of two types: {cluster}")
    for v in article["values"]:
        if v["type"] not in TYPES:
            problems.append(f"type {v['type']}")
        check_value(v, lambda message: problems.append(f"{v['type']} {v['text']}: {message}"))
    return [f"{where} {article['id']} ({day:%A}): {p}" for p in problems]


def main():
    bad, counts, languages, seen = [], collections.Counter(), collections.Counter(), set()
    for path in sys.argv[1:]:
        for line in open(path, encoding="utf-8"):
            article = json.loads(line)
            bad += check(article, path)
            if article["id"] in seen:
                bad.append(f"{article['id']} twice")
            seen.add(article["id"])
            languages[article["lang"]] += 1
            counts.update(v["type"] + ("?" if v.get("optional") else "") for v in article["values"])
    print(*bad, sep="\n")
    print(f"{len(seen)} articles", dict(languages), dict(sorted(counts.items())))
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
