//! A file that is one article: plain text or a web page.

use std::io::{self, Read};

use super::decode::{Declared, Decoded, decode, is_utf16};
use super::error::Problem;
use super::format::{self, Format, HEAD_BYTES};
use super::source::Opened;
use super::{InputOptions, html};
use crate::Article;

/// Reads the whole file as one article; `None` if it is to be left out because it holds no text.
///
/// An empty file is an article without text and with a warning: whoever gave it finds its line in the output.
pub(super) fn read(mut opened: Opened, options: &InputOptions) -> Result<Option<Article>, Problem> {
    let limit = options.max_article_bytes;
    let too_large = |opened: &Opened| Problem::TooLarge { name: opened.name.clone(), limit };
    let mut bytes = Vec::new();
    read_up_to(&mut opened, HEAD_BYTES as u64, &mut bytes)?;
    if !is_utf16(&bytes)
        && let Some(kind) = format::binary_of(&bytes)
    {
        return match opened.skip_if_binary {
            true => Ok(None),
            false => Err(Problem::IsBinary { name: opened.name, kind }),
        };
    }
    if opened.len.is_some_and(|len| len > limit) {
        return Err(too_large(&opened));
    }
    bytes.reserve_exact(opened.len.map_or(0, |len| (len as usize).saturating_sub(bytes.len())));
    let rest = limit.saturating_sub(bytes.len() as u64).saturating_add(1);
    read_up_to(&mut opened, rest, &mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(&opened));
    }
    let Opened { id, name, format, .. } = opened;
    let wanted = "text";
    let unreadable = |found| Problem::InvalidEncoding { name: name.clone(), found, wanted };
    let declared = if format == Format::Html { html::declared(&bytes) } else { Declared::default() };
    let decoded = decode(bytes, &declared).map_err(unreadable)?;
    let mut article = match format {
        Format::Html => of_page(id, decoded).map_err(|why| Problem::of_page(&name, why))?,
        Format::Text | Format::Jsonl => of_text(id, decoded),
    };
    if article.text.trim().is_empty() && article.warnings.is_empty() {
        article.warnings.push("the file holds no text".to_owned());
    }
    Ok(Some(article))
}

fn read_up_to(opened: &mut Opened, count: u64, bytes: &mut Vec<u8>) -> Result<(), Problem> {
    let outcome: io::Result<usize> = opened.reader.by_ref().take(count).read_to_end(bytes);
    outcome.map(drop).map_err(|error| opened.problem(&error))
}

fn of_text(id: String, decoded: Decoded) -> Article {
    Article {
        text_in_record: decoded.replaced > 0,
        warnings: decoded.warnings(),
        encoding: Some(decoded.encoding),
        ..Article::new(id, decoded.text)
    }
}

fn of_page(id: String, decoded: Decoded) -> Result<Article, html::Unreadable> {
    let mut warnings = decoded.warnings();
    let page = html::read(&decoded.text)?;
    warnings.extend(page.warnings);
    Ok(Article {
        lang: page.lang,
        published: page.published,
        encoding: Some(decoded.encoding),
        text_in_record: true,
        warnings,
        ..Article::new(id, page.text)
    })
}
