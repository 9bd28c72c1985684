//! Finds the ONNX Runtime library and checks it before `ort` is touched: what `ort` does with a missing, old or foreign
//! library is a panic or worse (PEERS.md, part 3).

use std::ffi::CStr;
use std::fmt;
use std::path::{Path, PathBuf};

use super::wheel;

/// The oldest library accepted: older ones die at exit, and lack `GatherBlockQuantized` as the default model needs it.
pub const MIN_MINOR_VERSION: u32 = 23;

/// Where a library was found, in the order of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `--runtime PATH`.
    Option,
    /// The environment variable `ORT_DYLIB_PATH`.
    Environment,
    /// Beside the executable.
    Executable,
    /// The user's cache folder, where `alam runtime install` puts it.
    Cache,
    /// The folder that the build filled (`cargo run`, `test`, `bench`).
    Build,
    /// The system's library folders.
    System,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Option => "given with --runtime",
            Self::Environment => "given in ORT_DYLIB_PATH",
            Self::Executable => "beside the executable",
            Self::Cache => "in the user's cache folder",
            Self::Build => "fetched by the build",
            Self::System => "in the system's library folders",
        })
    }
}

/// A library that passed the checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runtime {
    /// The library's path.
    pub path: PathBuf,
    /// Where the search found it.
    pub place: Place,
    /// Its version, such as `1.32.0`.
    pub version: String,
}

/// Why no library can be used.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// None was found.
    #[error(
        "ONNX Runtime was not found ({searched} places searched): run \"alam runtime install\", or give the library with --runtime or ORT_DYLIB_PATH"
    )]
    NotFound {
        /// How many places were looked at.
        searched: usize,
    },
    /// The path that was given does not lead to a file.
    #[error("runtime {path:?} ({place}): no such file: give the path of libonnxruntime, or run \"alam runtime check\"")]
    Missing {
        /// The path as given.
        path: PathBuf,
        /// Who gave it.
        place: Place,
    },
    /// The file cannot be loaded, or is no ONNX Runtime.
    #[error("runtime {path:?} ({place}): {reason}: run \"alam runtime install\" and leave out this path")]
    Foreign {
        /// The library.
        path: PathBuf,
        /// Where it was found.
        place: Place,
        /// What the loader said.
        reason: String,
    },
    /// The library is too old.
    #[error(
        "runtime {path:?} ({place}): version {version}, alam needs 1.{MIN_MINOR_VERSION} or later: run \"alam runtime install\""
    )]
    TooOld {
        /// The library.
        path: PathBuf,
        /// Where it was found.
        place: Place,
        /// Its version.
        version: String,
    },
    /// `ort` refused the library, or the environment could not be made.
    #[error("runtime {path:?}: {reason}: run \"alam runtime check\"")]
    Refused {
        /// The library.
        path: PathBuf,
        /// What it said.
        reason: String,
    },
}

impl Runtime {
    /// Finds the library: the path given, `ORT_DYLIB_PATH`, beside the executable, the user's cache, the build's
    /// folder, the system. The first that exists is used; if that one is unfit, it is named, not passed over.
    ///
    /// # Errors
    /// See [`RuntimeError`]; every message says what to do.
    pub fn find(given: Option<&Path>) -> Result<Self, RuntimeError> {
        let candidates = candidates(given);
        for (place, path) in &candidates {
            if path.is_file() {
                return check(path, *place);
            }
            if matches!(place, Place::Option | Place::Environment) {
                return Err(RuntimeError::Missing { path: path.clone(), place: *place });
            }
        }
        Err(RuntimeError::NotFound { searched: candidates.len() })
    }

    /// Puts the pinned library into the user's cache folder (from the build's folder, else by pip).
    ///
    /// # Errors
    /// A sentence that says what went wrong and what to do.
    pub fn install() -> Result<PathBuf, String> {
        let folder =
            cache_folder().ok_or("this system has no cache folder for the user: set ORT_DYLIB_PATH instead")?;
        if let Some(built) = wheel::library_in(Path::new(env!("ALAM_BUILD_RUNTIME"))) {
            let place = folder.join(built.file_name().unwrap_or_default());
            std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            std::fs::copy(&built, &place).map_err(|error| format!("{}: {error}", place.display()))?;
            return Ok(place);
        }
        wheel::fetch(&folder, |program, arguments| {
            let done = std::process::Command::new(program)
                .args(arguments)
                .output()
                .map_err(|error| format!("{program}: {error}"))?;
            if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).trim().to_owned()) }
        })
        .map_err(|reason| {
            format!(
                "{reason}: install Python 3 with pip, or download ONNX Runtime {} and set ORT_DYLIB_PATH",
                wheel::VERSION
            )
        })
    }
}

