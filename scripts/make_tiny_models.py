#!/usr/bin/env python3
"""Makes tiny token-classification models of each kind with random weights, and what the transformers pipeline says.

Writes tests/tiny_models/<kind>/ (config.json, tokenizer.json, tokenizer_config.json, model.onnx) and
tests/golden/hf_parity/<kind>.json: for each text of texts.json there and each strategy the pipeline's rows
[start, end, type, score]. The pipeline runs on the exported graph itself; checkpoint and graph are compared too.
The vocabularies are those in the folders; training them anew (--new-vocabularies, on the repository's own articles) gives
others each time, since the trainers break ties as they come. All else is fixed by the seed.
Versions: requirements.txt beside this script (torch 2.15, transformers 5.24, onnxruntime 1.32).
"""

import argparse
import json
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime
import tokenizers
import torch
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import AutoConfig, AutoModelForTokenClassification, AutoTokenizer, PreTrainedTokenizerFast, pipeline
from transformers.modeling_outputs import TokenClassifierOutput

import export_model

ROOT = Path(__file__).resolve().parent.parent
STRATEGIES = ["none", "simple", "first", "average", "max"]
BERT_SPECIAL = {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]",
                "mask_token": "[MASK]"}
SHAPE = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
LOGIT_SPREAD = 2.6  # standard deviation of the logits: labels vary, probabilities stay clear of 1
MARGIN = 1e-4  # a piece's two best labels are farther apart than this, so that rounding cannot swap them
HALF_MARGIN = 1e-3  # a half-precision logit is rounded by so much


@dataclass
class Kind:
    """One tiny model: its family, its labels, and what is particular about its inputs and outputs."""

    family: str
    labels: list[str]
    inputs: list[str]
    max_tokens: int = 256
    int32: bool = False
    half: bool = False
    config: dict = field(default_factory=dict)


def typed(prefixes: str, kinds: list[str]) -> list[str]:
    return [f"{prefix}-{kind}" for kind in kinds for prefix in prefixes]


IDS = ["input_ids", "attention_mask"]
KINDS = {
    "bert": Kind("bert", ["O", *typed("BI", ["PER", "ORG", "LOC"])], [*IDS, "token_type_ids"]),
    "distilbert": Kind("distilbert", ["I-PER", "I-LOC", "O"], IDS, int32=True,
                       config={"dim": 16, "hidden_dim": 32, "n_layers": 2, "n_heads": 2}),
    "electra": Kind("electra", ["O", *typed("BIES", ["PER", "LOC"])], [*IDS, "token_type_ids", "position_ids"],
                    config={"embedding_size": 16}),
    "roberta": Kind("roberta", ["O", "person", "geo-loc", "corporation"], [*IDS, "position_ids"], max_tokens=512),
    "xlm-roberta": Kind("xlm-roberta", ["O", *typed("BI", ["PER", "ORG", "LOC", "MISC"])], IDS, half=True),
    "deberta-v2": Kind("deberta-v2", ["O", *typed("BILU", ["PER", "ORG"])], [*IDS, "token_type_ids"],
                       config={"relative_attention": True, "position_biased_input": False, "pos_att_type": ["p2c", "c2p"],
                               "norm_rel_ebd": "layer_norm", "share_att_key": True, "position_buckets": 32,
                               "max_relative_positions": -1, "type_vocab_size": 0}),
    "modernbert": Kind("modernbert", ["O", "B-O", "I-O", *typed("BI", ["PER", "LOC"])], IDS, max_tokens=512,
                       config={"global_attn_every_n_layers": 2, "local_attention": 32}),
}


def corpus() -> list[str]:
    """Lines of the repository's articles, without those whose alphabets would fill a small vocabulary."""
    paths = sorted((ROOT / "tests" / "articles" / "wire").glob("*.txt"))
    paths = [path for path in paths if path.name[:2] not in ("ja", "ko", "zh")]
    return [line for path in paths for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]


def nmt_nfkc() -> bytes:
    """The normalisation table of sentencepiece's usual rule, taken from a model of three words."""
    import io

    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(["alam tags news"]), model_writer=written,
                                             vocab_size=13, normalization_rule_name="nmt_nfkc", minloglevel=2)
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(written.getvalue())
    return model.normalizer_spec.precompiled_charsmap


