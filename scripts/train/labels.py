"""The model's labels, in the order of its output, and what follows from that order."""

TYPES = ("PER", "ORG", "LOC", "MISC")
LABELS = ("O",) + tuple(f"{prefix}-{kind}" for kind in TYPES for prefix in "BI")
LABEL_ID = {label: i for i, label in enumerate(LABELS)}
IGNORED = -100  # a piece that counts in no loss: padding, <s>, </s>
O_OR_MISC = -1  # a piece outside the names of a corpus that does not mark MISC


def spans(tags):
    """The entities of IOB2 tags as (first, last + 1, type); an I- without a B- of its type opens one."""
    found, start, kind = [], 0, None
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, name = tag.partition("-")
        if kind is not None and (prefix != "I" or name != kind):
            found.append((start, i, kind))
            kind = None
        if prefix == "B" or (prefix == "I" and kind is None):
            start, kind = i, name
    return found
