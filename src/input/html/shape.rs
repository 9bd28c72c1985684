//! Looks at a page's tags before it is parsed: how deep they nest and how many nodes they would make.
//!
//! HTML parsers take time in proportion to size times depth, and tree walkers take stack in proportion to depth, so that
//! a page of a few megabytes can stop a run. This is a scan, not a parser: it may count too much on sloppy pages, and
//! the limits leave room for that.

/// Chromium's limit; a browser shows deeper elements beside each other.
const MAX_DEPTH: usize = 512;

/// About 500 MB as a tree; the longest articles have some ten thousand.
const MAX_NODES: usize = 1_000_000;

/// Why a page is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::input) enum TooComplex {
    #[error("its elements are nested more than {MAX_DEPTH} deep")]
    Depth,
    #[error("it has more than {MAX_NODES} elements")]
    Nodes,
}

/// Elements without content, and those whose end tag may be left out, which never nest without another in between.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot",
    "colgroup", "rt", "rp", "rb", "rtc", "frame", "keygen", "bgsound", "basefont",
];

/// Elements whose content is text up to their end tag.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Elements that the parser repeats in every later block until they are closed.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that an end tag of another, not of this list, does not close ("special" in the HTML standard).
const BLOCKS: &[&str] = &[
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "button",
    "center",
    "details",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "main",
    "marquee",
    "menu",
    "nav",
    "object",
    "ol",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "template",
    "ul",
];

/// Refuses a page whose tree would be too deep or too large.
pub(super) fn check(page: &str) -> Result<(), TooComplex> {
    let mut open: Vec<&str> = Vec::new();
    let mut nodes = 0;
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        let (name, is_end) = match rest.strip_prefix('/') {
            Some(rest) => (tag_name(rest), true),
            None => (tag_name(rest), false),
        };
        if name.is_empty() {
            continue;
        }
        if is_end {
            close(&mut open, name);
            continue;
        }
        let formatting = open.iter().filter(|open| is_in(FORMATTING, open)).count();
        nodes += 1 + formatting;
        if nodes > MAX_NODES {
            return Err(TooComplex::Nodes);
        }
        if is_in(RAW, name) {
            rest = behind_raw(&rest[name.len()..], name);
        } else if nests(name, rest, &open) {
            open.push(name);
            if open.len() > MAX_DEPTH {
                return Err(TooComplex::Depth);
            }
        }
    }
    Ok(())
}

fn tag_name(rest: &str) -> &str {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    &rest[..rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len())]
}

fn is_in(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Takes the element of an end tag, and what is open inside it, off the list, if the parser would.
fn close(open: &mut Vec<&str>, name: &str) {
    let is_block = is_in(BLOCKS, name);
    for at in (0..open.len()).rev() {
        if open[at].eq_ignore_ascii_case(name) {
            open.truncate(at);
            return;
        }
        if !is_block && is_in(BLOCKS, open[at]) {
            return;
        }
    }
}

/// Behind the end tag of a raw element, or the end of the page.
fn behind_raw<'a>(rest: &'a str, name: &str) -> &'a str {
    let bytes = rest.as_bytes();
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let after = from + at + 2;
        if bytes[after..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes())) {
            return &rest[after..];
        }
        from = after;
    }
    ""
}

/// Whether what follows this start tag is inside its element.
fn nests(name: &str, rest: &str, open: &[&str]) -> bool {
    let is_closed = is_foreign(open) && closes_itself(rest);
    !is_closed && !is_in(UNCOUNTED, name)
}

/// Only inside SVG and MathML does `<x/>` close itself.
fn is_foreign(open: &[&str]) -> bool {
    open.iter().any(|name| is_in(&["svg", "math"], name))
}

fn closes_itself(rest: &str) -> bool {
    rest.find('>').is_some_and(|end| rest[..end].ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_and_sloppy_pages_pass() {
        let row = "<div class=x><p>a<p>b<li>c<br/><b>d</b></div><svg><path d=''/><path/></svg><script>'<div>'</script>";
        assert_eq!(check(&row.repeat(5000)), Ok(()));
        assert_eq!(check(&"<div><span>a".repeat(200).replace("a", "a</div>")), Ok(()));
        assert_eq!(check("a < b <3 </> <!-- <div> "), Ok(()));
        assert_eq!(check("<script>never closed <div>"), Ok(()));
    }

    #[test]
    fn deep_pages_are_refused_however_they_hide_it() {
        for tags in ["<div>", "<DIV/>", "<x>", "<span><div></span>", "<div></x>", "<ul><li>", "<font size=1>"] {
            assert_eq!(check(&tags.repeat(100_000)), Err(TooComplex::Depth), "{tags}");
        }
    }

    #[test]
    fn pages_of_too_many_nodes_are_refused() {
        assert_eq!(check(&"<p>".repeat(1_000_001)), Err(TooComplex::Nodes));
        let repeated = "<font color=1>".repeat(400) + &"<p>".repeat(10_000);
        assert_eq!(check(&repeated), Err(TooComplex::Nodes));
    }
}
