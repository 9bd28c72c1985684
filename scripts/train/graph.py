"""Builds the ONNX graph of the encoder from its weights, in fp32 or as static int8 (QDQ).

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


@dataclass
class Int8:
    """How the MatMuls are quantised: `ranges` maps a linear layer to (low, high) of its input.

    `beside` maps a layer to input channels whose values are far beyond the others': they pass the int8 MatMul by, in a
    small fp32 one, and do not widen its range.
    """
    ranges: dict
    beside: dict = field(default_factory=dict)
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
        channels = list(self.int8.beside.get(layer, []))
        narrow = weight.copy()
        narrow[:, channels] = 0
        product = self.node("MatMul", [self.quantised_input(x, layer), self.quantised_weight(name, narrow)], f"{name}.product")
        if channels:
            far = self.chosen_channels(x, layer, channels)
            beside = self.node("MatMul", [far, self.constant(f"{name}.far_weight", weight[:, channels].T)], f"{name}.far")
            bias = self.node("Add", [beside, bias], f"{name}.far_biased")
        return self.node("Add", [product, bias], f"{name}.out")

    def chosen_channels(self, x, layer, channels):
        if (x, layer, "far") not in self.quantised:
            index = self.constant(f"{layer}.far_channels", np.array(channels, np.int64))
            self.quantised[x, layer, "far"] = self.node("Gather", [x, index], f"{layer}.far_values", axis=2)
        return self.quantised[x, layer, "far"]

    def quantised_input(self, x, layer):
        if (x, layer) in self.quantised:
            return self.quantised[x, layer]
        low, high = self.int8.ranges[layer]
        low, high = min(low, 0.0), max(high, 0.0)
        scale = np.float32((high - low) / 255)
        zero = np.uint8(np.clip(round(-low / scale), 0, 255))
        ends = [self.constant(f"{layer}.scale", np.float32(scale)), self.constant(f"{layer}.zero", zero)]
        q = self.node("QuantizeLinear", [x, *ends], f"{layer}.q")
        self.quantised[x, layer] = self.node("DequantizeLinear", [q, *ends], f"{layer}.dq")
        return self.quantised[x, layer]

    def quantised_weight(self, name, weight):
        most = 2 ** (self.int8.weight_bits - 1) - 1
        scale = np.maximum(np.abs(weight).max(1), 1e-8).astype(np.float32) / most
        q = np.clip(np.round(weight / scale[:, None]), -most, most).astype(np.int8)
        parts = [self.constant(f"{name}.weight_q", q.T), self.constant(f"{name}.weight_scale", scale),
                 self.constant(f"{name}.weight_zero", np.zeros(len(scale), np.int8))]
        return self.node("DequantizeLinear", parts, f"{name}.weight_dq", axis=1)


def words_constant(name, packed):
    """Rows of signed four-bit numbers `[pieces, width]` as a tensor; `packed` holds nibble + 8, low one first."""
    return helper.make_tensor(name, TensorProto.INT4, [packed.shape[0], packed.shape[1] * 2],
                              (packed ^ 0x88).astype(np.uint8).tobytes(), raw=True)


def build(state, shape, words_q4, labels: int, int8: Int8 | None = None) -> onnx.ModelProto:
    """The model. `state`: names as in encoder.py to float32 arrays; `words_q4`: (packed, scales)."""
    b = Builder(int8)
    x = embeddings(b, state, shape, words_q4)
    mask = attention_bias(b)
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


def attention_bias(b):
    """0 where a token may be seen and MASKED where it is padding, `[batch, 1, 1, tokens]`."""
    seen = b.node("Cast", ["attention_mask"], "mask.float", to=TensorProto.FLOAT)
    hidden = b.node("Sub", [seen, b.constant("one", np.float32(1))], "mask.hidden")
    scaled = b.node("Mul", [hidden, b.constant("mask.score", np.float32(-MASKED))], "mask.scaled")
    return b.node("Unsqueeze", [scaled, b.constant("mask.axes", np.array([1, 2], np.int64))], "mask")


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
    split = "split.shape"
    if not any(c.name == split for c in b.constants):
        b.constant(split, np.array([0, 0, shape.heads, width], np.int64))
        b.constant("joined.shape", np.array([0, 0, shape.width], np.int64))
    heads = {}
    for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])):
        factor = np.float32(width ** -0.5) if part == "query" else np.float32(1)
        rows = b.linear(x, f"{name}.{part}", state[f"{source}attention.self.{part}.weight"] * factor,
                        state[f"{source}attention.self.{part}.bias"] * factor, f"{name}.input")
        parted = b.node("Reshape", [rows, split], f"{name}.{part}.split")
        heads[part] = b.node("Transpose", [parted], f"{name}.{part}.heads", perm=order)
    scores = b.node("MatMul", [heads["query"], heads["key"]], f"{name}.scores")
    shares = b.node("Softmax", [b.node("Add", [scores, mask], f"{name}.masked")], f"{name}.shares", axis=-1)
    mixed = b.node("MatMul", [shares, heads["value"]], f"{name}.mixed.heads")
    ordered = b.node("Transpose", [mixed], f"{name}.mixed.ordered", perm=[0, 2, 1, 3])
    return b.node("Reshape", [ordered, "joined.shape"], f"{name}.mixed")
