"""A plain tagger around a model folder: probabilities of pieces, words and their labels, spans.

Used by the steps that label text, evaluate and calibrate. The program `alam` has its own.
"""

import re
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from labels import LABELS

WORD = re.compile(r"\w+|[^\w\s]")
BATCH_PIECES = 2048
MAX_PIECES = 510


class Tagger:
    """Runs `model.onnx` of a folder on texts."""

    def __init__(self, folder: Path, threads: int = 1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def logits(self, rows: list) -> list:
        """Logits `[pieces, labels]` for each list of piece ids; batches hold rows of about equal length."""
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        found, at = [None] * len(rows), 0
        while at < len(order):
            last = at + 1
            while last < len(order) and len(rows[order[last]]) * (last + 1 - at) <= BATCH_PIECES:
                last += 1
            batch = order[at:last]
            longest = len(rows[batch[-1]])
            ids = np.ones((len(batch), longest), np.int64)
            mask = np.zeros((len(batch), longest), np.int64)
            for row, i in enumerate(batch):
                ids[row, :len(rows[i])] = rows[i]
                mask[row, :len(rows[i])] = 1
            out = self.session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
            for row, i in enumerate(batch):
                found[i] = out[row, :len(rows[i])]
            at = last
        return found


def softmax(logits: np.ndarray) -> np.ndarray:
    """Along the last axis."""
    e = np.exp(logits - logits.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def pieces_of_ranges(offsets, tokens, ranges):
    """For each (start, end) of sorted ranges the indices of its pieces; a lone blank mark belongs to none."""
    found, at = [[] for _ in ranges], 0
    for i, ((start, end), token) in enumerate(zip(offsets, tokens)):
        if end <= start or token == "▁":
            continue
        while at < len(ranges) and ranges[at][1] <= start:
            at += 1
        if at < len(ranges) and ranges[at][0] < end:
            found[at].append(i)
    return found


def legal(labels: np.ndarray):
    """Transition scores `[labels, labels]`: 0 where the second may follow the first, else -inf."""
    table = np.zeros((len(labels), len(labels)), np.float32)
    for i, left in enumerate(labels):
        for j, right in enumerate(labels):
            if right[0] == "I" and left[2:] != right[2:]:
                table[i, j] = -np.inf
    return table


TRANSITIONS = legal(LABELS)
START = np.array([-np.inf if label[0] == "I" else 0 for label in LABELS], np.float32)


def viterbi(logp: np.ndarray) -> list:
    """The best legal sequence of labels for log probabilities `[words, labels]`."""
    score, back = logp[0] + START, []
    for row in logp[1:]:
        paths = score[:, None] + TRANSITIONS
        back.append(paths.argmax(0))
        score = paths.max(0) + row
    best = [int(score.argmax())]
    for pointers in reversed(back):
        best.append(int(pointers[best[-1]]))
    return [LABELS[i] for i in reversed(best)]


def pool(logits: np.ndarray, pieces: list, how: str) -> np.ndarray:
    """Log probabilities of a word's labels: of its `first` piece, the `mean` of all, or of the surest (`max`)."""
    logp = np.log(softmax(logits[pieces]) + 1e-9)
    if how == "first" or len(pieces) == 1:
        return logp[0]
    if how == "mean":
        return np.log(np.exp(logp).mean(0))
    return logp[logp.max(-1).argmax()]
