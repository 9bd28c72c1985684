#!/usr/bin/env python3
"""Writes a trained run as a Hugging Face folder with an ONNX model in fp32 (quantise.py writes the int8 one)."""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file

import encoder
import graph
from labels import LABELS

SPECIAL = {"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>",
           "unk_token": "<unk>"}


class Source:
    """The weights of a run, ready to be written as a graph."""

    def __init__(self, run: Path, start: Path):
        self.start = start
        shape = run / "shape.json"
        self.shape = encoder.Shape(**json.loads(shape.read_text())) if shape.exists() else encoder.Shape()
        self.state = {k: v.astype(np.float32) for k, v in load_file(run / "encoder.safetensors").items()}
        words = np.load(start / "words_q4.npz")
        self.words = words["packed"], words["scales"]

    def model(self, int8: graph.Int8 | None = None) -> onnx.ModelProto:
        return graph.build(self.state, self.shape, self.words, len(LABELS), int8)


def config_of(source: Source) -> dict:
    return {"architectures": ["BertForTokenClassification"], "model_type": "bert", "vocab_size": len(source.words[0]),
            "hidden_size": source.shape.width, "num_hidden_layers": source.shape.layers,
            "num_attention_heads": source.shape.heads, "intermediate_size": source.shape.inner, "hidden_act": "gelu",
            "max_position_embeddings": source.shape.positions, "type_vocab_size": 2,
            "layer_norm_eps": source.shape.eps, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2,
            "id2label": {str(i): label for i, label in enumerate(LABELS)},
            "label2id": {label: i for i, label in enumerate(LABELS)}}


def write_folder(source: Source, out: Path, int8: graph.Int8 | None = None) -> None:
    """config.json, tokenizer.json, tokenizer_config.json, special_tokens_map.json and model.onnx."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer_config = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": source.shape.positions,
                        "clean_up_tokenization_spaces": False, **SPECIAL}
    for name, content in (("config.json", config_of(source)), ("tokenizer_config.json", tokenizer_config),
                          ("special_tokens_map.json", SPECIAL)):
        (out / name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copyfile(source.start / "tokenizer.json", out / "tokenizer.json")
    onnx.save(source.model(int8), out / "model.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True, help="folder of finetune.py or distil.py")
    parser.add_argument("--start", type=Path, required=True, help="folder with words_q4.npz and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    args = parser.parse_args()
    write_folder(Source(args.run, args.start), args.out)
    print(f"{args.out}/model.onnx: {(args.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
