//! `alam model verify`: what it says of a sound model and of a damaged one.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Standard output and exit code of `alam model verify`, without what differs from machine to machine.
fn verify(arguments: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alam"));
    let done = command.args(["model", "verify"]).args(arguments).env_remove("ALAM_MODEL").output().expect("it runs");
    let said = String::from_utf8(done.stdout).expect("UTF-8") + &String::from_utf8_lossy(&done.stderr);
    let kept = said.lines().filter(|line| !line.starts_with("model ") && !line.starts_with("runtime "));
    (kept.collect::<Vec<_>>().join("\n"), done.status.code().unwrap_or(-1))
}

fn copy(kind: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(Path::new("tests/tiny_models").join(kind)).expect("it is there").flatten() {
        fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("copied");
    }
    folder
}

fn outcome<'a>(report: &'a str, check: &str) -> &'a str {
    let line = report.lines().find(|line| line.split_whitespace().nth(1) == Some(check));
    line.unwrap_or_else(|| panic!("no check {check} in\n{report}"))
}

#[test]
fn every_tiny_model_is_sound() {
    for entry in fs::read_dir("tests/tiny_models").expect("it is there").flatten() {
        let path = entry.path();
        let (report, code) = verify(&[path.to_str().expect("UTF-8")]);
        assert_eq!(code, 0, "{}:\n{report}", path.display());
        assert!(!report.contains("FAILED"), "{report}");
    }
}

#[test]
fn the_model_inside_the_program_gives_the_logits_it_was_shipped_with() {
    let (report, code) = verify(&[]);
    assert_eq!(code, 0, "{report}");
    assert!(outcome(&report, "expected").starts_with("ok"), "{report}");
    assert!(outcome(&report, "batches").starts_with("ok"), "{report}");
    assert!(outcome(&report, "scripts").starts_with("ok"), "{report}");
}

#[test]
fn stored_logits_are_written_once_and_compared_later() {
    let folder = copy("roberta");
    let path = folder.path().to_str().expect("UTF-8");
    let (report, code) = verify(&[path]);
    assert!(code == 0 && outcome(&report, "expected").starts_with("warning"), "{report}");
    assert_eq!(verify(&[path, "--write-expected"]).1, 0);
    let (report, code) = verify(&[path]);
    assert!(code == 0 && outcome(&report, "expected").starts_with("ok"), "{report}");

    let file = folder.path().join("expected.json");
    let written = fs::read_to_string(&file).expect("written");
    let at = written.find("\"logits\": [").expect("logits") + "\"logits\": [".len();
    fs::write(&file, format!("{}9{}", &written[..at], &written[at..].trim_start_matches('-'))).expect("written");
    let (report, code) = verify(&[path]);
    assert_eq!(code, 2);
    assert!(outcome(&report, "expected").contains("logits are off by up to"), "{report}");

    fs::copy("tests/tiny_models/roberta/model.onnx", folder.path().join("model.onnx")).expect("copied");
    fs::write(&file, written.replacen("\"sha256\": \"", "\"sha256\": \"0", 1)).expect("written");
    let (report, code) = verify(&[path]);
    assert!(code == 2 && report.contains("expected.json belongs to another graph"), "{report}");
}

#[test]
fn two_graphs_in_a_folder_are_compared() {
    let folder = copy("bert");
    fs::copy(folder.path().join("model.onnx"), folder.path().join("model_fp32.onnx")).expect("copied");
    let (report, code) = verify(&[folder.path().to_str().expect("UTF-8")]);
    assert_eq!(code, 0, "{report}");
    assert!(outcome(&report, "int8").contains("100.0 % of"), "{report}");
    assert!(outcome(&report, "int8").contains("the same label from model_fp32.onnx"), "{report}");
}

#[test]
fn a_tokenizer_of_another_model_is_noticed() {
    let folder = copy("roberta");
    fs::copy("models/default/tokenizer.json", folder.path().join("tokenizer.json")).expect("copied");
    let (report, code) = verify(&[folder.path().to_str().expect("UTF-8")]);
    assert_eq!(code, 2, "{report}");
    assert!(report.contains("does not go through"), "{report}");
}

#[test]
fn a_model_whose_files_promise_longer_rows_than_it_reads_is_noticed() {
    let folder = copy("bert");
    let config = fs::read_to_string(folder.path().join("config.json")).expect("read");
    let longer = config.replace("\"max_position_embeddings\": 256", "\"max_position_embeddings\": 300");
    assert_ne!(longer, config);
    fs::write(folder.path().join("config.json"), longer).expect("written");
    fs::remove_file(folder.path().join("tokenizer_config.json")).expect("removed");
    let (report, code) = verify(&[folder.path().to_str().expect("UTF-8")]);
    assert_eq!(code, 2, "{report}");
    assert!(outcome(&report, "longest").starts_with("FAILED"), "{report}");
}
