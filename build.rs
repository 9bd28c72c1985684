//! Checks the language packs and makes the table of them. (Finding ONNX Runtime: see `runtime` below.)

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/lang/pack.rs"]
#[allow(dead_code, missing_docs)]
mod pack;

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    packs(&root.join("src/lang/packs"), &out);
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
