//! A folder as the files below it, in the order of their whole relative paths' bytes.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{ArticleError, Problem};
use super::skipped::SkippedFiles;
use super::source::{Origin, Place, Source, display};

/// Lists a folder. Holds the names of the folders from the top to the current one, and nothing else.
pub(super) struct Walk {
    levels: Vec<Level>,
    skipped: SkippedFiles,
}

/// A folder whose names are being handed out.
struct Level {
    path: PathBuf,
    /// The id's part for this folder: empty, or ending in `/`.
    prefix: String,
    /// The path without links, to notice when a link leads back here.
    real: PathBuf,
    names: Names,
}

impl Walk {
    pub(super) fn new(folder: &Path, skipped: SkippedFiles) -> Result<Self, ArticleError> {
        let mut walk = Self { levels: Vec::new(), skipped };
        walk.enter(folder.to_path_buf(), String::new())?;
        Ok(walk)
    }

    fn enter(&mut self, path: PathBuf, prefix: String) -> Result<(), ArticleError> {
        let id = if prefix.is_empty() { display(&path) } else { prefix.trim_end_matches('/').to_owned() };
        let fail = |problem: Problem| ArticleError::new(id.clone(), &problem);
        let real = fs::canonicalize(&path).map_err(|error| fail(Problem::of_io(&display(&path), &error, None)))?;
        if self.levels.iter().any(|level| level.real == real) {
            return Err(fail(Problem::SymlinkLoop { name: display(&path) }));
        }
        let names = Names::of_folder(&path, &self.skipped)
            .map_err(|error| fail(Problem::of_io(&display(&path), &error, None)))?;
        self.levels.push(Level { path, prefix, real, names });
        Ok(())
    }
}

impl Iterator for Walk {
    type Item = Result<Source, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let level = self.levels.last_mut()?;
            let Some(entry) = level.names.next() else {
                self.levels.pop();
                continue;
            };
            let path = level.path.join(os_name(entry.name));
            let shown = String::from_utf8_lossy(entry.name);
            match entry.kind {
                Kind::Folder => {
                    let prefix = format!("{}{shown}/", level.prefix);
                    if let Err(error) = self.enter(path, prefix) {
                        return Some(Err(error));
                    }
                }
                Kind::File => {
                    let id = format!("{}{shown}", level.prefix);
                    let name = display(&path);
                    return Some(Ok(Source { id, name, origin: Origin::File(path), place: Place::InFolder }));
                }
            }
        }
    }
}

/// The names in one folder, sorted, in one block of memory: a folder may hold ten million files, and a `PathBuf` for
/// each would take gigabytes.
///
/// A folder's name is stored with a `/` behind it, a file's without, each closed by a NUL (which no name holds). Sorting
/// these gives each level the order that the whole paths have: names differ before the end of the shorter one, or the
/// shorter one's `/` or end decides, as it does in the whole path.
struct Names {
    bytes: Vec<u8>,
    /// Where each name begins, in order.
    starts: Vec<usize>,
    next: usize,
}

struct Entry<'a> {
    name: &'a [u8],
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

impl Names {
    fn of_folder(path: &Path, skipped: &SkippedFiles) -> io::Result<Self> {
        let mut names = Self { bytes: Vec::new(), starts: Vec::new(), next: 0 };
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name_bytes(&name);
            if name.first() == Some(&b'.') {
                skipped.add_hidden();
            } else if let Some(kind) = kind_of(&entry) {
                names.push(&name, kind);
            } else {
                skipped.add_special();
            }
        }
        let bytes = &names.bytes;
        // The closing NULs end every comparison inside the two names.
        names.starts.sort_unstable_by(|a, b| bytes[*a..].cmp(&bytes[*b..]));
        Ok(names)
    }

    fn push(&mut self, name: &[u8], kind: Kind) {
        self.starts.push(self.bytes.len());
        self.bytes.extend_from_slice(name);
        if kind == Kind::Folder {
            self.bytes.push(b'/');
        }
        self.bytes.push(0);
    }

    fn next(&mut self) -> Option<Entry<'_>> {
        let start = *self.starts.get(self.next)?;
        self.next += 1;
        let name = self.bytes[start..].split(|byte| *byte == 0).next()?;
        Some(match name.strip_suffix(b"/") {
            Some(name) => Entry { name, kind: Kind::Folder },
            None => Entry { name, kind: Kind::File },
        })
    }
}

/// `None` for devices, pipes and sockets. A link is what it leads to; a broken one is a file, so that opening it tells.
fn kind_of(entry: &fs::DirEntry) -> Option<Kind> {
    let Ok(mut kind) = entry.file_type() else { return Some(Kind::File) };
    if kind.is_symlink() {
        match fs::metadata(entry.path()) {
            Ok(target) => kind = target.file_type(),
            Err(_) => return Some(Kind::File),
        }
    }
    if kind.is_dir() { Some(Kind::Folder) } else { kind.is_file().then_some(Kind::File) }
}

#[cfg(unix)]
fn name_bytes(name: &OsStr) -> std::borrow::Cow<'_, [u8]> {
    std::os::unix::ffi::OsStrExt::as_bytes(name).into()
}

#[cfg(unix)]
fn os_name(bytes: &[u8]) -> &OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(bytes)
}

#[cfg(not(unix))]
fn name_bytes(name: &OsStr) -> std::borrow::Cow<'_, [u8]> {
    name.to_string_lossy().into_owned().into_bytes().into()
}

#[cfg(not(unix))]
fn os_name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
