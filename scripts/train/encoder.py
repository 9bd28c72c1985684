"""The token classifier in PyTorch: a BERT encoder with Hugging Face's names, written for speed on CPU and GPU.

Word embeddings are frozen and kept apart from the trained state. Shapes are `[batch, tokens, width]`.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F

from labels import LABELS

WORD_BLOCK = 32

@dataclass(frozen=True)
class Shape:
    """The sizes of an encoder."""
    layers: int = 12
    width: int = 384
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    eps: float = 1e-12


class Attention(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.heads = shape.heads
        self.self = nn.ModuleDict({name: nn.Linear(shape.width, shape.width) for name in ("query", "key", "value")})
        self.output = nn.ModuleDict({"dense": nn.Linear(shape.width, shape.width),
                                     "LayerNorm": nn.LayerNorm(shape.width, shape.eps)})

    def forward(self, x, mask):
        batch, tokens, width = x.shape
        parts = [self.self[name] for name in ("query", "key", "value")]
        joined = F.linear(x, torch.cat([p.weight for p in parts]), torch.cat([p.bias for p in parts]))
        q, k, v = joined.view(batch, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.output["LayerNorm"](x + self.output["dense"](mixed.transpose(1, 2).reshape(batch, tokens, width)))


class Layer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.attention = Attention(shape)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(shape.width, shape.inner)})
        self.output = nn.ModuleDict({"dense": nn.Linear(shape.inner, shape.width),
                                     "LayerNorm": nn.LayerNorm(shape.width, shape.eps)})

    def forward(self, x, mask):
        x = self.attention(x, mask)
        return self.output["LayerNorm"](x + self.output["dense"](F.gelu(self.intermediate["dense"](x))))


class Body(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.embeddings = nn.ModuleDict({
            "position_embeddings": nn.Embedding(shape.positions, shape.width),
            "token_type_embeddings": nn.Embedding(2, shape.width),
            "LayerNorm": nn.LayerNorm(shape.width, shape.eps)})
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList([Layer(shape) for _ in range(shape.layers)])})


class TokenClassifier(nn.Module):
    """`ids` and `mask` of `[batch, tokens]` to logits `[batch, tokens, labels]`."""

    def __init__(self, words: torch.Tensor, shape: Shape = Shape()):
        super().__init__()
        self.shape = shape
        self.words = words  # frozen rows [pieces, width]; no parameter, so that it is never saved or moved by optimisers
        self.bert = Body(shape)
        self.classifier = nn.Linear(shape.width, len(LABELS))

    def forward(self, ids, mask):
        parts = self.bert.embeddings
        x = F.embedding(ids, self.words) + parts["position_embeddings"].weight[: ids.shape[1]]
        x = parts["LayerNorm"](x + parts["token_type_embeddings"].weight[0])
        seen = None if mask is None else mask[:, None, None, :].bool()
        for layer in self.bert.encoder["layer"]:
            x = layer(x, seen)
        return self.classifier(x).float()


def read_words(file: Path) -> torch.Tensor:
    """The frozen rows `[pieces, width]`: four-bit numbers, each block of 32 with its scale."""
    stored = np.load(file)
    packed, scales = stored["packed"], stored["scales"].astype(np.float32)
    numbers = np.stack([packed & 15, packed >> 4], -1).reshape(len(packed), -1, WORD_BLOCK).astype(np.float32) - 8
    return torch.from_numpy((numbers * scales[:, :, None]).reshape(len(packed), -1))


def load(folder: Path, device: str = "cpu", start: Path | None = None) -> TokenClassifier:
    """Reads encoder.safetensors and shape.json of a folder, and words_q4.npz of it or of `start`."""
    shape_file = folder / "shape.json"
    shape = Shape(**json.loads(shape_file.read_text())) if shape_file.exists() else Shape()
    model = TokenClassifier(read_words((start or folder) / "words_q4.npz").to(device), shape)
    state = {k: v.float() for k, v in load_file(folder / "encoder.safetensors").items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any(not k.startswith("classifier.") for k in missing):
        raise SystemExit(f"{folder}/encoder.safetensors: missing {missing[:3]}, unexpected {unexpected[:3]}")
    return model.to(device)


def save(model: TokenClassifier, folder: Path, state: dict | None = None) -> None:
    """Writes the trained state (or another state of the same names) in half precision, and the shape."""
    folder.mkdir(parents=True, exist_ok=True)
    state = state or model.state_dict()
    save_file({k: v.detach().cpu().half().contiguous() for k, v in state.items()}, folder / "encoder.safetensors")
    (folder / "shape.json").write_text(json.dumps(asdict(model.shape)), encoding="utf-8")
