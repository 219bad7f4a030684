//! A budget of bytes is kept to the byte, is spent on what answers best, and the same material makes the same file.

use etalage::format::encode;
use etalage::model::{ModelParts, NextItemTable, QuantizedFactors, SegmentMeta};
use etalage::rank::Ranker;
use etalage::session::{Event, EventKind};
use etalage::{Model, fixture};
use model_export::train::TrainError;
use model_export::train::budget::{ByteMix, Material, PrincipalAxes};
use model_export::train::next_item::Rows;
use ndarray::Array2;

const N_ITEMS: usize = 300;
const N_FACTORS: usize = 16;

/// The parts of a shop of many items; factors, rows and frequencies are made by a rule.
struct Shop {
    parts: ModelParts,
    factors: Array2<f32>,
    rows: Rows,
    frequency: Vec<f32>,
}

impl Shop {
    fn new() -> Self {
        let wave = |n: usize, speed: f32| (n as f32 * speed).sin();
        let mut parts = fixture::toys_and_tools();
        let pattern = parts.items[0].clone();
        parts.items = (0..N_ITEMS)
            .map(|n| etalage::model::Item {
                id: format!("item-{n:04}"),
                popularity: (n % 50) as f32 / 50.0,
                ..pattern.clone()
            })
            .collect();
        parts.meta.n_items = N_ITEMS as u32;
        parts.meta.n_factors = N_FACTORS as u16;
        parts.next_items = NextItemTable::default();
        parts.features = etalage::model::FeatureTable::default();
        // Eight strong directions and eight weak ones.
        let factors = Array2::from_shape_fn((N_ITEMS, N_FACTORS), |(item, factor)| {
            wave(item * 7 + factor * 3, 1.0 + factor as f32) * if factor < 8 { 1.0 } else { 0.05 }
        });
        parts.meta.segments = vec![SegmentMeta { name: "all".to_owned(), n_customers: 60 }];
        parts.centroids = (0..N_FACTORS).map(|factor| wave(factor, 0.9)).collect();
        let rows = (0..N_ITEMS)
            .map(|item| (1..20).map(|n| (((item + n * n) % N_ITEMS) as u32, 1.0 / n as f32)).collect::<Vec<_>>())
            .map(|mut row| {
                row.sort_by_key(|&(to, _)| to);
                row.dedup_by_key(|&mut (to, _)| to);
                row
            })
            .collect();
        let frequency = (0..N_ITEMS).map(|item| 1.0 + (item % 9) as f32).collect();
        Self { parts, factors, rows, frequency }
    }

    fn material(&self) -> Material<'_> {
        let axes = PrincipalAxes::of(&[self.factors.view()]);
        Material::new(&self.parts, (self.factors.view(), axes), &self.rows, &self.frequency)
    }

    /// Returns the scores of all items for a visitor of two of them.
    fn scores(parts: &ModelParts) -> Vec<f32> {
        let ranker = Ranker::new(Model::decode(encode(parts).expect("valid")).expect("valid"));
        let views = [3, 77].map(|item| Event { at_ms: 0, item, kind: EventKind::ViewItem });
        let visitor = ranker.visitor(&views);
        (0..N_ITEMS as u32).map(|item| ranker.score(&visitor, item)).collect()
    }

    /// Returns the scores of the factors as they were learned, without a table.
    fn learned_scores(&self, quantize: impl Fn(&[f32], usize) -> QuantizedFactors) -> Vec<f32> {
        let mut parts = self.parts.clone();
        parts.factors = quantize(self.factors.as_slice().expect("row-major"), N_FACTORS);
        parts.meta.factor_bits = parts.factors.bits();
        Self::scores(&parts)
    }
}

fn eight_bits(factors: &[f32], n_factors: usize) -> QuantizedFactors {
    QuantizedFactors::quantize(factors, n_factors).expect("finite")
}

/// Returns the mean squared difference over the mean square of `wanted`, around its mean.
fn error(wanted: &[f32], found: &[f32]) -> f32 {
    let mean = wanted.iter().sum::<f32>() / wanted.len() as f32;
    let squared: f32 = wanted.iter().zip(found).map(|(a, b)| (a - b).powi(2)).sum();
    squared / wanted.iter().map(|a| (a - mean).powi(2)).sum::<f32>()
}

