//! Each stage on an article in Arabic, English and Chinese, with throughput in bytes: `cargo bench --bench stages`.

use std::hint::black_box;

use alam::fact::{FactFinder, FactInput, FactOptions};
use alam::model::copy::ModelCopy;
use alam::text::{OffsetIndex, sentences, words};
use alam::{Article, Tagger};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const ARTICLES: [(&str, &str); 3] = [
    ("ar", include_str!("../tests/articles/wire/ar-nato-hague.txt")),
    ("en", include_str!("../tests/articles/wire/en-port-strike.txt")),
    ("zh", include_str!("../tests/articles/wire/zh-typhoon-taiwan.txt")),
];

fn stages(criterion: &mut Criterion) {
    let tagger = match Tagger::builder().threads(1).build() {
        Ok(tagger) => tagger,
        Err(error) => {
            eprintln!("skipped: {error}");
            return;
        }
    };
    let finder = FactFinder::new(FactOptions::default());
    for (lang, text) in ARTICLES {
        let mut group = criterion.benchmark_group(lang);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let article = Article { lang: Some(lang.to_owned()), ..Article::new(lang, text) };
        let found = words(text);
        let mut bench = |name: &str, work: &mut dyn FnMut()| {
            group.bench_function(BenchmarkId::from_parameter(name), |bencher| bencher.iter(&mut *work));
        };
        bench("words", &mut || drop(black_box(words(text))));
        bench("sentences", &mut || drop(black_box(sentences(text))));
        bench("detect language", &mut || drop(black_box(alam::lang::detect(text))));
        bench("model copy", &mut || drop(black_box(ModelCopy::clean(text))));
        bench("offset index", &mut || drop(black_box(OffsetIndex::new(text))));
        bench("token rows", &mut || drop(black_box(tagger.rows(&article))));
        bench("facts", &mut || {
            let input = FactInput { text, words: &found, lang, reference: None, places: &[] };
            drop(black_box(finder.find(&input)));
        });
        bench("whole article", &mut || drop(black_box(tagger.tag(&article))));
        if let Ok(record) = tagger.tag(&article) {
            bench("record to JSON", &mut || drop(black_box(serde_json::to_vec(&record))));
        }
        group.finish();
    }
}

criterion_group! { name = benches; config = Criterion::default().sample_size(20); targets = stages }
criterion_main!(benches);
