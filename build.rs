//! Build time: checks the language packs and makes the table of them, and fetches ONNX Runtime if it is not there.

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

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    packs(&root.join("src/lang/packs"), &out);
    runtime(&out);
}

/// Parses every pack and writes `packs.rs`: `SOURCES`, the codes with their TOML texts.
fn packs(folder: &Path, out: &Path) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .map(|entries| {
            entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "toml")).collect()
        })
        .unwrap_or_default();
    files.sort();
    let mut table =
        String::from("/// Language codes with their packs' sources.\nconst SOURCES: &[(&str, &str)] = &[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let code = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let source = fs::read_to_string(&file).unwrap_or_default();
        match pack::Pack::parse(&source) {
            Ok(pack) if pack.code == code => {}
            Ok(pack) => panic!("{}: code is {:?}, the file's name says {code:?}", file.display(), pack.code),
            Err(error) => panic!("{}: {error}", file.display()),
        }
        let _ = writeln!(table, "    ({code:?}, include_str!({:?})),", file.display().to_string());
    }
    table.push_str("];\n");
    if let Err(error) = fs::write(out.join("packs.rs"), table) {
        panic!("cannot write packs.rs: {error}");
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
