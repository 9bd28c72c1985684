//! A model folder or a library that is missing, damaged or of another kind gets one readable sentence, never a panic and
//! never a hang.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Far more than the second it takes on an idle machine: only a hang takes this long.
const HANG: Duration = Duration::from_secs(30);

/// Runs `alam` and fails if it hangs.
fn alam(arguments: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_alam"))
        .args(arguments)
        .env_remove("ALAM_MODEL")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let begin = Instant::now();
    while child.try_wait().expect("a child of ours").is_none() {
        if begin.elapsed() > HANG {
            child.kill().expect("a child of ours");
            panic!("{arguments:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().expect("it has ended")
}

/// What a run that must end with exit code 2 says, with `folder` written as `DIR`.
fn refusal(arguments: &[&str], folder: &Path) -> String {
    let done = alam(arguments);
    let said = String::from_utf8(done.stderr).expect("UTF-8");
    assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(done.stdout.is_empty(), "nothing is written");
    said.trim().replace(&folder.display().to_string(), "DIR")
}

/// What `alam tag` says of a copy of a tiny model after `change` was done to it.
fn broken(change: impl FnOnce(&Path)) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir("tests/tiny_models/bert").expect("it is there").flatten() {
        fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("copied");
    }
    change(folder.path());
    refusal(&["tag", "-", "--model", folder.path().to_str().expect("UTF-8")], folder.path())
}

fn truncated(file: &'static str) -> impl FnOnce(&Path) {
    move |folder| {
        let path = folder.join(file);
        let bytes = fs::read(&path).expect("read");
        fs::write(path, &bytes[..bytes.len() / 2]).expect("written");
    }
}

fn with_labels(id2label: &'static str) -> impl FnOnce(&Path) {
    move |folder| {
        let config = format!(r#"{{"model_type":"bert","max_position_embeddings":256,"id2label":{id2label}}}"#);
        fs::write(folder.join("config.json"), config).expect("written");
    }
}

#[test]
fn a_missing_file_is_named_with_the_way_to_get_it() {
    let without = |file: &'static str| broken(move |folder| fs::remove_file(folder.join(file)).expect("removed"));
    insta::assert_snapshot!(without("config.json"), @r##"alam: model "DIR": config.json is missing: copy it from the checkpoint; it names the labels"##);
    insta::assert_snapshot!(without("tokenizer.json"), @r##"alam: model "DIR": tokenizer.json is missing: save the tokenizer as a fast one (scripts/export_model.py does); vocab.txt alone is not enough"##);
    insta::assert_snapshot!(without("model.onnx"), @r##"alam: model "DIR": model.onnx is missing: export the model with scripts/export_model.py"##);
}

#[test]
fn a_damaged_file_is_named_with_what_is_wrong() {
    insta::assert_snapshot!(broken(truncated("config.json")), @r##"alam: model "DIR": config.json: EOF while parsing a string at line 22 column 11: copy it again from the checkpoint"##);
    insta::assert_snapshot!(broken(truncated("tokenizer.json")), @r##"alam: model "DIR": tokenizer.json: EOF while parsing a string at line 881 column 8: save it again with a current version of transformers"##);
    insta::assert_snapshot!(broken(truncated("model.onnx")), @r##"alam: model "DIR": model.onnx: ONNX Runtime cannot read it (Load model from DIR/model.onnx failed:Protobuf parsing failed.): export or copy it again"##);
    let graph =
        |bytes: &'static [u8]| broken(move |folder| fs::write(folder.join("model.onnx"), bytes).expect("written"));
    insta::assert_snapshot!(graph(b""), @r##"alam: model "DIR": model.onnx: ONNX Runtime cannot read it (Load model from DIR/model.onnx failed:No graph was found in the protobuf.): export or copy it again"##);
    insta::assert_snapshot!(graph(b"version https://git-lfs.github.com/spec/v1\noid sha256:00"), @r##"alam: model "DIR": model.onnx: is a pointer of Git LFS, not the file itself: run "git lfs pull" where it was cloned"##);
}

#[test]
fn labels_that_make_no_sense_are_told() {
    insta::assert_snapshot!(broken(with_labels("null")), @r##"alam: model "DIR": config.json: has no "id2label": export the model with its labels, or add them by hand"##);
    insta::assert_snapshot!(broken(with_labels(r#"["O","B-PER"]"#)), @r##"alam: model "DIR": config.json: "id2label" is not an object of index and label: take the config.json that was saved with this model"##);
    insta::assert_snapshot!(broken(with_labels(r#"{"0":"O","1":7}"#)), @r##"alam: model "DIR": config.json: "id2label" gives 1 the label 7, not a text: take the config.json that was saved with this model"##);
    insta::assert_snapshot!(broken(with_labels(r#"{"0":"O","2":"B-PER"}"#)), @r##"alam: model "DIR": config.json: "id2label" has the key "2", expected 0 to 1: take the config.json that was saved with this model"##);
    insta::assert_snapshot!(broken(with_labels(r#"{"first":"O"}"#)), @r##"alam: model "DIR": config.json: "id2label" has the key "first", expected 0 to 0: take the config.json that was saved with this model"##);
    insta::assert_snapshot!(broken(with_labels(r#"{"0":"O","00":"B-PER"}"#)), @r##"alam: model "DIR": config.json: "id2label" is empty or names an index twice: take the config.json that was saved with this model"##);
    insta::assert_snapshot!(broken(with_labels("{}")), @r##"alam: model "DIR": config.json: "id2label" is empty or names an index twice: take the config.json that was saved with this model"##);
    insta::assert_snapshot!(broken(with_labels(r#"{"0":"O","1":"O"}"#)), @r##"alam: model "DIR": config.json: "id2label" names no type, only ["O", "O"]: take the config.json that was saved with this model"##);
}

#[test]
fn a_config_of_another_model_is_noticed_by_the_number_of_labels() {
    insta::assert_snapshot!(broken(with_labels(r#"{"0":"O","1":"B-PER","2":"I-PER"}"#)), @r##"alam: model "DIR": model.onnx: gives 7 labels, but config.json names 3: use the config.json of this model"##);
}

#[test]
fn a_model_of_another_task_is_noticed_by_its_inputs() {
    // The encoder of a graph whose first input has another name.
    let renamed = broken(|folder| {
        let path = folder.join("model.onnx");
        let bytes = fs::read(&path).expect("read");
        let (from, to) = (b"token_type_ids", b"decoder_inputs");
        let mut changed = bytes.clone();
        for at in 0..bytes.len() - from.len() {
            if bytes[at..].starts_with(from) {
                changed[at..at + to.len()].copy_from_slice(to);
            }
        }
        fs::write(path, changed).expect("written");
    });
    insta::assert_snapshot!(renamed, @r##"alam: model "DIR": model.onnx: wants the input "decoder_inputs", which alam cannot give: export a token-classification model"##);
}

/// What `alam tag` says of a library.
fn library(path: &Path, folder: &Path) -> String {
    refusal(&["tag", "-", "--runtime", path.to_str().expect("UTF-8")], folder)
}

#[test]
fn a_library_that_is_missing_or_no_library_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("libonnxruntime.so");
    insta::assert_snapshot!(library(&path, folder.path()), @r##"alam: runtime "DIR/libonnxruntime.so" (given with --runtime): no such file: give the path of libonnxruntime, or run "alam runtime check""##);
    fs::write(&path, "not a library").expect("written");
    let said = library(&path, folder.path());
    assert!(
        said.starts_with(r#"alam: runtime "DIR/libonnxruntime.so" (given with --runtime): cannot be loaded ("#),
        "{said}"
    );
    assert!(said.ends_with(r#": run "alam runtime install" and leave out this path"#), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_library_of_another_kind_is_refused() {
    let maps = fs::read_to_string("/proc/self/maps").expect("Linux has it");
    let Some(libc) = maps.split_whitespace().find(|word| word.contains("/libc.so")) else {
        eprintln!("skipped: this system's C library is no libc.so");
        return;
    };
    let said = library(Path::new(libc), Path::new("/nowhere")).replace(libc, "libc.so.6");
    insta::assert_snapshot!(said, @r##"alam: runtime "libc.so.6" (given with --runtime): is not ONNX Runtime: run "alam runtime install" and leave out this path"##);
}

/// A library that claims to be ONNX Runtime of a version, and has no API; `None` without a C compiler.
#[cfg(target_os = "linux")]
fn pretender(folder: &Path, version: &str) -> Option<std::path::PathBuf> {
    let source = folder.join("pretender.c");
    let code = format!(
        r#"static const char *version(void) {{ return "{version}"; }}
static const void *api(unsigned wanted) {{ (void)wanted; return 0; }}
static const struct {{ const void *(*api)(unsigned); const char *(*version)(void); }} base = {{ api, version }};
const void *OrtGetApiBase(void) {{ return &base; }}
"#
    );
    fs::write(&source, code).expect("written");
    let library = folder.join("libonnxruntime.so");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status();
    if !built.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no C compiler");
        return None;
    }
    Some(library)
}

#[cfg(target_os = "linux")]
#[test]
fn a_library_that_is_too_old_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(path) = pretender(folder.path(), "1.22.1") else { return };
    insta::assert_snapshot!(library(&path, folder.path()), @r##"alam: runtime "DIR/libonnxruntime.so" (given with --runtime): version 1.22.1, alam needs 1.23 or later: run "alam runtime install""##);
}

#[cfg(target_os = "linux")]
#[test]
fn a_library_without_the_interface_of_its_version_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(path) = pretender(folder.path(), "1.99.0") else { return };
    insta::assert_snapshot!(library(&path, folder.path()), @r##"alam: runtime "DIR/libonnxruntime.so" (given with --runtime): calls itself version 1.99.0, but lacks its interface: run "alam runtime install" and leave out this path"##);
}
