//! Labels of a model and the scheme they follow.

/// What a label says about the place of a token in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prefix {
    /// Outside every name.
    Outside,
    /// First token of a name.
    Begin,
    /// Inside a name; in schemes without `Begin`, any token of it.
    Inside,
    /// Last token of a name of two or more (`E-`, `L-`).
    End,
    /// The only token of a name (`S-`, `U-`).
    Single,
}

/// How labels mark borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Types without prefixes, or `I-` alone: neighbours of one type are one name.
    Io,
    /// `B-` and `I-`.
    Bio,
    /// `B-`, `I-`, `E-`, `S-` (or `L-`, `U-`).
    Bioes,
}

/// One label: prefix and the index of its type in [`LabelSet::kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Place in the name.
    pub prefix: Prefix,
    /// Index of the type; meaningless where `prefix` is `Outside`.
    pub kind: usize,
}

/// The labels of a model, by class index.
///
/// ```
/// use alam::decode::{LabelSet, Scheme};
/// let set = LabelSet::new(&["O", "B-PER", "I-PER"].map(String::from));
/// assert_eq!((set.scheme, set.kinds.len()), (Scheme::Bio, 1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelSet {
    /// As `config.json` names them.
    pub names: Vec<String>,
    /// The same, taken apart.
    pub labels: Vec<Label>,
    /// Types in the order of their first label.
    pub kinds: Vec<String>,
    /// How they mark borders.
    pub scheme: Scheme,
}

impl LabelSet {
    /// Takes labels apart. `O` and `B-O` are outside; a label without a known prefix is a type.
    pub fn new(names: &[String]) -> Self {
        let mut kinds: Vec<String> = Vec::new();
        let mut labels = Vec::with_capacity(names.len());
        for name in names {
            let (prefix, kind) = split(name);
            let kind = if prefix == Prefix::Outside {
                0
            } else {
                kinds.iter().position(|known| known == kind).unwrap_or_else(|| {
                    kinds.push(kind.to_owned());
                    kinds.len() - 1
                })
            };
            labels.push(Label { prefix, kind });
        }
        let has = |prefix| labels.iter().any(|label: &Label| label.prefix == prefix);
        let scheme = if has(Prefix::End) || has(Prefix::Single) {
            Scheme::Bioes
        } else if has(Prefix::Begin) {
            Scheme::Bio
        } else {
            Scheme::Io
        };
        Self { names: names.to_vec(), labels, kinds, scheme }
    }

    /// Whether label `next` may stand behind label `before` (`None`: at the beginning of a text).
    pub fn may_follow(&self, before: Option<usize>, next: usize) -> bool {
        let next = self.labels[next];
        let open = before.map(|before| self.labels[before]).filter(|label| match self.scheme {
            Scheme::Io => false,
            Scheme::Bio => matches!(label.prefix, Prefix::Begin | Prefix::Inside),
            Scheme::Bioes => matches!(label.prefix, Prefix::Begin | Prefix::Inside),
        });
        match self.scheme {
            Scheme::Io => true,
            Scheme::Bio => next.prefix != Prefix::Inside || open.is_some_and(|label| label.kind == next.kind),
            Scheme::Bioes => match next.prefix {
                Prefix::Inside | Prefix::End => open.is_some_and(|label| label.kind == next.kind),
                Prefix::Outside | Prefix::Begin | Prefix::Single => open.is_none(),
            },
        }
    }

    /// Whether a text may end with this label.
    pub fn may_end(&self, last: usize) -> bool {
        self.scheme != Scheme::Bioes || !matches!(self.labels[last].prefix, Prefix::Begin | Prefix::Inside)
    }

    /// Whether label `next` goes on with the name that label `before` is part of.
    pub fn continues(&self, before: usize, next: usize) -> bool {
        let (before, next) = (self.labels[before], self.labels[next]);
        before.prefix != Prefix::Outside
            && before.kind == next.kind
            && match self.scheme {
                Scheme::Io => next.prefix != Prefix::Outside,
                Scheme::Bio | Scheme::Bioes => matches!(next.prefix, Prefix::Inside | Prefix::End),
            }
    }
}

fn split(name: &str) -> (Prefix, &str) {
    if name == "O" || name.is_empty() {
        return (Prefix::Outside, "");
    }
    let Some((mark, kind)) = name.split_once(['-', '_']).filter(|(mark, kind)| mark.len() == 1 && !kind.is_empty())
    else {
        return (Prefix::Inside, name);
    };
    let prefix = match mark {
        "B" => Prefix::Begin,
        "I" | "M" => Prefix::Inside,
        "E" | "L" => Prefix::End,
        "S" | "U" | "W" => Prefix::Single,
        _ => return (Prefix::Inside, name),
    };
    if kind == "O" { (Prefix::Outside, "") } else { (prefix, kind) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> LabelSet {
        LabelSet::new(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn schemes_are_seen_from_the_labels() {
        assert_eq!(set(&["O", "B-PER", "I-PER"]).scheme, Scheme::Bio);
        assert_eq!(set(&["O", "B-PER", "I-PER", "L-PER", "U-PER"]).scheme, Scheme::Bioes);
        assert_eq!(set(&["O", "I-PER", "I-LOC"]).scheme, Scheme::Io);
        assert_eq!(set(&["O", "PERSON", "geo-loc"]).scheme, Scheme::Io);
        assert_eq!(set(&["O", "PERSON", "geo-loc"]).kinds, ["PERSON", "geo-loc"]);
    }

    #[test]
    fn an_inside_label_needs_its_begin() {
        let bio = set(&["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]);
        assert!(!bio.may_follow(None, 2));
        assert!(!bio.may_follow(Some(0), 2));
        assert!(!bio.may_follow(Some(3), 2));
        assert!(bio.may_follow(Some(1), 2) && bio.may_follow(Some(2), 2) && bio.may_follow(Some(1), 1));
    }

    #[test]
    fn an_open_name_must_be_closed() {
        let bioes = set(&["O", "B-PER", "I-PER", "E-PER", "S-PER"]);
        assert!(!bioes.may_follow(Some(1), 0) && !bioes.may_end(1));
        assert!(bioes.may_follow(Some(1), 3) && bioes.may_end(3) && bioes.may_follow(Some(3), 4));
    }
}
