//! Value facts by the size of the text: throughput must not fall from 1 KB to 10 MB.

use alam::fact::{FactFinder, FactInput, FactOptions};
use alam::text::words;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const ENGLISH: &str = "The company said on Monday it would pay more than $2.5 billion for a 30% stake by the end of March 2026, \
    after 12,000 workers in 14 countries went on strike from 3 to 5 May over pay of 1,200 euros a month.\n";
const ARABIC: &str = "أعلن الأمين العام الأربعاء أن الحلف تعهد بتقديم أكثر من 20 مليار يورو خلال الربع الأول من 2025، \
    وأن خمسة وعشرين ألف شخص وصلوا يومي الخميس والجمعة بعد رحلة دامت ثلاثة أيام.\n";

fn facts(c: &mut Criterion) {
    let mut group = c.benchmark_group("facts");
    group.sample_size(10);
    for (lang, line) in [("en", ENGLISH), ("ar", ARABIC)] {
        for bytes in [1_000, 100_000, 10_000_000usize] {
            let text = line.repeat(bytes.div_ceil(line.len()));
            let words = words(&text);
            let finder = FactFinder::new(FactOptions::default());
            let reference = alam::fact::reference_date("2025-06-03");
            let input = FactInput { text: &text, words: &words, lang, reference, places: &[] };
            assert!(!finder.find(&FactInput { text: line, words: &alam::text::words(line), ..input }).is_empty());
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(BenchmarkId::new(lang, bytes), |b| b.iter(|| finder.find(&input)));
        }
    }
    group.finish();
}

criterion_group!(benches, facts);
criterion_main!(benches);
