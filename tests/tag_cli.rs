//! `alam tag` as a user sees it: output, exit codes, messages.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde_json::Value;

fn alam(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alam"));
    command.args(arguments).env_remove("ALAM_MODEL");
    command
}

/// Standard output, standard error and exit code of a run with the given standard input.
fn run(arguments: &[&str], input: &str) -> (String, String, i32) {
    let mut child = alam(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that refuses its options does not read.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    let done = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(done.stdout), text(done.stderr), done.status.code().unwrap_or(-1))
}

fn records(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn names(record: &Value) -> Vec<(String, String)> {
    let field = |entity: &Value, key: &str| entity[key].as_str().unwrap_or_default().to_owned();
    record["entities"].as_array().into_iter().flatten().map(|e| (field(e, "type"), field(e, "text"))).collect()
}

#[test]
fn a_line_on_standard_input_is_an_article() {
    let (output, _, code) = run(&["tag", "-"], "Mark Rutte met Donald Trump in The Hague.");
    assert_eq!(code, 0);
    let found = names(&records(&output)[0]);
    assert_eq!(found[0], ("PER".to_owned(), "Mark Rutte".to_owned()));
    assert_eq!(found[1], ("PER".to_owned(), "Donald Trump".to_owned()));
}

#[test]
fn every_article_of_the_folder_is_there_and_every_span_is_its_text() {
    let (output, _, code) = run(&["tag", "tests/articles", "--with-text"], "");
    assert_eq!(code, 0);
    let records = records(&output);
    assert!(records.len() >= 40, "{} articles", records.len());
    for record in &records {
        let text = record["text"].as_str().expect("asked for");
        let chars: Vec<char> = text.chars().collect();
        for span in record["entities"].as_array().into_iter().chain(record["facts"].as_array()).flatten() {
            let at = |key: &str| span[key].as_u64().expect("an offset") as usize;
            let wanted = span["text"].as_str().expect("a text");
            assert_eq!(chars[at("start")..at("end")].iter().collect::<String>(), wanted, "{}", record["id"]);
            assert_eq!(&text[at("start_byte")..at("end_byte")], wanted, "{}", record["id"]);
        }
        let clustered: usize = record["clusters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|c| c["mentions"].as_array().map_or(0, Vec::len))
            .sum();
        assert_eq!(clustered, names(record).len(), "every entity of {} is in one cluster", record["id"]);
    }
}

#[test]
fn threads_and_batches_never_change_the_output() {
    let one = run(&["tag", "tests/articles", "--threads", "1"], "").0;
    for arguments in [["--threads", "2", "--batch-tokens", "300"], ["--threads", "3", "--batch-tokens", "9000"]] {
        let other = run(&[["tag", "tests/articles"].as_slice(), &arguments].concat(), "").0;
        assert!(one == other, "the output differs with {arguments:?}");
    }
}

#[test]
fn json_lines_are_answered_one_by_one() {
    let mut child = alam(&["tag", "-", "--input-format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("piped");
    let mut output = BufReader::new(child.stdout.take().expect("piped")).lines();
    for id in ["a", "b"] {
        writeln!(input, r#"{{"id":"{id}","text":"Angela Merkel visited Paris."}}"#).expect("the program reads");
        let answer: Value = serde_json::from_str(&output.next().expect("an answer").expect("UTF-8")).expect("JSON");
        assert_eq!(answer["id"], id);
    }
    drop(input);
    assert!(child.wait().expect("the program ends").success());
}

#[test]
fn a_bad_line_is_an_error_record_in_its_place_and_the_rest_is_tagged() {
    let input = "{\"id\":\"1\",\"text\":\"Rutte\"}\n{\"id\":\"2\"\n{\"id\":\"3\",\"title\":\"no text\"}\n{\"id\":\"4\",\"text\":\"x\"}\n";
    let (output, _, code) = run(&["tag", "-", "--input-format", "jsonl"], input);
    let records = records(&output);
    assert_eq!(code, 1);
    assert_eq!(records.len(), 4);
    assert_eq!(records[1]["error"]["code"], "invalid_json");
    assert_eq!(records[2]["error"]["code"], "missing_text");
    assert_eq!(records[3]["id"], "4");
}

#[test]
fn error_records_can_go_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("errors.jsonl");
    let log_text = log.to_str().expect("UTF-8");
    let (output, _, code) = run(&["tag", "/nowhere/a.txt", "--error-log", log_text], "");
    assert_eq!((output.as_str(), code), ("", 1));
    let error: Value = serde_json::from_str(&std::fs::read_to_string(log).expect("written")).expect("JSON");
    assert_eq!(error["error"]["code"], "not_found");
}

#[test]
fn wrong_options_are_told_before_anything_is_written() {
    for (arguments, said) in [
        (vec!["tag", "-", "--types", "PERSON"], "unknown type \"PERSON\": this model has PER, ORG, LOC, MISC"),
        (vec!["tag", "-", "--model", "/nowhere"], "model \"/nowhere\": no such folder"),
        (vec!["tag", "-", "--runtime", "/nowhere.so"], "no such file"),
        (vec!["tag", "-", "--min-score", "7"], "a score is between 0 and 1"),
        (vec!["tag", "-", "--overlap-tokens", "200"], "more than half of a window"),
    ] {
        let (output, error, code) = run(&arguments, "Rutte");
        assert_eq!((output.as_str(), code), ("", 2), "{arguments:?}");
        assert!(error.contains(said), "{error}");
        assert!(error.lines().count() <= 2, "one sentence, not {error}");
    }
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let mut child =
        alam(&["tag", "tests/articles"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("ends");
    assert!(done.status.success());
    assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn the_header_names_model_and_settings() {
    let (output, _, _) = run(&["tag", "-", "--header", "--types", "PER"], "Rutte");
    let header = &records(&output)[0];
    assert_eq!(header["alam"], env!("CARGO_PKG_VERSION"));
    assert_eq!(header["model"]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(header["settings"]["types"][0], "PER");
}

#[test]
fn help_man_page_and_completions_are_there() {
    assert!(run(&["tag", "--help"], "").0.contains("Examples:"));
    assert!(run(&["man"], "").0.contains(".TH alam"));
    assert!(run(&["completions", "bash"], "").0.contains("alam"));
}
