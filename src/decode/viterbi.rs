//! The likeliest sequence of labels that the scheme allows (Viterbi 1967), with hard constraints and no learned ones.

use ndarray::ArrayView2;

use super::label::LabelSet;

/// The best path: one label a row of `emissions`, `[units, labels]` log-probabilities. Where `breaks` is true no name
/// runs from the unit before into this one. Ties go to the label with the lower index.
pub fn viterbi(emissions: ArrayView2<'_, f32>, breaks: &[bool], labels: &LabelSet) -> Vec<usize> {
    let (count, width) = emissions.dim();
    if count == 0 || width == 0 {
        return Vec::new();
    }
    let allowed: Vec<Vec<usize>> =
        (0..width).map(|next| (0..width).filter(|&before| labels.may_follow(Some(before), next)).collect()).collect();
    let starts: Vec<bool> = (0..width).map(|next| labels.may_follow(None, next)).collect();
    let ends: Vec<bool> = (0..width).map(|last| labels.may_end(last)).collect();
    let mut scores: Vec<f32> =
        (0..width).map(|label| if starts[label] { emissions[[0, label]] } else { f32::NEG_INFINITY }).collect();
    let mut back = vec![0u16; count * width];
    let mut next_scores = vec![f32::NEG_INFINITY; width];
    for at in 1..count {
        let cut = breaks.get(at).copied().unwrap_or(false);
        let best_end = best((0..width).filter(|&l| ends[l]), &scores);
        for label in 0..width {
            let (before, score) = if cut {
                if starts[label] { best_end } else { (0, f32::NEG_INFINITY) }
            } else {
                best(allowed[label].iter().copied(), &scores)
            };
            back[at * width + label] = before as u16; // a model has fewer than 65,536 labels
            next_scores[label] = score + emissions[[at, label]];
        }
        std::mem::swap(&mut scores, &mut next_scores);
    }
    let mut label = best((0..width).filter(|&l| ends[l]), &scores).0;
    let mut path = vec![0; count];
    for at in (0..count).rev() {
        path[at] = label;
        label = back[at * width + label] as usize;
    }
    path
}

/// The candidate with the highest score, the first of equals; (0, -∞) of none.
fn best(candidates: impl Iterator<Item = usize>, scores: &[f32]) -> (usize, f32) {
    let mut found = (0, f32::NEG_INFINITY);
    for candidate in candidates {
        if scores[candidate] > found.1 {
            found = (candidate, scores[candidate]);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn bio() -> LabelSet {
        LabelSet::new(&["O", "B-PER", "I-PER", "B-LOC", "I-LOC"].map(String::from))
    }

    #[test]
    fn a_path_never_begins_inside() {
        let path =
            viterbi(arr2(&[[-3.0f32, -1.0, -0.1, -4.0, -4.0], [-3.0, -4.0, -0.1, -4.0, -4.0]]).view(), &[], &bio());
        assert_eq!(path, [1, 2]);
    }

    #[test]
    fn the_surer_word_decides_the_type() {
        let path =
            viterbi(arr2(&[[-5.0f32, -0.1, -9.0, -3.0, -9.0], [-5.0, -9.0, -2.0, -9.0, -0.2]]).view(), &[], &bio());
        assert_eq!(path, [1, 2]);
    }

    #[test]
    fn no_name_runs_over_a_break() {
        let emissions = arr2(&[[-5.0f32, -0.1, -9.0, -9.0, -9.0], [-5.0, -3.0, -0.1, -9.0, -9.0]]);
        assert_eq!(viterbi(emissions.view(), &[false, true], &bio()), [1, 1]);
    }
}
