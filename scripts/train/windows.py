"""Draws training windows: consecutive sentences of one corpus, changed as news changes them, as pieces and labels.

What enters: the sentences of prepare.py. What leaves: `Window`s, and batches of them of about equal length.
"""

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpora import is_cjk
from labels import IGNORED, LABEL_ID, LABELS, O_OR_MISC, spans
from names import PROCLITICS, Pools, Templates, join_proclitic

MAX_WORDS, MAX_DOCUMENT_WORDS, MAX_PIECES = 140, 220, 384
KIND_WEIGHT = {"news": 1.6, "other": 1.0, "labelled": 2.0, "silver": 0.3, "ocr": 0.2, "social": 0.5,
               "classical": 0.08}
LANG_WEIGHT = {"ar": 4.2, "en": 1.5, "fr": 2.0, "fa": 1.3, "zh": 1.3, "he": 1.2, "ja": 1.2, "ko": 1.2, "tr": 1.3,
               "de": 1.1, "es": 1.1, "ru": 1.1, "it": 1.0, "nl": 1.0, "pt": 1.0}
CORPUS_WEIGHT = {"ar/caraner.train": 2.0, "ar/wojood_sample.train": 1.5}  # the Arabic news nearest to today's
OTHER_LANG_WEIGHT = 0.45  # the languages that the weighted table of the issue does not hold
TEMPLATE_SHARE = {"ar": 0.2, "fr": 0.15, "zh": 0.12, "tr": 0.12}  # share of windows with a text made by rule
SWAP_SHARE = {"ar": 0.4, "fr": 0.5}  # share of windows with other names
CASED = "en de fr es it pt nl sv da no fi pl cs sk sl hr sr hu ro ru uk bg el tr lv kk id vi".split()
SURNAME_LAST = "ar en de fr es it pt nl sv da no fa he tr".split()
NO_BLANK_BEFORE = set(".,;:!?%)]}»”’،؛؟…。，、！？：；）」』】》") | {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m"}
NO_BLANK_AFTER = set("([{«“‘¿¡（「『【《")
PROCLITIC_WEIGHT = (4, 1, 4, 4, 1)
ARABIC_NO_PROCLITIC_AFTER = set("و ف ب ل ك في من إلى الى إلي الي على علي عن مع بين عند لدى ضد بعد قبل".split())
ARABIC_VARIANTS = str.maketrans("أإآى", "اااي")


@dataclass
class Window:
    """`ids` of the pieces with <s> and </s>, and either hard labels or soft ones `[pieces, labels]`."""
    ids: list
    labels: list | None
    soft: np.ndarray | None = None

    def counted(self) -> int:
        """Pieces that count in the loss."""
        return len(self.ids) - 2 if self.labels is None else sum(x != IGNORED for x in self.labels)


class Sampler:
    """An endless, seeded stream of windows."""

    def __init__(self, prepared: Path, tokenizer, seed: int, soft_share: float = 0.03, augment: bool = True):
        self.rng, self.tokenizer, self.augment, self.soft_share = random.Random(seed), tokenizer, augment, soft_share
        self.corpora = json.loads((prepared / "corpora.json").read_text(encoding="utf-8"))
        self.sentences = defaultdict(list)
        with (prepared / "sentences.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                self.sentences[row.pop("corpus")].append(row)
        for path in sorted(prepared.glob("labelled.*.jsonl")):
            self._add_labelled(path)
        self.names = [n for n in sorted(self.sentences)]
        self.weights = self._weights()
        self.pools = Pools(self.corpora, self.sentences, seed)
        self.templates = Templates()
        self.soft = self._read_soft(prepared)

    def _add_labelled(self, path: Path) -> None:
        """Sentences that soft_label.py was sure of, as a corpus of their own."""
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        lang = path.name.split(".")[1]
        self.sentences[f"{lang}/labelled"] = rows
        self.corpora[f"{lang}/labelled"] = {"lang": lang, "kind": "labelled", "has_misc": True, "sentences": len(rows),
                                            "words": sum(len(r["tokens"]) for r in rows)}

    def _weights(self):
        size = {n: self.corpora[n]["words"] * KIND_WEIGHT[self.corpora[n]["kind"]] * CORPUS_WEIGHT.get(n, 1.0)
                for n in self.names}
        by_lang = defaultdict(float)
        for name, value in size.items():
            by_lang[self.corpora[name]["lang"]] += value
        weights = []
        for name in self.names:
            lang = self.corpora[name]["lang"]
            share = by_lang[lang] ** 0.5 * LANG_WEIGHT.get(lang, OTHER_LANG_WEIGHT) * size[name] / by_lang[lang]
            weights.append(share * self.corpora[name]["sentences"] / self.corpora[name]["words"])
        return weights

    @staticmethod
    def _read_soft(prepared: Path):
        """Windows that soft_label.py wrote: all pieces one after the other, with their probabilities."""
        found = []
        for path in sorted(prepared.glob("soft.*.npz")):
            data = np.load(path)
            bounds = np.cumsum(data["lengths"])[:-1]
            found += zip(np.split(data["ids"], bounds), np.split(data["probabilities"], bounds))
        return found

    def draw(self) -> Window:
        """One window."""
        rng = self.rng
        if self.soft and rng.random() < self.soft_share:
            ids, probabilities = rng.choice(self.soft)
            return Window(ids.tolist(), None, probabilities)
        name = rng.choices(self.names, self.weights)[0]
        info, rows = self.corpora[name], self.sentences[name]
        lang = info["lang"]
        document = self.augment and rng.random() < 0.15
        limit, most = (MAX_DOCUMENT_WORDS, rng.randint(5, 9)) if document else (MAX_WORDS, rng.randint(1, 4))
        at, words, chosen = rng.randrange(len(rows)), 0, []
        while at < len(rows) and len(chosen) < most and (not chosen or words + len(rows[at]["tokens"]) <= limit):
            words += len(rows[at]["tokens"])
            chosen.append(rows[at])
            at += 1
        if self.augment:
            chosen = self._augmented(chosen, lang)
        return self._encoded(chosen, info["has_misc"])

    def _augmented(self, chosen, lang):
        rng = self.rng
        chosen = [{"tokens": list(s["tokens"]), "tags": s["tags"], "spaces": s.get("spaces")} for s in chosen]
        made = self.templates.make(lang, self.pools, rng) if rng.random() < TEMPLATE_SHARE.get(lang, 0.08) else None
        if made:
            at = rng.randint(0, len(chosen))
            chosen = chosen[:at] + made + chosen[at:] if rng.random() < 0.5 else made + chosen[:1]
        if rng.random() < SWAP_SHARE.get(lang, 0.12):
            chosen = [self._swapped(s, lang) for s in chosen]
        if lang in SURNAME_LAST and len(chosen) > 1 and rng.random() < 0.4:
            self._repeat_surnames(chosen)
        if lang == "ar":
            self._arabic(chosen)
        if lang in CASED and rng.random() < 0.10:
            self._recase(chosen)
        if rng.random() < 0.08 and len(chosen[-1]["tokens"]) > 2 and chosen[-1]["tokens"][-1] in ".。؟!?":
            last = chosen[-1]
            chosen[-1] = {k: v[:-1] if v else v for k, v in last.items()}
        return chosen

    def _swapped(self, sentence, lang):
        """The sentence with some of its names replaced by others of their type."""
        tokens, tags, spaces, at = [], [], [], 0
        given = sentence.get("spaces") or [None] * len(sentence["tokens"])
        for first, last, kind in [*spans(sentence["tags"]), (len(sentence["tokens"]),) * 2 + (None,)]:
            tokens += sentence["tokens"][at:first]
            tags += sentence["tags"][at:first]
            spaces += given[at:first]
            at = last
            name = self.pools.draw(lang, kind, self.rng) if kind and self.rng.random() < 0.5 else None
            if name:
                glued = given[last - 1] is False and all(is_cjk(t[0]) for t in name)
                tokens += name
                tags += [f"B-{kind}"] + [f"I-{kind}"] * (len(name) - 1)
                spaces += [not glued] * (len(name) - 1) + [given[last - 1]]
            else:
                tokens += sentence["tokens"][first:last]
                tags += sentence["tags"][first:last]
                spaces += given[first:last]
        return {"tokens": tokens, "tags": tags, "spaces": spaces if sentence.get("spaces") else None}

    def _repeat_surnames(self, chosen) -> None:
        """Lets later sentences name somebody of an earlier one by the last word of the name alone."""
        surname = None
        for i, sentence in enumerate(chosen):
            people = [s for s in spans(sentence["tags"]) if s[2] == "PER"]
            if surname and people and sentence.get("spaces") is None and self.rng.random() < 0.6:
                first, last, _ = self.rng.choice(people)
                chosen[i] = {"tokens": sentence["tokens"][:first] + [surname] + sentence["tokens"][last:],
                             "tags": sentence["tags"][:first] + ["B-PER"] + sentence["tags"][last:], "spaces": None}
            full = [s for s in people if s[1] - s[0] > 1]
            if full and (surname is None or self.rng.random() < 0.3):
                surname = sentence["tokens"][self.rng.choice(full)[1] - 1]

    def _arabic(self, chosen) -> None:
        variant = self.rng.random() < 0.12
        for sentence in chosen:
            tokens, tags = sentence["tokens"], sentence["tags"]
            for i, tag in enumerate(tags):
                free = i == 0 or tokens[i - 1] not in ARABIC_NO_PROCLITIC_AFTER
                if tag[:2] == "B-" and tag != "B-MISC" and free and self.rng.random() < 0.15:
                    tokens[i] = join_proclitic(self.rng.choices(PROCLITICS, PROCLITIC_WEIGHT)[0], tokens[i])
            if variant:
                sentence["tokens"] = [t.translate(ARABIC_VARIANTS) for t in tokens]

    def _recase(self, chosen) -> None:
        change = self.rng.choice([str.lower, str.lower, str.upper, str.title])
        upper_one = change is not str.lower and self.rng.random() < 0.5
        for sentence in chosen[:1] if upper_one else chosen:
            sentence["tokens"] = [change(t) for t in sentence["tokens"]]

    def _encoded(self, chosen, has_misc) -> Window:
        text, ranges = join(chosen)
        found = self.tokenizer.encode(text)
        labels = piece_labels(found.offsets, found.tokens, ranges, len(text))
        outside = LABEL_ID["O"] if has_misc else O_OR_MISC
        labels = [outside if x == 0 else x for x in labels]
        ids = found.ids
        if len(ids) > MAX_PIECES:
            ids, labels = ids[:MAX_PIECES - 1] + ids[-1:], labels[:MAX_PIECES - 1] + labels[-1:]
        labels[0] = labels[-1] = IGNORED
        return Window(ids, labels)


def join(sentences):
    """The text of sentences as an author writes it, and its entities as (start, end, type) in code points."""
    parts, ranges, length = [], [], 0
    for sentence in sentences:
        if parts:
            parts.append(" ")
            length += 1
        tokens, spaces = sentence["tokens"], sentence.get("spaces")
        starts, ends = [], []
        for i, token in enumerate(tokens):
            starts.append(length)
            ends.append(length + len(token))
            blank = i + 1 < len(tokens) and (bool(spaces[i]) if spaces else blank_between(token, tokens[i + 1]))
            parts.append(token + " " if blank else token)
            length += len(token) + blank
        ranges += [(starts[a], ends[b - 1], kind) for a, b, kind in spans(sentence["tags"])]
    return "".join(parts), ranges


def blank_between(left: str, right: str) -> bool:
    """Whether a blank stands between two tokens."""
    if left in NO_BLANK_AFTER or right in NO_BLANK_BEFORE:
        return False
    return not (left and right and is_cjk(left[-1]) and is_cjk(right[0]))


def piece_labels(offsets, tokens, ranges, length):
    """A label for each piece: B- on the first piece of an entity, I- on its others, O on a lone blank mark."""
    owner = np.full(length + 1, -1, np.int32)
    for i, (start, end, _) in enumerate(ranges):
        owner[start:end] = i
    labels, begun = [], set()
    for (start, end), token in zip(offsets, tokens):
        entity = int(owner[start]) if end > start else -1
        if entity < 0 or token == "▁":
            labels.append(0)
            continue
        labels.append(LABEL_ID[("I-" if entity in begun else "B-") + ranges[entity][2]])
        begun.add(entity)
    return labels


def batches(sampler: Sampler, pieces: int, pool: int = 40):
    """Yields lists of windows of about equal length, at most `pieces` with padding, in random order."""
    while True:
        drawn, count = [], 0
        while count < pieces * pool:
            window = sampler.draw()
            drawn.append(window)
            count += len(window.ids)
        drawn.sort(key=lambda w: len(w.ids))
        groups, group = [], []
        for window in drawn:
            if group and len(window.ids) * (len(group) + 1) > pieces:
                groups.append(group)
                group = []
            group.append(window)
        groups.append(group)
        sampler.rng.shuffle(groups)
        yield from groups


def collate(group, pad: int):
    """Arrays of a batch: ids, mask, target `[batch, pieces, labels]`, hard `[batch]`, counted `[batch, pieces]`.

    A hard target marks every label that is right; a soft one is a distribution.
    """
    longest = max(len(w.ids) for w in group)
    ids = np.full((len(group), longest), pad, np.int64)
    mask = np.zeros((len(group), longest), bool)
    target = np.zeros((len(group), longest, len(LABELS)), np.float32)
    counted = np.zeros((len(group), longest), bool)
    hard = np.array([w.soft is None for w in group])
    for row, window in enumerate(group):
        n = len(window.ids)
        ids[row, :n] = window.ids
        mask[row, :n] = True
        if window.soft is not None:
            target[row, :n] = window.soft
            counted[row, 1:n - 1] = True
            continue
        labels = np.array(window.labels)
        counted[row, :n] = labels != IGNORED
        either = np.nonzero(labels == O_OR_MISC)[0]
        target[row, either[:, None], [LABEL_ID["O"], LABEL_ID["B-MISC"], LABEL_ID["I-MISC"]]] = 1
        known = np.nonzero(labels >= 0)[0]
        target[row, known, labels[known]] = 1
    return ids, mask, target, hard, counted
