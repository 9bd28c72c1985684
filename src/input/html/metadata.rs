//! What a page says about itself: character set, language, time of publishing.

use dom_query::{Document, NodeRef};
use encoding_rs::Encoding;
use serde_json::Value;

use crate::input::decode::Declared;

/// The character set is declared within this many bytes (the HTML standard says 1,024; some pages are late).
const DECLARATION_BYTES: usize = 4096;

/// What the page's first bytes declare: the character set, in `<meta charset>`, `<meta http-equiv>` or
/// `<?xml encoding>`, and the language, in `<html lang>`.
pub(in crate::input) fn declared(bytes: &[u8]) -> Declared {
    let head = bytes[..bytes.len().min(DECLARATION_BYTES)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let tags = |name: &'static str| head.split(name).skip(1).map(|tag| &tag[..tag.find('>').unwrap_or(tag.len())]);
    let xml = head.trim_start().starts_with("<?xml").then(|| value_behind(tags("<?xml").next()?, "encoding")).flatten();
    let label = xml.or_else(|| tags("<meta").find_map(|meta| value_behind(meta, "charset")));
    // A page whose tags can be read as bytes is not UTF-16, whatever it says.
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes())).map(Encoding::output_encoding);
    let lang = tags("<html").next().and_then(|tag| value_behind(tag, "lang")).and_then(primary_language);
    Declared { encoding, lang }
}

/// The value of `key = value`, with or without quotes.
fn value_behind<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let (_, behind) = text.split_once(key)?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start_matches([' ', '\t', '\n', '\r', '"', '\'']);
    Some(&value[..value.find([' ', '\t', '\n', '\r', '"', '\'', ';', '/', '>']).unwrap_or(value.len())])
}

/// The page's language as ISO 639, from `lang` of `<html>` or `<body>`, or `og:locale`.
pub(super) fn lang(document: &Document) -> Option<String> {
    let attributes = ["html", "body"].into_iter().flat_map(|element| {
        let selected = document.select(element);
        ["lang", "xml:lang"].into_iter().filter_map(move |name| selected.attr(name)).collect::<Vec<_>>()
    });
    let metas = ["meta[http-equiv='content-language' i]", "meta[property='og:locale']"];
    let metas = metas.into_iter().filter_map(|selector| document.select(selector).attr("content"));
    attributes.chain(metas).find_map(|tag| primary_language(&tag))
}

/// The language of a BCP 47 tag (`ar-EG`, `pt_BR`), in lower case, or `None` for anything else.
pub(in crate::input) fn primary_language(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let is_code = matches!(primary.len(), 2 | 3) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_code && !matches!(&*primary, "und" | "mul" | "zxx")).then_some(primary)
}

/// The article's headline as a reader sees it: the first `<h1>` that shares its words with what the page calls itself
/// (`og:title` or `<title>`, which often carry the site's name), or else `og:title`.
pub(super) fn headline(document: &Document) -> Option<String> {
    let og_title = document.select("meta[property='og:title']").attr("content");
    let title = document.select("title").first().text();
    let called = format!("{} {title}", og_title.as_deref().unwrap_or_default()).to_lowercase();
    let shares_words = |heading: &String| {
        let heading = heading.to_lowercase();
        let words: Vec<_> = heading.split_whitespace().collect();
        let shared = words.iter().filter(|word| called.contains(**word)).count();
        words.len() >= MIN_HEADLINE_WORDS && shared * 2 > words.len()
    };
    let headings = document.select("h1");
    let heading = headings.nodes().iter().map(|heading| collapsed(&heading.text())).find(shares_words);
    heading.or_else(|| Some(collapsed(&og_title?)).filter(|title| !title.is_empty()))
}

/// A heading of fewer words may be a site's or a section's name.
const MIN_HEADLINE_WORDS: usize = 3;

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `<meta>` names of the time of publishing, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "date",
];