def trained(name: str, kind: Kind, texts: list[str]) -> PreTrainedTokenizerFast:
    """A fast tokenizer as the kind's class builds it, with a vocabulary of the repository's articles."""
    cjk = [text for text in texts if any("\u4e00" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in text)]
    if name == "bert":
        start, size = transformers.BertTokenizer(do_lower_case=False, strip_accents=False), 1500
    elif name == "distilbert":
        start, size = transformers.BertTokenizer(do_lower_case=True), 1200  # uncased: offsets over dropped accents
    elif name == "electra":
        start, size = transformers.BertTokenizer(do_lower_case=False, strip_accents=False, tokenize_chinese_chars=False), 1200
    elif name == "roberta":
        start, size = transformers.RobertaTokenizer(), 800
    elif name == "xlm-roberta":
        start, size = transformers.XLMRobertaTokenizer(_spm_precompiled_charsmap=nmt_nfkc()), 1200
    elif name == "deberta-v2":
        start, size = transformers.DebertaV2Tokenizer(), 1200
    else:
        start, size = modernbert_tokenizer(), 800
    tokenizer = start.train_new_from_iterator(corpus() + cjk, size, show_progress=False)
    tokenizer.model_max_length = kind.max_tokens
    tokenizer.model_input_names = [n for n in kind.inputs if n != "position_ids"]
    return tokenizer


def modernbert_tokenizer() -> PreTrainedTokenizerFast:
    """As answerdotai/ModernBERT-base writes it: NFC, byte-level BPE, no trimming of offsets."""
    inner = Tokenizer(models.BPE())
    inner.normalizer = normalizers.NFC()
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens(["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"])
    inner.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]",
        special_tokens=[(t, inner.token_to_id(t)) for t in ("[CLS]", "[SEP]")])
    return PreTrainedTokenizerFast(tokenizer_object=inner, **BERT_SPECIAL)


def built(kind: Kind, tokenizer, texts: list[str], seed: int):
    """A model with random weights whose labels vary."""
    lost = 2 if "roberta" in kind.family else 0
    config = AutoConfig.for_model(kind.family, **{
        **SHAPE, "vocab_size": len(tokenizer), "max_position_embeddings": kind.max_tokens + lost,
        "pad_token_id": tokenizer.pad_token_id, "cls_token_id": tokenizer.cls_token_id,
        "sep_token_id": tokenizer.sep_token_id, "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id, "id2label": dict(enumerate(kind.labels)),
        "label2id": {label: i for i, label in enumerate(kind.labels)}, **kind.config})
    config._attn_implementation = "eager"
    torch.manual_seed(seed)
    model = AutoModelForTokenClassification.from_config(config).eval()
    with torch.no_grad():
        for parameter_name, parameter in model.named_parameters():
            if "position_embeddings" in parameter_name:
                # Slow waves: neighbours are alike, so that names of several words occur.
                place = torch.arange(parameter.shape[0])[:, None]
                parameter.copy_(1.5 * torch.sin(place * 2 * torch.pi / torch.linspace(5, 60, parameter.shape[1])))
            elif "embeddings" in parameter_name and parameter.dim() == 2:
                parameter.normal_(0, 1)
            elif parameter.dim() == 2:
                parameter.normal_(0, 0.35)
        logits = [model(**tokenizer([text], return_tensors="pt")).logits[0] for text in texts]
        logits = torch.cat(logits)
        scale = LOGIT_SPREAD / logits.std(0)  # by label, so that each wins somewhere
        model.classifier.weight.mul_(scale[:, None])
        model.classifier.bias.copy_(-(logits.mean(0) - model.classifier.bias) * scale)
        model.classifier.bias[kind.labels.index("O")] += LOGIT_SPREAD / 2
    return model


def pipeline_rows(model, tokenizer, session, texts: list[str], first_position: int) -> dict:
    """For each strategy and text the pipeline's rows, with the exported graph in the model's place."""

    def forward(**encoding):
        logits = session.run(["logits"], export_model.feed(session, encoding, first_position))[0]
        return TokenClassifierOutput(logits=torch.from_numpy(logits))

    model.forward = forward
    out = {}
    for strategy in STRATEGIES:
        tagger = pipeline("token-classification", model=model, tokenizer=tokenizer, aggregation_strategy=strategy,
                          device="cpu")
        out[strategy] = [[[row["start"], row["end"], row.get("entity_group", row.get("entity")),
                           round(float(row["score"]), 6)] for row in tagger(text)] for text in texts]
    return out


