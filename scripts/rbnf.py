"""Number words by rule: a small evaluator of CLDR's RBNF rule sets and plural rules, for whole numbers ≥ 0.

Enters: the `rbnf` object of one `cldr-rbnf` file and the language's plural rules. Leaves: words for a number.
Source: Unicode TR 35 part 3, "Rule-Based Number Formatting", and ICU's `RuleBasedNumberFormat` (roll-back rule).
"""

import re

SUBSTITUTION = re.compile(r"→→→|→[^→]*→|←[^←]*←|=[^=]+=|\$\((cardinal|ordinal),([^)]*)\)\$")


class Plurals:
    """Plural categories of a language: `rules` maps `pluralRule-count-one` to a condition with samples."""

    def __init__(self, rules):
        self.rules = [(name.rsplit("-", 1)[1], text.split("@")[0].strip()) for name, text in rules.items()]

    def category(self, number):
        """The category of a whole number: the first rule that holds, else `other`."""
        for name, condition in self.rules:
            if name != "other" and any(
                all(self._holds(part, number) for part in group.split(" and ")) for group in condition.split(" or ")
            ):
                return name
        return "other"

    @staticmethod
    def _holds(relation, number):
        operand, modulus, sign, values = re.fullmatch(
            r"([nivwftce])(?: % (\d+))? (=|!=) (.+)", relation.strip()
        ).groups()
        value = number if operand in "ni" else 0  # whole numbers have no fraction and no exponent
        if modulus:
            value %= int(modulus)
        inside = any(
            int(low) <= value <= int(high or low)
            for low, high in (re.fullmatch(r"(\d+)(?:\.\.(\d+))?", v).groups() for v in values.split(","))
        )
        return inside == (sign == "=")


class Rule:
    """One rule: from `base` on, with the divisor that its radix and base give."""

    def __init__(self, key, text):
        base, _, radix = key.rstrip(">").partition("/")
        self.base, self.radix, self.text = int(base), int(radix or 10), text.removesuffix(";").removeprefix("'")
        self.divisor = 1
        while self.divisor * self.radix <= self.base:
            self.divisor *= self.radix
        for _ in range(len(key) - len(key.rstrip(">"))):
            self.divisor //= self.radix


class Rbnf:
    """All rule sets of a language. Rules for signs, fractions and infinity are left out."""

    def __init__(self, groups, cardinal, ordinal):
        self.plurals = {"cardinal": Plurals(cardinal), "ordinal": Plurals(ordinal)}
        self.sets = {
            name: [Rule(key, text) for key, text in rules if re.fullmatch(r"\d+(/\d+)?>*", key)]
            for group in groups.values()
            for name, rules in group.items()
            if isinstance(rules, list) and "lenient" not in name
        }

    def public(self, pattern):
        """Names of the public rule sets (one `%`) that match the regular expression, sorted."""
        return sorted(name for name in self.sets if re.fullmatch(pattern, name))

    def words(self, name, number):
        """The number in the words of a rule set; `None` where the rules only give digits or a rule set lacks."""
        try:
            text = self._format(name, number)
        except (KeyError, RecursionError):
            return None
        return None if text is None else " ".join(text.replace("\u00ad", "").split())

    def _format(self, name, number):
        rules = self.sets[name]
        index = max((i for i, rule in enumerate(rules) if rule.base <= number), default=None)
        if index is None:
            return None
        rule = rules[index]
        if re.search("→", rule.text) and number % rule.divisor == 0 and rule.base % rule.divisor != 0 and index:
            index -= 1  # ICU rolls back: "2001: ←← thousand →→" is not for 3000
        return self._apply(name, index, number)

    def _apply(self, name, index, number):
        rule = self.sets[name][index]
        high, low = divmod(number, rule.divisor)
        text = re.sub(r"\[([^\]|]*)(?:\|([^\]]*))?\]", lambda m: m[1] if low else m[2] or "", rule.text)
        parts, end = [], 0
        for match in SUBSTITUTION.finditer(text):
            parts.append(text[end : match.start()])
            parts.append(self._substitute(match, name, index, number, high, low))
            if parts[-1] is None:
                return None
            end = match.end()
        return "".join([*parts, text[end:]])

    def _substitute(self, match, name, index, number, high, low):
        token = match[0]
        if token.startswith("$"):
            forms = dict(re.findall(r"(\w+)\{([^}]*)\}", match[2]))
            return forms.get(self.plurals[match[1]].category(high), forms.get("other", ""))
        if token == "→→→":
            return self._apply(name, index - 1, low)
        target, value = token[1:-1] or name, {"→": low, "←": high, "=": number}[token[0]]
        if target.startswith("%"):
            return self._format(target, value)
        return str(value) if target == "0" or match.string != token else None  # "=#,##0=;" alone: no words