/// When the page was published: `<meta>`, JSON-LD `datePublished`, or the first `<time datetime>`, if it begins as an
/// ISO 8601 date does.
pub(super) fn published(document: &Document) -> Option<String> {
    let metas = document.select("meta[content]");
    let named = |wanted: &str| {
        metas.nodes().iter().find_map(|meta| {
            let is_wanted = |key| meta.attr(key).is_some_and(|name| name.trim().eq_ignore_ascii_case(wanted));
            ["property", "name", "itemprop"]
                .into_iter()
                .any(is_wanted)
                .then(|| meta.attr("content"))?
                .and_then(|at| iso(&at))
        })
    };
    let in_metas = PUBLISHED.iter().find_map(|name| named(name));
    in_metas.or_else(|| published_in_json_ld(document)).or_else(|| {
        let times = document.select("time[datetime]");
        let is_publishing =
            |time: &&NodeRef| time.has_attr("pubdate") || time.attr("itemprop").as_deref() == Some("datePublished");
        let marked = times.nodes().iter().find(is_publishing);
        marked.or(times.nodes().first()).and_then(|time| iso(&time.attr("datetime")?))
    })
}

fn published_in_json_ld(document: &Document) -> Option<String> {
    document.select("script[type='application/ld+json']").nodes().iter().find_map(|script| {
        let value: Value = serde_json::from_str(script.text().trim()).ok()?;
        date_published(&value)
    })
}

/// The first `datePublished` in a JSON-LD value; its depth is limited by the parser.
fn date_published(value: &Value) -> Option<String> {
    match value {
        Value::Object(keys) => {
            let own = keys.get("datePublished").and_then(Value::as_str).and_then(iso);
            own.or_else(|| keys.values().find_map(date_published))
        }
        Value::Array(values) => values.iter().find_map(date_published),
        _ => None,
    }
}

/// The text, if it begins with `YYYY-MM-DD`.
fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    let shape = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    let is_date = text.len() >= 10 && text.bytes().take(10).enumerate().all(shape);
    is_date.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_character_set_is_found_in_all_its_forms() {
        let declared = |page: &str| declared(page.as_bytes()).encoding.map(Encoding::name);
        assert_eq!(declared("<meta charset=windows-1256>"), Some("windows-1256"));
        assert_eq!(declared("<META CHARSET = 'Shift_JIS' />"), Some("Shift_JIS"));
        let http_equiv = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\">";
        assert_eq!(declared(http_equiv), Some("windows-1252"));
        assert_eq!(declared("<?xml version='1.0' encoding='koi8-r'?><html>"), Some("KOI8-R"));
        assert_eq!(declared("<meta charset=utf-16>"), Some("UTF-8"));
        assert_eq!(declared("<meta charset=klingon>"), None);
        assert_eq!(declared("<p>charset=windows-1251"), None);
    }

    #[test]
    fn the_language_is_the_primary_subtag() {
        let lang = |page: &str| lang(&Document::from(page));
        assert_eq!(lang("<html lang=ar-EG>").as_deref(), Some("ar"));
        assert_eq!(lang("<html lang=''><meta property=og:locale content=pt_BR>").as_deref(), Some("pt"));
        assert_eq!(lang("<html xml:lang=de>").as_deref(), Some("de"));
        assert_eq!(lang("<html lang=english>"), None);
    }

    #[test]
    fn the_time_of_publishing_is_found_in_all_its_forms() {
        let published = |page: &str| published(&Document::from(page));
        let meta =
            "<meta property='article:published_time' content='2025-06-03T10:00:00+02:00'><time datetime=2020-01-01>";
        assert_eq!(published(meta).as_deref(), Some("2025-06-03T10:00:00+02:00"));
        let json = "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\"},{\"datePublished\":\"2025-06-03\"}]}";
        assert_eq!(published(json).as_deref(), Some("2025-06-03"));
        assert_eq!(published("<time datetime='2025-06-03 10:00'>").as_deref(), Some("2025-06-03 10:00"));
        assert_eq!(published("<time datetime='10:00'>"), None);
        assert_eq!(published("<meta name=date content=yesterday>"), None);
    }
}