def smallest_margin(tokenizer, session, texts: list[str], first_position: int) -> float:
    smallest = 1.0
    for text in texts:
        encoding = tokenizer([text], return_tensors="pt")
        logits = session.run(["logits"], export_model.feed(session, encoding, first_position))[0].astype(np.float64)[0]
        shares = np.exp(logits - logits.max(-1, keepdims=True))
        shares = np.sort(shares / shares.sum(-1, keepdims=True), -1)
        smallest = min(smallest, float((shares[:, -1] - shares[:, -2]).min()))
    return smallest


def make(name: str, models_folder: Path, golden: Path, seed: int, new_vocabularies: bool) -> None:
    kind = KINDS[name]
    texts = json.loads((golden / "texts.json").read_text(encoding="utf-8"))
    folder = models_folder / name
    known = (folder / "tokenizer.json").exists() and not new_vocabularies
    tokenizer = AutoTokenizer.from_pretrained(folder) if known else trained(name, kind, texts)
    lengths = [len(tokenizer(text)["input_ids"]) for text in texts]
    assert max(lengths) <= kind.max_tokens, f"{name}: a text of {max(lengths)} tokens is too long"
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save_pretrained(folder)
    (folder / "chat_template.jinja").unlink(missing_ok=True)
    # RoBERTa counts positions from the one behind its padding id.
    first_position = tokenizer.pad_token_id + 1 if "roberta" in kind.family else 0
    for attempt in range(seed, seed + 40):
        model = built(kind, tokenizer, texts, attempt)
        export_model.export_graph(model, kind.inputs, folder / "model.onnx",
                                  torch.int32 if kind.int32 else torch.int64, kind.half)
        session = export_model.open_graph(folder / "model.onnx")
        margin = smallest_margin(tokenizer, session, texts, first_position)
        if margin > (HALF_MARGIN if kind.half else MARGIN):
            break
    worst = export_model.difference(model, tokenizer, folder / "model.onnx", texts, first_position)
    assert worst < (1e-2 if kind.half else 1e-4), f"{name}: graph and checkpoint differ by {worst}"
    model.config.save_pretrained(folder)
    rows = pipeline_rows(model, tokenizer, session, texts, first_position)
    versions = {m.__name__: m.__version__ for m in (transformers, tokenizers, torch, onnxruntime)}
    lines = [f' "versions": {json.dumps(versions)},', f' "seed": {attempt},']
    for strategy in STRATEGIES:
        body = ",\n".join("  " + json.dumps(text_rows, ensure_ascii=False, separators=(",", ":"))
                          for text_rows in rows[strategy])
        lines.append(f' "{strategy}": [\n{body}\n ]' + ("," if strategy != STRATEGIES[-1] else ""))
    (golden / f"{name}.json").write_text("{\n" + "\n".join(lines) + "\n}\n", encoding="utf-8")
    simple = [(text, row) for text, found in zip(texts, rows["simple"]) for row in found]
    several = sum(" " in text[row[0]:row[1]].strip() for text, row in simple)
    print(f"{name}: {len(tokenizer)} pieces, longest text {max(lengths)}, {len(simple)} spans, {several} of several words, "
          f"labels {sorted({row[2] for found in rows['none'] for row in found})}, margin {margin:.1e}, "
          f"graph to checkpoint {worst:.1e}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)} (default: all)")
    parser.add_argument("--models", type=Path, default=ROOT / "tests" / "tiny_models", help="where the models go")
    parser.add_argument("--golden", type=Path, default=ROOT / "tests" / "golden" / "hf_parity",
                        help="folder with texts.json, where the pipeline's rows go")
    parser.add_argument("--seed", type=int, default=7, help="first seed tried (default %(default)s)")
    parser.add_argument("--new-vocabularies", action="store_true", help="train the vocabularies anew")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    transformers.logging.set_verbosity_error()
    for name in args.kinds or KINDS:
        make(name, args.models, args.golden, args.seed, args.new_vocabularies)


if __name__ == "__main__":
    sys.exit(main())
