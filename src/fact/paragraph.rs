//! Paragraphs: one that is clearly in another language is read with that language's pack.

use crate::text::Word;

/// Letters that a paragraph must have before its language is doubted where the alphabet is another.
const MIN_LETTERS_OTHER_SCRIPT: usize = 24;
/// Bytes that it must have where the alphabet is the same.
const MIN_BYTES_SAME_SCRIPT: usize = 240;

/// Runs of words with the code of the pack that reads them.
pub fn languages<'w>(text: &str, words: &'w [Word], lang: &str) -> Vec<(String, &'w [Word])> {
    let own = lang.split(['-', '_']).next().unwrap_or(lang).to_owned();
    let mut out: Vec<(String, &[Word])> = Vec::new();
    let mut start = 0; // first word of the run
    let mut run = own.clone();
    let mut line_start = 0; // first word of the line
    let line_lang = |from: usize, to: usize| -> String {
        let Some((first, last)) = words[from..to].first().zip(words[from..to].last()) else { return own.clone() };
        other(&text[first.range.start..last.range.end], &own).unwrap_or_else(|| own.clone())
    };
    for at in 1..=words.len() {
        let breaks = at == words.len() || text[words[at - 1].range.end..words[at].range.start].contains('\n');
        if !breaks {
            continue;
        }
        let lang = line_lang(line_start, at);
        if lang != run {
            if line_start > start {
                out.push((run, &words[start..line_start]));
            }
            (start, run) = (line_start, lang);
        }
        line_start = at;
    }
    if start < words.len() {
        out.push((run, &words[start..]));
    }
    out
}

/// Alphabets, as far as they tell languages apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Indic,
    EastAsian,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{590}'..='\u{5FF}' => Script::Hebrew,
        '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FEFC}' => Script::Arabic,
        '\u{900}'..='\u{DFF}' => Script::Indic,
        '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' => Script::EastAsian,
        _ => Script::Other,
    }
}

fn script_of(lang: &str) -> Script {
    // The month names tell the alphabet of a pack.
    let sample =
        crate::lang::pack(lang).and_then(|p| p.calendar.months.values().flatten().next().cloned()).unwrap_or_default();
    sample.chars().find(|c| c.is_alphabetic()).map_or(Script::Other, script)
}

/// The language of a paragraph if it is surely not the article's own.
fn other(paragraph: &str, own: &str) -> Option<String> {
    /// Characters that are enough to see the alphabet.
    const SAMPLE: usize = 400;
    if paragraph.len() < MIN_LETTERS_OTHER_SCRIPT {
        return None;
    }
    let scripts: Vec<Script> = paragraph.chars().take(SAMPLE).filter(|c| c.is_alphabetic()).map(script).collect();
    let home = script_of(own);
    let strange = scripts.iter().filter(|s| **s != home).count();
    let foreign =
        home != Script::Other && scripts.len() >= MIN_LETTERS_OTHER_SCRIPT && strange * 10 >= scripts.len() * 9;
    if !foreign && paragraph.len() < MIN_BYTES_SAME_SCRIPT {
        return None;
    }
    let info = whatlang::detect(paragraph)?;
    let sure = info.is_reliable() && info.confidence() > 0.95;
    if !foreign && !sure {
        return None;
    }
    let lang = crate::lang::detect(paragraph)?;
    (lang != own && crate::lang::pack(&lang).is_some()).then_some(lang)
}
