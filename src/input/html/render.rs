//! Writes a tree of elements out as text: paragraphs parted by blank lines, nothing glued together.

use dom_query::{Document, NodeRef};

/// Elements that are no part of an article's text.
const LEFT_OUT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "head", "title", "button", "select", "textarea",
    "iframe", "object", "audio", "video", "canvas", "rt", "rp",
];

/// Further elements that are left out where Readability has not cleaned the page.
const AROUND_AN_ARTICLE: &[&str] = &["nav", "header", "footer", "aside", "form", "dialog", "menu"];

/// Elements that stand on lines of their own, without a blank line between: `<br>` and rows.
const LINES: &[&str] = &["br", "li", "tr", "dt", "dd", "option", "caption"];

/// Elements beside others in a line.
const CELLS: &[&str] = &["td", "th"];

/// Elements that run with the text around them; every other one is a paragraph.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "input", "ins", "kbd", "label", "mark", "nobr", "output", "picture", "q", "rb", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "html", "body", "tbody", "thead",
    "tfoot",
];

/// The text of an article's tree.
pub(super) fn text(document: &Document) -> String {
    Renderer::default().render(document.root(), &[LEFT_OUT])
}

/// The text of a whole page without what commonly stands around an article; all of it, if nothing else is there.
pub(super) fn page_text(document: &Document) -> String {
    let text = Renderer::default().render(document.root(), &[LEFT_OUT, AROUND_AN_ARTICLE]);
    if text.is_empty() { self::text(document) } else { text }
}

/// What must stand before the next word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Gap {
    #[default]
    None,
    Blank,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Renderer {
    text: String,
    gap: Gap,
    /// How many `<pre>` are open.
    preformatted: usize,
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave { gap: Gap, is_pre: bool },
}

impl Renderer {
    /// Walks with a stack of its own: depth costs memory, not the thread's stack.
    fn render(mut self, root: NodeRef<'_>, left_out: &[&[&str]]) -> String {
        let mut steps = vec![Step::Enter(root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave { gap, is_pre } => {
                    self.need(gap);
                    self.preformatted -= usize::from(is_pre);
                }
                Step::Enter(node) if node.is_text() => self.push(&node.text()),
                Step::Enter(node) => {
                    let name = node.node_name();
                    let name = name.as_deref().unwrap_or("body");
                    if node.is_comment() || node.is_doctype() || left_out.iter().any(|names| names.contains(&name)) {
                        continue;
                    }
                    let (gap, is_pre) = (gap_of(name), name == "pre");
                    self.need(gap);
                    self.preformatted += usize::from(is_pre);
                    steps.push(Step::Leave { gap, is_pre });
                    steps.extend(node.children_it(true).map(Step::Enter));
                }
            }
        }
        self.text
    }

    fn need(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn push(&mut self, contents: &str) {
        if self.preformatted > 0 {
            let (first, lines) =
                contents.split_once('\n').map_or((contents, None), |(first, rest)| (first, Some(rest)));
            self.push_words(first);
            for line in lines.into_iter().flat_map(|lines| lines.split('\n')) {
                self.need(if line.trim().is_empty() { Gap::Paragraph } else { Gap::Line });
                self.push_words(line);
            }
        } else {
            self.push_words(contents);
        }
    }

    /// Collapses HTML's white space; other blanks, as the no-break space, are text.
    fn push_words(&mut self, contents: &str) {
        if contents.starts_with(is_html_space) {
            self.need(Gap::Blank);
        }
        for word in contents.split(is_html_space).filter(|word| !word.is_empty()) {
            if !self.text.is_empty() {
                self.text.push_str(match self.gap {
                    Gap::None => "",
                    Gap::Blank => " ",
                    Gap::Line => "\n",
                    Gap::Paragraph => "\n\n",
                });
            }
            self.text.push_str(word);
            self.gap = Gap::Blank;
        }
        if !contents.ends_with(is_html_space) && self.gap == Gap::Blank && !contents.is_empty() {
            self.gap = Gap::None;
        }
    }
}

fn is_html_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\x0C' | '\r')
}

fn gap_of(name: &str) -> Gap {
    if INLINE.contains(&name) {
        Gap::None
    } else if CELLS.contains(&name) {
        Gap::Blank
    } else if LINES.contains(&name) {
        Gap::Line
    } else {
        Gap::Paragraph
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(html: &str) -> String {
        text(&Document::from(html))
    }

    #[test]
    fn blocks_never_glue_words_and_inline_elements_never_part_them() {
        assert_eq!(rendered("<div>a</div><div>b</div>"), "a\n\nb");
        assert_eq!(rendered("<p>a<p>b<figure><figcaption>c</figcaption></figure>d"), "a\n\nb\n\nc\n\nd");
        assert_eq!(rendered("<p>Mac<b>ron</b>, <i>E</i>. <span>x</span> <span>y</span>"), "Macron, E. x y");
        assert_eq!(rendered("a<br>b<br><br>c"), "a\nb\nc");
        assert_eq!(rendered("<ul><li>a<li>b</ul>c"), "a\nb\n\nc");
        assert_eq!(rendered("<table><tr><td>a<td>b<tr><td>c</table>"), "a b\nc");
        assert_eq!(rendered("<dl><dt>a<dd>b</dl>"), "a\nb");
        assert_eq!(rendered("a<section>b</section>c<custom-box>d</custom-box>"), "a\n\nb\n\nc\n\nd");
    }

    #[test]
    fn white_space_collapses_but_not_in_pre_and_not_no_break_spaces() {
        assert_eq!(rendered("<p>  a \n\t b  <b> c</b></p>\n\n"), "a b c");
        assert_eq!(rendered("<p>12&nbsp;000 &amp; &#x2013; &euro;"), "12\u{a0}000 & \u{2013} €");
        assert_eq!(rendered("<pre>a\nb\n\nc</pre>d"), "a\nb\n\nc\n\nd");
    }

    #[test]
    fn what_is_not_text_is_left_out() {
        assert_eq!(rendered("a<script>x</script><style>y</style><!-- z --><noscript>n</noscript> b"), "a b");
        assert_eq!(rendered("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字"), "漢字");
        assert_eq!(page_text(&Document::from("<nav>x</nav><p>a</p><footer>y</footer>")), "a");
    }
}
