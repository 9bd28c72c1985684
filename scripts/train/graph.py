"""Builds the ONNX graph of the encoder from its weights, in fp32 or as static int8.

The graph is written node by node rather than traced: each MatMul, each quantised activation and each fused operator
is then a decision of this file. Inputs `input_ids`, `attention_mask` `[batch, tokens]` int64; output `logits`
`[batch, tokens, labels]`.
"""

from dataclasses import dataclass, field

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET, IR_VERSION = 21, 10
MASKED = -10000.0  # exp() of it is exactly zero beside any score that occurs
WORD_BLOCK = 32
MOST_COLUMNS = 12  # for one channel and side
CLOSE = 1.02  # a channel is beyond a bound by more than this factor
FLAT = 0.1  # a range that goes below zero by less than this share of its height needs no columns there
FAR = 1e9


@dataclass
class Column:
    """A further column of a linear layer's input: `channel` less `bound`, cut to the side beyond it."""
    channel: int
    bound: float


@dataclass
class Int8:
    """How the MatMuls are quantised: `ranges` maps a linear layer to (low, high) of its input.

    `far` maps a layer to {channel: (low, high)} of input channels whose values go far beyond that range: what exceeds
    it enters the int8 MatMul in further columns of the same range with the same weights, and does not widen it.
    """
    ranges: dict
    far: dict = field(default_factory=dict)
    skipped: set = field(default_factory=set)  # linear layers that stay in fp32
    weight_bits: int = 8


class Builder:
    def __init__(self, int8: Int8 | None):
        self.nodes, self.constants, self.int8, self.quantised = [], [], int8, {}

    def node(self, kind, inputs, output, domain="", **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output] if isinstance(output, str) else output,
                                           name=f"{output if isinstance(output, str) else output[0]}/{kind}",
                                           domain=domain, **attributes))
        return output

    def constant(self, name, value):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def linear(self, x, name, weight, bias, layer):
        """x @ weight.T + bias, with the int8 recipe where it applies. `weight` is `[out, in]`."""
        bias = self.constant(f"{name}.bias", bias)
        if self.int8 is None or layer in self.int8.skipped:
            product = self.node("MatMul", [x, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
            return self.node("Add", [product, bias], f"{name}.out")
        columns = [column.channel for column in self.columns(layer)]
        wide = np.concatenate([weight, weight[:, columns]], 1)
        q, scale, zero = self.quantised_input(x, layer)
        weight_q, weight_scale, weight_zero = self.quantised_weight(name, wide)
        return self.node("MatMulIntegerToFloat", [q, weight_q, scale, weight_scale, zero, weight_zero, bias],
                         f"{name}.out", domain="com.microsoft")

    def step_of(self, layer):
        """Scale and zero point of a layer's input."""
        low, high = self.int8.ranges[layer]
        low, high = min(low, 0.0), max(high, 0.0)
        scale = np.float32((high - low) / 255)
        return scale, np.uint8(np.clip(round(-low / scale), 0, 255))

    def columns(self, layer):
        """The further columns of a layer's input: upper ones first."""
        scale, zero = self.step_of(layer)
        low, high = -float(scale) * int(zero), float(scale) * (255 - int(zero))
        above, below = [], []
        for channel, (least, most) in sorted(self.int8.far.get(layer, {}).items()):
            steps = range(1, MOST_COLUMNS + 1)
            above += [Column(channel, step * high) for step in steps if most > step * high * CLOSE]
            below += [Column(channel, step * low) for step in steps if least < step * low * CLOSE and low < -FLAT * high]
        return above + below

    def quantised_input(self, x, layer):
        if (x, layer) in self.quantised:
            return self.quantised[x, layer]
        scale, zero = self.step_of(layer)
        ends = [self.constant(f"{layer}.scale", scale), self.constant(f"{layer}.zero", zero)]
        q = self.node("QuantizeLinear", [x, *ends], f"{layer}.q")
        columns = self.columns(layer)
        if columns:
            excess = self.node("QuantizeLinear", [self.excess(x, layer, columns), *ends], f"{layer}.excess_q")
            q = self.node("Concat", [q, excess], f"{layer}.wide_q", axis=2)
        self.quantised[x, layer] = q, *ends
        return self.quantised[x, layer]

    def excess(self, x, layer, columns):
        """What the columns hold: channels less their bound, where they are beyond it, `[batch, tokens, columns]`."""
        index = self.constant(f"{layer}.far_channels", np.array([c.channel for c in columns], np.int64))
        bound = self.constant(f"{layer}.far_bounds", np.array([c.bound for c in columns], np.float32))
        least = self.constant(f"{layer}.far_least", np.array([0 if c.bound > 0 else -FAR for c in columns], np.float32))
        most = self.constant(f"{layer}.far_most", np.array([FAR if c.bound > 0 else 0 for c in columns], np.float32))
        beyond = self.node("Sub", [self.node("Gather", [x, index], f"{layer}.far", axis=2), bound], f"{layer}.far_beyond")
        return self.node("Max", [self.node("Min", [beyond, most], f"{layer}.far_cut"), least], f"{layer}.excess")

    def quantised_weight(self, name, weight):
        most = 2 ** (self.int8.weight_bits - 1) - 1
        scale = np.maximum(np.abs(weight).max(1), 1e-8).astype(np.float32) / most
        q = np.clip(np.round(weight / scale[:, None]), -most, most).astype(np.int8)
        return [self.constant(f"{name}.weight_q", q.T), self.constant(f"{name}.weight_scale", scale),
                self.constant(f"{name}.weight_zero", np.zeros(len(scale), np.int8))]


def words_constant(name, packed):
    """Rows of signed four-bit numbers `[pieces, width]` as a tensor; `packed` holds nibble + 8, low one first."""
    return helper.make_tensor(name, TensorProto.INT4, [packed.shape[0], packed.shape[1] * 2],
                              (packed ^ 0x88).astype(np.uint8).tobytes(), raw=True)


def build(state, shape, words_q4, labels: int, int8: Int8 | None = None) -> onnx.ModelProto:
    """The model. `state`: names as in encoder.py to float32 arrays; `words_q4`: (packed, scales)."""
    b = Builder(int8)
    x = embeddings(b, state, shape, words_q4)
    mask = key_mask(b)
    for i in range(shape.layers):
        x = layer(b, x, mask, i, state, shape)
    b.linear(x, "classifier", state["classifier.weight"], state["classifier.bias"], "classifier")
    b.nodes[-1].output[0] = "logits"
    graph = helper.make_graph(
        b.nodes, "alam",
        [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "tokens"]) for n in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "tokens", labels])], b.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)],
                              producer_name="alam scripts/train")
    model.ir_version = IR_VERSION
    return model


