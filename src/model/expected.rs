//! `expected.json`: the logits that a model gave where it was known to work, to be compared on other machines.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::verify::largest_difference;

/// How far a logit may be off on another machine. Other kernels add up in another order (1e-5 in fp32, one step of an
/// int8 activation now and then); a CPU whose 8-bit products saturate is off by whole units.
const TOLERANCE: f32 = 0.1;

/// Logits of the probe texts, with what they were made with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// SHA-256 of the graph.
    pub sha256: String,
    /// Version of ONNX Runtime.
    pub runtime: String,
    /// Largest difference allowed.
    pub tolerance: f32,
    /// One for each text.
    pub probes: Vec<ExpectedProbe>,
}

/// The logits of one text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExpectedProbe {
    /// The text.
    pub text: String,
    /// Token ids, special ones included.
    pub ids: Vec<u32>,
    /// Three decimals, row by row, `[tokens × labels]`.
    pub logits: Vec<f32>,
}

impl Expected {
    /// From what was seen: `logits` of each text, `[tokens, labels]`.
    pub fn new(sha256: String, runtime: &str, texts: &[&str], rows: &[Vec<u32>], logits: &[Array2<f32>]) -> Self {
        let probes = texts.iter().zip(rows).zip(logits).map(|((text, ids), logits)| ExpectedProbe {
            text: (*text).to_owned(),
            ids: ids.clone(),
            logits: logits.iter().map(|value| (value * 1e3).round() / 1e3).collect(),
        });
        Self { sha256, runtime: runtime.to_owned(), tolerance: TOLERANCE, probes: probes.collect() }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(json).map_err(|error| error.to_string())
    }

    /// Writes the file, one text a line.
    pub fn to_json(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let head = [("sha256", &self.sha256), ("runtime", &self.runtime)]
            .map(|(key, v)| format!(" {key:?}: {},\n", quoted(v)));
        let probes: Vec<String> = self
            .probes
            .iter()
            .map(|probe| {
                let (ids, logits) = (serde_json::json!(probe.ids), short(&probe.logits));
                format!("  {{\"text\": {}, \"ids\": {ids},\n   \"logits\": [{logits}]}}", quoted(&probe.text))
            })
            .collect();
        let (head, tolerance) = (head.concat(), self.tolerance);
        format!("{{\n{head} \"tolerance\": {tolerance},\n \"probes\": [\n{}\n ]\n}}\n", probes.join(",\n"))
    }

    /// The largest difference to what was stored.
    ///
    /// # Errors
    /// A sentence: another graph, other tokens, or logits that are too far off.
    pub fn compare(&self, stored: &Self) -> Result<f32, String> {
        if self.sha256 != stored.sha256 {
            return Err(
                "expected.json belongs to another graph: write it again with --write-expected where this model is \
                        known to work"
                    .to_owned(),
            );
        }
        let mut largest = 0.0;
        for (here, there) in self.probes.iter().zip(&stored.probes) {
            if here.text != there.text {
                return Err("expected.json was written by another version of alam: write it again".to_owned());
            }
            if here.ids != there.ids || here.logits.len() != there.logits.len() {
                let begin: String = here.text.chars().take(20).collect();
                return Err(format!(
                    "tokenizer.json gives other tokens for {begin:?} than expected.json holds: copy the model again"
                ));
            }
            let apart = largest_difference(row(&here.logits), row(&there.logits));
            largest = f32::max(largest, apart);
        }
        if largest > stored.tolerance {
            return Err(format!(
                "logits are off by up to {largest:.2} from those of expected.json (allowed {}): this CPU or this ONNX Runtime \
                 (expected.json is of {}) computes something else; try \"alam runtime install\", or an fp32 graph",
                stored.tolerance, stored.runtime
            ));
        }
        Ok(largest)
    }
}

fn row(values: &[f32]) -> ArrayView2<'_, f32> {
    ndarray::ArrayView1::from(values).insert_axis(ndarray::Axis(0))
}

fn short(values: &[f32]) -> String {
    values.iter().map(|value| format!("{value}")).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(value: f32) -> Expected {
        Expected::new("ab".to_owned(), "1.32.0", &["a \"b\""], &[vec![0, 7, 2]], &[Array2::from_elem((3, 2), value)])
    }

    #[test]
    fn what_is_written_can_be_read() {
        assert_eq!(Expected::parse(seen(-1.2345).to_json().as_bytes()), Ok(seen(-1.2345)));
    }

    #[test]
    fn logits_that_are_off_are_told() {
        assert!(seen(1.0).compare(&seen(1.05)).is_ok_and(|apart| apart > 0.04));
        insta::assert_snapshot!(seen(1.0).compare(&seen(3.0)).unwrap_err(), @r##"logits are off by up to 2.00 from those of expected.json (allowed 0.1): this CPU or this ONNX Runtime (expected.json is of 1.32.0) computes something else; try "alam runtime install", or an fp32 graph"##);
        let other = Expected { sha256: "cd".to_owned(), ..seen(1.0) };
        insta::assert_snapshot!(seen(1.0).compare(&other).unwrap_err(), @r##"expected.json belongs to another graph: write it again with --write-expected where this model is known to work"##);
    }
}