#[test]
fn no_file_is_a_byte_too_long_and_little_is_left_over() {
    let shop = Shop::new();
    let material = shop.material();
    let whole = encode(&material.arrange(ByteMix { n_factors: N_FACTORS, factor_bits: 8 }, usize::MAX).expect("fits"));
    let whole = whole.expect("valid").len();
    let nothing = material.arrange(ByteMix::NOTHING, 0).expect_err("no file is empty");
    let TrainError::Budget { max_bytes: 0, needed } = nothing else { panic!("{nothing}") };
    let mut tables = 0;
    for max_bytes in (needed..whole + 500).step_by(97).chain([needed, whole]) {
        let ranked = material.rank(max_bytes, |parts| {
            assert!(encode(parts)?.len() <= max_bytes);
            Ok(parts.next_items.n_pairs() as f64)
        });
        let ranked = ranked.expect("the ids fit");
        let (best, parts) = material.arrange_first(&ranked, max_bytes).expect("what was ranked fits");
        assert_eq!((best, parts.next_items.n_pairs()), (ranked[0], best.n_pairs));
        let n_bytes = encode(&parts).expect("valid").len();
        assert!(n_bytes <= max_bytes, "{n_bytes} of {max_bytes}");
        let all: usize = shop.rows.iter().map(Vec::len).sum();
        if (1..all).contains(&best.n_pairs) {
            tables += 1;
            assert!(max_bytes - n_bytes < 100, "{} bytes are left of {max_bytes}", max_bytes - n_bytes);
        }
    }
    assert!(tables > 10, "most of these budgets cut the table: {tables}");
    for max_bytes in [0, needed - 1] {
        let error = material.rank(max_bytes, |_| Ok(0.0)).expect_err("too small");
        assert!(error.to_string().ends_with(&format!("expected a budget of {needed} bytes or more")), "{error}");
    }
}

#[test]
fn all_factors_turned_score_as_before() {
    let shop = Shop::new();
    let parts = shop.material().arrange(ByteMix { n_factors: N_FACTORS, factor_bits: 8 }, usize::MAX).expect("fits");
    let without_table = ModelParts { next_items: NextItemTable::default(), ..parts };
    let lost = error(&shop.learned_scores(eight_bits), &Shop::scores(&without_table));
    assert!(lost < 1e-3, "{lost}");
}

#[test]
fn weak_factors_and_low_bits_go_first() {
    let shop = Shop::new();
    let wanted = shop.learned_scores(eight_bits);
    let lost = |n_factors, factor_bits| {
        let parts = shop.material().arrange(ByteMix { n_factors, factor_bits }, usize::MAX).expect("fits");
        assert_eq!((usize::from(parts.meta.n_factors), parts.meta.factor_bits), (n_factors, factor_bits));
        assert_eq!(parts.centroids.len(), n_factors);
        error(&wanted, &Shop::scores(&ModelParts { next_items: NextItemTable::default(), ..parts }))
    };
    let (eight, four, half) = (lost(16, 8), lost(16, 4), lost(8, 8));
    assert!(eight < four && four < 0.1, "four bits lose more than eight, and still little: {eight}, {four}");
    assert!(eight < half && half < 0.1, "the weak half says little: {half}");
}

#[test]
fn a_better_answer_wins_and_the_same_material_makes_the_same_file() {
    let shop = Shop::new();
    let wanted = shop.learned_scores(eight_bits);
    let score = |parts: &ModelParts| {
        Ok(-f64::from(error(
            &wanted,
            &Shop::scores(&ModelParts { next_items: NextItemTable::default(), ..parts.clone() }),
        )))
    };
    let max_bytes = 16_000;
    let made = || {
        let ranked = shop.material().rank(max_bytes, score).expect("fits");
        let (best, parts) = shop.material().arrange_first(&ranked, max_bytes).expect("fits");
        (best.mix, encode(&parts).expect("valid"))
    };
    let (mix, bytes) = made();
    assert_eq!(mix, ByteMix { n_factors: N_FACTORS, factor_bits: 8 }, "these questions are about factors alone");
    assert_eq!(made(), (mix, bytes));
    let pairs = shop.material().rank(max_bytes, |parts| Ok(parts.next_items.n_pairs() as f64)).expect("fits");
    assert_eq!(pairs[0].mix, ByteMix::NOTHING, "and these about pairs");
}
