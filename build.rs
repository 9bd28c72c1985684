//! Build time: checks the language packs and the CLDR data and makes the tables of them, and fetches ONNX Runtime if
//! it is not there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[path = "src/lang/pack.rs"]
#[allow(dead_code, missing_docs)]
mod pack;

#[path = "src/model/wheel.rs"]
#[allow(dead_code, missing_docs)]
mod wheel;

#[path = "src/lang/cldr.rs"]
#[allow(dead_code, missing_docs)]
mod cldr;

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let pack = |source: &str| pack::Pack::parse(source).map(|pack| pack.code);
    table(&root.join("src/lang/packs"), &out.join("packs.rs"), ("PACK_SOURCES", "packs"), pack);
    let cldr = |source: &str| cldr::Cldr::parse(source).map(|cldr| cldr.code);
    table(&root.join("src/lang/cldr"), &out.join("cldr.rs"), ("CLDR_SOURCES", "CLDR data"), cldr);
    runtime(&out);
}

/// Parses every TOML file of a folder and writes a table of the codes with the files' texts. `(name, what)` are the
/// constant and what it holds; `code` parses a file and gives the code it states.
fn table<E: std::fmt::Display>(
    folder: &Path,
    out: &Path,
    (name, what): (&str, &str),
    code: impl Fn(&str) -> Result<String, E>,
) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .map(|entries| {
            entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "toml")).collect()
        })
        .unwrap_or_default();
    files.sort();
    let mut table =
        format!("/// Language codes with the sources of their {what}.\nconst {name}: &[(&str, &str)] = &[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let source = fs::read_to_string(&file).unwrap_or_default();
        match code(&source) {
            Ok(code) if code == stem => {}
            Ok(code) => panic!("{}: code is {code:?}, the file's name says {stem:?}", file.display()),
            Err(error) => panic!("{}: {error}", file.display()),
        }
        let _ = writeln!(table, "    ({stem:?}, include_str!({:?})),", file.display().to_string());
    }
    table.push_str("];\n");
    if let Err(error) = fs::write(out, table) {
        panic!("cannot write {}: {error}", out.display());
    }
}

/// Puts ONNX Runtime into `target/onnxruntime/<version>/` for `cargo run`, `test` and `bench`, and tells the program
/// where it is. Without pip or network the build goes on; the program then says what to do.
fn runtime(out: &Path) {
    println!("cargo::rerun-if-changed=src/model/wheel.rs");
    println!("cargo::rerun-if-env-changed=ORT_DYLIB_PATH");
    // OUT_DIR is target/<profile>/build/alam-<hash>/out.
    let target = out.ancestors().nth(4).unwrap_or(out);
    let folder = target.join("onnxruntime").join(wheel::VERSION);
    println!("cargo::rustc-env=ALAM_BUILD_RUNTIME={}", folder.display());
    let given = env::var_os("ORT_DYLIB_PATH").is_some_and(|path| Path::new(&path).is_file());
    if given || wheel::library_in(&folder).is_some() || env::var_os("DOCS_RS").is_some() {
        return;
    }
    // The build script runs again until the library is there.
    println!("cargo::rerun-if-changed={}", folder.display());
    if let Err(reason) = wheel::fetch(&folder, |program, arguments| {
        Command::new(program).args(arguments).output().map_err(|error| error.to_string()).and_then(|done| {
            if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).trim().to_owned()) }
        })
    }) {
        let reason = reason.lines().last().unwrap_or("no reason given").to_owned();
        println!(
            "cargo::warning=ONNX Runtime could not be fetched ({reason}): run \"alam runtime install\" later, or set ORT_DYLIB_PATH"
        );
    }
}
