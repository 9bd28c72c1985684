//! A web page becomes the text of its article.
//!
//! Readability (a port of Mozilla's) finds the article; its text is written out paragraph by paragraph with blank lines
//! between, its title as the first paragraph unless the text has it already near its beginning. What the page says
//! about language and time of publishing comes along.

mod metadata;
mod render;
mod shape;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};

pub(super) use metadata::{declared, primary_language};
pub(super) use shape::TooComplex;

/// The article of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) text: String,
    pub(super) lang: Option<String>,
    pub(super) published: Option<String>,
    pub(super) warnings: Vec<String>,
}

/// Why a page cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    TooComplex(TooComplex),
    /// The reading library failed, with its message.
    Fault(String),
}

/// Reads a page. Pages that would overflow the stack or take gigabytes as a tree are refused before they are parsed.
pub(super) fn read(page: &str) -> Result<Page, Unreadable> {
    shape::check(page).map_err(Unreadable::TooComplex)?;
    // A fault in the library costs this page, not the run.
    catch_unwind(AssertUnwindSafe(|| read_checked(page))).map_err(|panic| {
        let message = panic.downcast_ref::<&str>().map(ToString::to_string);
        Unreadable::Fault(message.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default())
    })
}

fn read_checked(page: &str) -> Page {
    let document = Document::from(page);
    let lang = metadata::lang(&document);
    let published = metadata::published(&document);
    let mut warnings = Vec::new();
    let found = readable(page);
    let text = match found {
        Some(article) => {
            let title = metadata::headline(&document).unwrap_or(article.title);
            with_title(&title, render::text(&Document::from(article.content)))
        }
        None => {
            let text = render::page_text(&document);
            if !text.is_empty() {
                warnings.push("no article found in the page: all of its text was taken".to_owned());
            }
            text
        }
    };
    Page { text, lang, published, warnings }
}

/// What Readability finds, if it has a text at all.
fn readable(page: &str) -> Option<dom_smoothie::Article> {
    // Metadata are read by `metadata`, which knows more forms than the library.
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::new(page, None, Some(config)).ok()?.parse().ok()?;
    (!article.text_content.trim().is_empty()).then_some(article)
}

/// How far into the text its title may stand to count as there already, in bytes.
const TITLE_REACH_BYTES: usize = 2000;

/// Puts the title before the text as its first paragraph, unless it is there.
fn with_title(title: &str, text: String) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut reach = text.len().min(TITLE_REACH_BYTES);
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let beginning = &text[..reach];
    if title.is_empty() || beginning.split_whitespace().collect::<Vec<_>>().join(" ").contains(&title) {
        return text;
    }
    format!("{title}\n\n{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAGRAPH: &str = "The secretary general of the alliance arrived in The Hague on Monday, where he will meet, \
        among others, the prime minister, the king, and the ministers of defence of all the member states, before the \
        summit begins on Tuesday evening.";

    fn page(body: &str) -> Page {
        read(&format!("<!doctype html><html lang=en><title>Rutte arrives</title><body>{body}")).unwrap()
    }

    #[test]
    fn an_article_is_found_and_its_title_comes_first() {
        let nav = "<nav><ul><li><a href=/>Home</a><li><a href=/x>World</a></ul></nav><script>var x = '<p>no';</script>";
        let footer = "<footer><p>Copyright 2025</p></footer>";
        let page =
            page(&format!("{nav}<article><p>{PARAGRAPH}</p><p>{PARAGRAPH} Bye&nbsp;&amp; now.</p></article>{footer}"));
        assert_eq!(page.text, format!("Rutte arrives\n\n{PARAGRAPH}\n\n{PARAGRAPH} Bye\u{a0}& now."));
        assert_eq!(page.lang.as_deref(), Some("en"));
        assert_eq!(page.warnings, [""; 0]);
    }

    #[test]
    fn a_title_that_the_text_has_is_not_repeated() {
        let page = page(&format!("<article><p>Rutte\n arrives. {PARAGRAPH}</p><p>{PARAGRAPH}</p></article>"));
        assert!(page.text.starts_with("Rutte arrives. The secretary"), "{}", page.text);
    }

    #[test]
    fn a_page_without_an_article_gives_all_its_text_or_none() {
        assert_eq!(read("<html><body></body></html>").unwrap().text, "");
        let page = read("<p>Two words").unwrap();
        assert_eq!(page.text, "Two words");
    }
}
