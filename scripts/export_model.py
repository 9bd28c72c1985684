#!/usr/bin/env python3
"""Exports a Hugging Face token-classification checkpoint as a model folder for alam.

  export_model.py DIR OUT                 a local checkpoint
  export_model.py dslim/bert-base-NER OUT a checkpoint of the hub, where it can be reached
  export_model.py DIR OUT --int8          static int8: same labels alone and in any batch
  export_model.py DIR OUT --int8 dynamic  dynamic int8: labels may depend on the batch

OUT holds config.json with id2label, tokenizer.json, model.onnx, MODEL_CARD.md, and with --int8 model_fp32.onnx too, so
that `alam model verify OUT` can compare them. The logits of the graph are compared with those of the checkpoint.
Versions: requirements.txt beside this script (torch 2.15, transformers 5.24, onnx 1.23, onnxruntime 1.32).
"""

import argparse
import inspect
import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
import transformers
from transformers import AutoConfig, AutoModelForTokenClassification, AutoTokenizer

OPSET = 17
FP32_TOLERANCE = 1e-3  # greatest difference of a logit between checkpoint and graph
ROOT = Path(__file__).resolve().parent.parent
# Sentences of our own for checking; --calibrate gives better ones for a model of one language.
PROBES = [
    "Prime Minister Elena Brandt met the board of Northwind Energy in Rotterdam on Tuesday.",
    "التقت الوزيرة سلمى الخطيب وفد شركة النخيل في الدوحة يوم الأحد.",
    "Министр Ирина Лебедева посетила завод «Северсталь» в Череповце.",
    "外交部长王海宁在首尔会见了三星电子的代表。",
    "अनीता वर्मा ने मुंबई में टाटा समूह के अधिकारियों से बात की।",
]


class Wrapper(torch.nn.Module):
    """A model with positional inputs of the given names, and the logits as its only output."""

    def __init__(self, model, names, half=False):
        super().__init__()
        self.model, self.names, self.half_logits = model, names, half

    def forward(self, *values):
        logits = self.model(**dict(zip(self.names, values))).logits
        return logits.to(torch.float16) if self.half_logits else logits


def input_names(model, tokenizer) -> list[str]:
    """What the tokenizer gives and the model takes."""
    taken = inspect.signature(model.forward).parameters
    return [name for name in tokenizer.model_input_names if name in taken]


