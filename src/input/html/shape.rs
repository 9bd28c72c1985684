//! Looks at a page's tags before it is parsed: how deep they nest and how many nodes they would make.
//!
//! HTML parsers take time in proportion to size times depth, and tree walkers take stack in proportion to depth, so that
//! a page of a few megabytes can stop a run. This is a scan, not a parser: it may count too much on sloppy pages, and
//! the limits leave room for that.

/// Chromium's limit; a browser shows deeper elements beside each other.
const MAX_DEPTH: usize = 512;

/// About 200 MB as a tree and seconds of reading; the longest articles have some ten thousand.
const MAX_NODES: usize = 300_000;

/// The sum of all elements' depths, which bounds the time: an ordinary page has a hundred thousand.
const MAX_DEPTH_SUM: usize = 5_000_000;

/// Signs `<`: two for each element, and those that stand alone, of which the parser keeps a note each.
const MAX_ANGLES: usize = 2 * MAX_NODES;

/// Character references, which the parser takes one by one; a long page of nothing else is 200,000 letters.
const MAX_REFERENCES: usize = 200_000;

/// Attributes of one element; the parser compares each with each.
const MAX_ATTRIBUTES: usize = 1_000;

/// Why a page is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::input) enum TooComplex {
    #[error("its elements are nested more than {MAX_DEPTH} deep")]
    Depth,
    #[error("it has more than {MAX_NODES} elements")]
    Nodes,
    #[error("it has too many elements nested too deep")]
    DepthSum,
    #[error("it has more than {MAX_ANGLES} signs `<`")]
    Angles,
    #[error("it has more than {MAX_REFERENCES} signs `&`")]
    References,
    #[error("an element has more than {MAX_ATTRIBUTES} attributes")]
    Attributes,
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
    let count = |sign| page.bytes().filter(|byte| *byte == sign).count();
    if count(b'<') > MAX_ANGLES {
        return Err(TooComplex::Angles);
    }
    if count(b'&') > MAX_REFERENCES {
        return Err(TooComplex::References);
    }
    let mut open: Vec<&str> = Vec::new();
    let (mut nodes, mut depth_sum) = (0, 0);
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        let is_end = rest.starts_with('/');
        let name = tag_name(rest.strip_prefix('/').unwrap_or(rest));
        if name.is_empty() {
            continue;
        }
        let tag = Tag::read(&rest[usize::from(is_end) + name.len()..]);
        if tag.attributes > MAX_ATTRIBUTES {
            return Err(TooComplex::Attributes);
        }
        if is_end {
            close(&mut open, name);
            rest = tag.behind;
            continue;
        }
        let formatting = open.iter().filter(|open| is_in(FORMATTING, open)).count();
        nodes += 1 + formatting;
        depth_sum += (1 + formatting) * open.len();
        let is_closed = tag.closes_itself && is_foreign(&open);
        if is_in(RAW, name) && !is_closed {
            rest = behind_raw(tag.behind, name);
            continue;
        }
        rest = tag.behind;
        if !is_closed && !is_in(UNCOUNTED, name) {
            open.push(name);
        }
        if open.len() > MAX_DEPTH {
            return Err(TooComplex::Depth);
        } else if nodes > MAX_NODES {
            return Err(TooComplex::Nodes);
        } else if depth_sum > MAX_DEPTH_SUM {
            return Err(TooComplex::DepthSum);
        }
    }
    Ok(())
}

/// What stands in a tag behind its name.
struct Tag<'a> {
    /// Counted up to one more than allowed.
    attributes: usize,
    /// Ends in `/>`.
    closes_itself: bool,
    behind: &'a str,
}

impl<'a> Tag<'a> {
    fn read(rest: &'a str) -> Self {
        let (mut attributes, mut quote, mut before) = (0, None, b' ');
        for (at, byte) in rest.bytes().enumerate() {
            match quote {
                Some(open) if byte == open => quote = None,
                Some(_) => {}
                None if byte == b'>' => {
                    return Self { attributes, closes_itself: before == b'/', behind: &rest[at + 1..] };
                }
                None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
                None => {
                    let begins = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'');
                    attributes += usize::from(begins(before) && !begins(byte));
                }
            }
            if attributes > MAX_ATTRIBUTES {
                break;
            }
            if !(byte.is_ascii_whitespace() && before == b'=') {
                before = byte;
            }
        }
        Self { attributes, closes_itself: false, behind: "" }
    }
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

/// Only inside SVG and MathML does `<x/>` close itself.
fn is_foreign(open: &[&str]) -> bool {
    open.iter().any(|name| is_in(&["svg", "math"], name))
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
        assert_eq!(check(&"<a title='a > b' href = \"x y z\" data-x=\"<div>\">x</a>".repeat(5000)), Ok(()));
        assert_eq!(check("<script>never closed <div>"), Ok(()));
    }

    #[test]
    fn deep_pages_are_refused_however_they_hide_it() {
        for tags in ["<div>", "<DIV/>", "<x>", "<span><div></span>", "<div></x>", "<ul><li>", "<font size=1>"] {
            let refused = check(&tags.repeat(100_000));
            assert!(matches!(refused, Err(TooComplex::Depth | TooComplex::DepthSum)), "{tags}");
        }
    }

    #[test]
    fn pages_of_too_many_nodes_are_refused() {
        assert_eq!(check(&"<p>".repeat(300_001)), Err(TooComplex::Nodes));
        let deep = "<div>".repeat(500) + &"<span>x</span>".repeat(100_000);
        assert_eq!(check(&deep), Err(TooComplex::DepthSum));
        let attributes: String = (0..2000).map(|n| format!(" a{n}")).collect();
        assert_eq!(check(&format!("<p{attributes}>")), Err(TooComplex::Attributes));
        assert_eq!(check(&"<a ".repeat(2000)), Err(TooComplex::Attributes));
        let repeated = "<font color=1>".repeat(400) + &"<p>".repeat(10_000);
        assert!(check(&repeated).is_err());
        assert_eq!(check(&"&amp".repeat(200_001)), Err(TooComplex::References));
        assert_eq!(check(&"<".repeat(600_001)), Err(TooComplex::Angles));
    }
}