/// All places where a library may lie, with its path there, in the order of the search.
pub fn candidates(given: Option<&Path>) -> Vec<(Place, PathBuf)> {
    if let Some(path) = given {
        return vec![(Place::Option, path.to_owned())];
    }
    if let Some(path) = std::env::var_os("ORT_DYLIB_PATH").filter(|path| !path.is_empty()) {
        return vec![(Place::Environment, path.into())];
    }
    let mut out = Vec::new();
    if let Some(folder) = std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_owned)) {
        out.push((Place::Executable, wheel::library_in(&folder).unwrap_or_else(|| folder.join(library_name()))));
    }
    if let Some(folder) = cache_folder() {
        out.push((Place::Cache, wheel::library_in(&folder).unwrap_or_else(|| folder.join(library_name()))));
    }
    let build = Path::new(env!("ALAM_BUILD_RUNTIME"));
    out.push((Place::Build, wheel::library_in(build).unwrap_or_else(|| build.join(library_name()))));
    for folder in ["/usr/local/lib", "/usr/lib", "/usr/lib64", "/opt/homebrew/lib"].map(Path::new) {
        out.push((Place::System, folder.join(library_name())));
    }
    let debian = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    out.push((Place::System, Path::new(&debian).join(library_name())));
    out
}

fn library_name() -> String {
    format!("{}onnxruntime{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

fn cache_folder() -> Option<PathBuf> {
    dirs::cache_dir().map(|folder| folder.join("alam").join("onnxruntime").join(wheel::VERSION))
}

/// Loads the library and asks for its version.
fn check(path: &Path, place: Place) -> Result<Runtime, RuntimeError> {
    // An absolute path, since `ort` looks for relative ones beside the executable.
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let version = version_of(&path).map_err(|reason| RuntimeError::Foreign { path: path.clone(), place, reason })?;
    if minor(&version).is_none_or(|minor| minor < MIN_MINOR_VERSION) {
        return Err(RuntimeError::TooOld { path, place, version });
    }
    Ok(Runtime { path, place, version })
}

/// The 32 of `1.32.0`; `None` for a version that is not 1.
fn minor(version: &str) -> Option<u32> {
    version.strip_prefix("1.")?.split('.').next()?.parse().ok()
}

/// The version that a library reports through `OrtGetApiBase`.
#[allow(unsafe_code)] // the only way to ask a shared library; the signature is fixed by ONNX Runtime's C API
fn version_of(path: &Path) -> Result<String, String> {
    type GetApiBase = unsafe extern "C" fn() -> *const ort::sys::OrtApiBase;
    // SAFETY: loading runs the library's initialisers, as loading ONNX Runtime always does; the symbol has this type in
    // every release since 1.0; the string is static in the library, which is still loaded while it is copied.
    unsafe {
        let library = libloading::Library::new(path).map_err(|error| format!("cannot be loaded ({error})"))?;
        let get = library.get::<GetApiBase>(b"OrtGetApiBase\0").map_err(|_| "is not ONNX Runtime".to_owned())?;
        let base = get();
        if base.is_null() {
            return Err("gives no API".to_owned());
        }
        let version = ((*base).GetVersionString)();
        if version.is_null() {
            return Err("gives no version".to_owned());
        }
        let version = CStr::from_ptr(version).to_string_lossy().into_owned();
        let new_enough = minor(&version).is_some_and(|minor| minor >= MIN_MINOR_VERSION);
        if new_enough && ((*base).GetApi)(MIN_MINOR_VERSION).is_null() {
            return Err(format!("calls itself version {version}, but lacks its interface"));
        }
        std::mem::forget(library); // stays loaded: unloading and loading again is what some releases do not survive
        Ok(version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_path_is_named() {
        let error = Runtime::find(Some(Path::new("/nowhere/libonnxruntime.so"))).err().map(|e| e.to_string());
        insta::assert_snapshot!(error.unwrap_or_default(), @r#"runtime "/nowhere/libonnxruntime.so" (given with --runtime): no such file: give the path of libonnxruntime, or run "alam runtime check""#);
    }

    #[test]
    fn a_file_that_is_no_library_is_refused() {
        let folder = tempfile::tempdir().map(|d| d.keep()).unwrap_or_default();
        let path = folder.join("libonnxruntime.so");
        assert!(std::fs::write(&path, b"not a library").is_ok());
        assert!(matches!(Runtime::find(Some(&path)), Err(RuntimeError::Foreign { .. })));
    }
}