def export_graph(model, names: list[str], path: Path, dtype=torch.int64, half=False) -> None:
    """Writes `model` as ONNX with the inputs `names`, `[batch, tokens]` each, and the output `logits`."""
    example = {"input_ids": torch.full((2, 9), 5), "attention_mask": torch.ones(2, 9),
               "token_type_ids": torch.zeros(2, 9), "position_ids": torch.arange(2, 11).repeat(2, 1)}
    example["attention_mask"][1, 6:] = 0
    axes = {name: {0: "batch", 1: "tokens"} for name in [*names, "logits"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of every comparison of shapes
        torch.onnx.export(Wrapper(model, names, half).eval(), tuple(example[n].to(dtype) for n in names), str(path),
                          input_names=names, output_names=["logits"], dynamic_axes=axes, opset_version=OPSET,
                          dynamo=False)
    model.eval()
    onnx.checker.check_model(str(path))


def open_graph(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def feed(session, encoding: dict, first_position=0) -> dict:
    """Inputs of a graph from the tensors of a tokenizer."""
    out = {}
    for wanted in session.get_inputs():
        if wanted.name == "position_ids":
            rows, tokens = encoding["input_ids"].shape
            value = np.tile(np.arange(tokens) + first_position, (rows, 1))
        elif wanted.name == "token_type_ids" and wanted.name not in encoding:
            value = np.zeros(encoding["input_ids"].shape)
        else:
            value = np.asarray(encoding[wanted.name])
        out[wanted.name] = value.astype(np.int32 if "int32" in wanted.type else np.int64)
    return out


def difference(model, tokenizer, path: Path, texts: list[str], first_position=0) -> float:
    """The greatest difference of a logit between a model and its graph, alone and in a padded batch."""
    session = open_graph(path)
    worst = 0.0
    for batch in [[text] for text in texts] + [texts]:
        encoding = tokenizer(batch, return_tensors="pt", padding=True, truncation=True)
        with torch.no_grad():
            wanted = model(**encoding).logits.numpy()
        given = session.run(["logits"], feed(session, encoding, first_position))[0].astype(np.float32)
        real = encoding["attention_mask"].numpy() > 0
        worst = max(worst, float(np.abs(wanted - given)[real].max()))
    return worst


def quantise(fp32: Path, out: Path, tokenizer, texts: list[str], kind: str) -> None:
    """int8 of the products with constant weights: static ranges seen on `texts`, or dynamic ones."""
    from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType
    from onnxruntime.quantization import quantize_dynamic, quantize_static

    graph = onnx.load(fp32).graph
    constants = {tensor.name for tensor in graph.initializer}
    products = [node.name for node in graph.node if node.op_type == "MatMul" and node.input[1] in constants]
    if kind == "dynamic":
        print("warning: dynamic int8 takes its ranges from each batch: labels may change with what stands beside an "
              "article; `alam model verify` will say so", file=sys.stderr)
        quantize_dynamic(str(fp32), str(out), nodes_to_quantize=products, per_channel=True, weight_type=QuantType.QInt8)
        return

    class Rows(CalibrationDataReader):
        def __init__(self):
            session = open_graph(fp32)
            self.rows = iter([feed(session, tokenizer([text], return_tensors="np", truncation=True)) for text in texts])

        def get_next(self):
            return next(self.rows, None)

    quantize_static(str(fp32), str(out), Rows(), quant_format=QuantFormat.QDQ, nodes_to_quantize=products,
                    per_channel=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                    calibrate_method=CalibrationMethod.MinMax,
                    extra_options={"OpTypesToExcludeOutputQuantization": ["MatMul"]})


def calibration_texts(file: Path | None) -> list[str]:
    """Lines of a file; else those of the repository's articles, and the probes."""
    if file:
        return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    articles = sorted((ROOT / "tests" / "articles" / "wire").glob("*.txt"))
    lines = [line.strip() for path in articles for line in path.read_text(encoding="utf-8-sig").splitlines()]
    return PROBES + [line for line in lines if len(line) > 60][:300]


def same_labels(one: Path, other: Path, tokenizer, texts: list[str]) -> float:
    """The share of pieces that two graphs give the same label."""
    sessions = [open_graph(path) for path in (one, other)]
    equal = total = 0
    for text in texts:
        encoding = tokenizer([text], return_tensors="np", truncation=True)
        first, second = (s.run(["logits"], feed(s, encoding))[0].argmax(-1) for s in sessions)
        equal, total = equal + int((first == second).sum()), total + first.size
    return equal / total


CARD = """# {name}
Exported for alam by scripts/export_model.py.

- Source: {source}
- Kind: {kind}, {labels} labels: {names}
- Graph: {graph}
- Checked: greatest difference of a logit between checkpoint and fp32 graph {difference:.1e}
- Licence of the weights: to be filled in from the source
- Trained on: to be filled in from the source
- Measured: run `alam eval GOLD --model DIR` on text of the kind you have
"""


def export(source: str, out: Path, int8: str | None, calibrate: Path | None) -> int:
    config = AutoConfig.from_pretrained(source)
    if not any(name.endswith("ForTokenClassification") for name in config.architectures or []):
        print(f"{source}: config.json names {config.architectures}, not a token classifier: its labels would be random "
              "ones; give a checkpoint that was fine-tuned for token classification", file=sys.stderr)
        return 2
    tokenizer = AutoTokenizer.from_pretrained(source, use_fast=True)
    if not tokenizer.is_fast:
        print(f"{source}: it has no fast tokenizer, so no tokenizer.json can be written", file=sys.stderr)
        return 2
    # "eager" attention is the one that every exporter of every version can trace.
    model = AutoModelForTokenClassification.from_pretrained(source, attn_implementation="eager").float().eval()
    out.mkdir(parents=True, exist_ok=True)
    fp32 = out / ("model_fp32.onnx" if int8 else "model.onnx")
    export_graph(model, input_names(model, tokenizer), fp32)
    worst = difference(model, tokenizer, fp32, PROBES)
    print(f"{fp32}: greatest difference of a logit to the checkpoint {worst:.1e}")
    if worst > FP32_TOLERANCE:
        print(f"{fp32}: the graph does not compute what the checkpoint does (at most {FP32_TOLERANCE} is allowed): try "
              "another version of torch", file=sys.stderr)
        return 2
    model.config.save_pretrained(out)
    tokenizer.save_pretrained(out)
    graph = "fp32"
    if int8:
        texts = calibration_texts(calibrate)
        quantise(fp32, out / "model.onnx", tokenizer, texts, int8)
        share = same_labels(fp32, out / "model.onnx", tokenizer, texts[:100])
        graph = f"int8, {int8}; the same label as fp32 on {share:.1%} of the pieces of its calibration texts"
        print(f"{out / 'model.onnx'}: {graph}")
    names = " ".join(model.config.id2label[i] for i in range(model.config.num_labels))
    (out / "MODEL_CARD.md").write_text(
        CARD.format(name=out.name, source=source, kind=config.model_type, labels=model.config.num_labels, names=names,
                    graph=graph, difference=worst), encoding="utf-8")
    print(f"now run: alam model verify {out}")
    return 0


def main() -> int:
    logging.disable(logging.WARNING)  # onnxruntime's quantiser advises what was found to change nothing
    transformers.logging.disable_progress_bar()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", metavar="NAME_OR_DIR", help="checkpoint folder, or a name of the hub")
    parser.add_argument("out", metavar="OUT", type=Path, help="model folder to write")
    parser.add_argument("--int8", nargs="?", const="static", choices=["static", "dynamic"],
                        help="quantise; static (the default) or dynamic")
    parser.add_argument("--calibrate", metavar="FILE", type=Path,
                        help="text, one passage a line, for the ranges of --int8 (default: the repository's articles)")
    args = parser.parse_args()
    try:
        return export(args.source, args.out, args.int8, args.calibrate)
    except (OSError, ValueError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        print(f"{args.source}: {reason}: give a checkpoint folder with config.json, weights and a fast tokenizer, or a name "
              "of the hub if it can be reached", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