def embeddings(b, state, shape, words_q4):
    packed, scales = words_q4
    prefix = "bert.embeddings."
    b.constants.append(words_constant("words", packed))
    b.constant("words.scales", scales.astype(np.float32))
    rows = b.node("GatherBlockQuantized", ["words", "input_ids", "words.scales"], "words.rows", "com.microsoft",
                  gather_axis=0, quantize_axis=1, block_size=WORD_BLOCK)
    tokens = b.node("Shape", ["input_ids"], "tokens", start=1, end=2)
    table = state[prefix + "position_embeddings.weight"] + state[prefix + "token_type_embeddings.weight"][0]
    positions = b.node("Slice", [b.constant("positions.table", table), b.constant("zero", np.array([0], np.int64)), tokens,
                                 "zero"], "positions")
    summed = b.node("Add", [rows, positions], "embedded")
    return norm(b, summed, "embeddings.norm", state, prefix + "LayerNorm", shape)


def key_mask(b):
    """1 where a token may be seen and 0 where it is padding, `[batch, tokens]` int32."""
    return b.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)


def norm(b, x, name, state, source, shape):
    return b.node("LayerNormalization", [x, b.constant(f"{name}.weight", state[f"{source}.weight"]),
                                         b.constant(f"{name}.bias", state[f"{source}.bias"])], f"{name}.out",
                  axis=-1, epsilon=shape.eps)


def layer(b, x, mask, i, state, shape):
    source, name = f"bert.encoder.layer.{i}.", f"layer{i}"
    mixed = attention(b, x, mask, name, {k: v for k, v in state.items() if k.startswith(source)}, source, shape)
    out = b.linear(mixed, f"{name}.attention.output", state[source + "attention.output.dense.weight"],
                   state[source + "attention.output.dense.bias"], f"{name}.mixed")
    x = norm(b, b.node("Add", [x, out], f"{name}.attended"), f"{name}.attention.norm", state,
             source + "attention.output.LayerNorm", shape)
    inner = b.linear(x, f"{name}.inner", state[source + "intermediate.dense.weight"],
                     state[source + "intermediate.dense.bias"], f"{name}.attended")
    inner = b.node("Gelu", [inner], f"{name}.gelu")
    out = b.linear(inner, f"{name}.output", state[source + "output.dense.weight"],
                   state[source + "output.dense.bias"], f"{name}.inner")
    return norm(b, b.node("Add", [x, out], f"{name}.summed"), f"{name}.norm", state, source + "output.LayerNorm", shape)


def attention(b, x, mask, name, state, source, shape):
    """Scaled dot product attention over heads; the scale stands in the query's weights."""
    width = shape.width // shape.heads
    parts = []
    for part in ("query", "key", "value"):
        factor = np.float32(width ** -0.5) if part == "query" else np.float32(1)
        parts.append(b.linear(x, f"{name}.{part}", state[f"{source}attention.self.{part}.weight"] * factor,
                              state[f"{source}attention.self.{part}.bias"] * factor, f"{name}.input"))
    return b.node("MultiHeadAttention", [*parts, "", mask], f"{name}.mixed", domain="com.microsoft", num_heads=shape.heads,
                  scale=1.0, mask_filter_value=MASKED)
