//! What a file holds, by its name and by its first bytes.

use std::path::Path;

use super::compressed::Compression;
use super::error::Binary;

/// What an input holds once it is unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Html,
    Jsonl,
}

/// What a file's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) compression: Option<Compression>,
    /// `None` where the ending is no article's.
    pub(super) format: Option<Format>,
}

/// Reads the endings of a file's name, `.gz` or `.zst` last.
pub(super) fn by_name(path: &Path) -> Named {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let (name, compression) = if let Some(rest) = name.strip_suffix(".gz") {
        (rest, Some(Compression::Gzip))
    } else if let Some(rest) = name.strip_suffix(".zst") {
        (rest, Some(Compression::Zstd))
    } else {
        (name.as_str(), None)
    };
    let format = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("txt" | "text" | "md" | "markdown") => Some(Format::Text),
        Some("html" | "htm" | "xhtml") => Some(Format::Html),
        Some("jsonl" | "ndjson") => Some(Format::Jsonl),
        _ => None,
    };
    Named { compression, format }
}

/// The compression that the first bytes show.
pub(super) fn compression_of(head: &[u8]) -> Option<Compression> {
    match head {
        [0x1F, 0x8B, ..] => Some(Compression::Gzip),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Compression::Zstd),
        _ => None,
    }
}

/// The format that the first bytes show: `{` begins JSON Lines, a tag that only pages have begins HTML.
pub(super) fn format_of(head: &[u8]) -> Format {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if head.first() == Some(&b'{') {
        Format::Jsonl
    } else if begins_a_page(head) {
        Format::Html
    } else {
        Format::Text
    }
}

fn begins_a_page(mut head: &[u8]) -> bool {
    // A comment or an XML declaration may come first.
    for (open, close) in [(&b"<?xml"[..], &b"?>"[..]), (b"<!--", b"-->")] {
        if head.starts_with(open)
            && let Some(end) = head.windows(close.len()).position(|window| window == close)
        {
            head = head[end + close.len()..].trim_ascii_start();
        }
    }
    let begins_with = |tag: &[u8]| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].iter().any(|tag| begins_with(tag))
}

/// Bytes that are looked at to tell text from binary data; as git does.
pub(super) const HEAD_BYTES: usize = 8000;

/// Control characters that no text has, in hundredths of its first bytes.
const MAX_CONTROL_PERCENT: usize = 10;

/// What the first bytes hold if it is no text. UTF-16 (with or without a mark) is text, and not for this function.
pub(super) fn binary_of(head: &[u8]) -> Option<Binary> {
    let head = &head[..head.len().min(HEAD_BYTES)];
    let magic: [(&[u8], Binary); 12] = [
        (b"%PDF-", Binary::Pdf),
        (b"PK\x03\x04", Binary::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", Binary::OldOffice),
        (b"\x89PNG\r\n", Binary::Picture),
        (b"\xFF\xD8\xFF", Binary::Picture),
        (b"GIF87a", Binary::Picture),
        (b"GIF89a", Binary::Picture),
        (b"\xFD7zXZ\0", Binary::Archive),
        (b"7z\xBC\xAF\x27\x1C", Binary::Archive),
        (b"BZh9", Binary::Archive),
        (b"\x1F\x8B", Binary::Archive),
        (b"\x28\xB5\x2F\xFD", Binary::Archive),
    ];
    if let Some((_, kind)) = magic.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(*kind);
    }
    if head.contains(&0) {
        return Some(Binary::Nul);
    }
    // Tab, line breaks, form feed, the shifts of ISO-2022, DOS end of file and escape occur in texts.
    let is_control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, 0x09..=0x0F | 0x1A | 0x1B);
    let controls = head.iter().filter(is_control).count();
    (controls * 100 > head.len() * MAX_CONTROL_PERCENT).then_some(Binary::Control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_format_and_compression() {
        let named = |name: &str| by_name(Path::new(name));
        assert_eq!(named("a/B.TXT"), Named { compression: None, format: Some(Format::Text) });
        assert_eq!(named("x.jsonl.gz"), Named { compression: Some(Compression::Gzip), format: Some(Format::Jsonl) });
        assert_eq!(named("x.htm.zst"), Named { compression: Some(Compression::Zstd), format: Some(Format::Html) });
        assert_eq!(named("html"), Named { compression: None, format: None });
        assert_eq!(named("photo.jpg"), Named { compression: None, format: None });
    }

    #[test]
    fn the_first_bytes_say_the_format_of_a_stream() {
        assert_eq!(format_of(b"\xEF\xBB\xBF \n{\"text\""), Format::Jsonl);
        assert_eq!(format_of(b"<!DOCTYPE html>"), Format::Html);
        assert_eq!(format_of(b"<?xml version=\"1.0\"?>\n<!-- x --> <HTML lang=de>"), Format::Html);
        assert_eq!(format_of("<<اتفاق>>".as_bytes()), Format::Text);
        assert_eq!(format_of(b""), Format::Text);
    }

    #[test]
    fn binary_data_are_told_from_text() {
        assert_eq!(binary_of(b"%PDF-1.7\n%abc"), Some(Binary::Pdf));
        assert_eq!(binary_of(b"a\0b"), Some(Binary::Nul));
        assert_eq!(binary_of(&[1, 2, 3, 4, 5, 6, b'a']), Some(Binary::Control));
        assert_eq!(binary_of("\u{1b}[1mNATO\u{1b}[0m\r\n\tقمة\u{c}".as_bytes()), None);
        assert_eq!(binary_of(b""), None);
    }
}
