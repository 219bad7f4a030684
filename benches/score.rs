//! The 20 best of the catalogue on this machine: the int8 rows of a model, scored whole, against the same factors in f32.
#![expect(clippy::expect_used, reason = "a bench says what it holds for certain")]

mod stopwatch;

use etalage::fixture::{self, SplitMix64};
use etalage::format::encode;
use etalage::session::EventKind;
use etalage::{ItemIx, Model, Personalizer};
use stopwatch::{Contender, race};

const K: usize = 20;
const N_FACTORS: usize = 64;
/// How many public features there are, and how many an item has.
const FEATURES: usize = 8_000;
const OF_ITEM: usize = 8;

fn main() {
    for n_items in [1_000, 10_000, 100_000] {
        catalogue(n_items);
    }
}

fn catalogue(n_items: usize) {
    let mut parts = fixture::random(20, n_items, N_FACTORS, 12).expect("64 is a multiple of 8");
    fixture::featured(&mut parts, 21, FEATURES, OF_ITEM).expect("fewer than 255");
    let mut shop = Personalizer::new(Model::decode(encode(&parts).expect("a valid model")).expect("just encoded"));
    let mut random = SplitMix64(3);
    for second in 0..10 {
        let item = (random.next() % n_items as u64) as ItemIx;
        shop.observe(EventKind::ViewItem, item, second * 1_000).expect("a known item, a valid time");
    }
    let view = shop.model().factors();
    let factors: Vec<f32> = (0..n_items as ItemIx).flat_map(|item| view.vector(item).map(|v| v as f32)).collect();
    let vector: Vec<f32> = shop.visitor().folded.vector.iter().map(|&v| v as f32).collect();
    #[cfg_attr(target_arch = "wasm32", expect(unused_mut, reason = "ndarray is not there"))]
    let mut contenders = vec![
        Contender::new("etalage: int8, whole score, top-20", || shop.recommend(K, &[])),
        Contender::new("plain loop: f32, no top-k", || dots(&factors, &vector)),
        Contender::new("plain loop: f32, top-20 by selection", || best(&dots(&factors, &vector))),
    ];
    #[cfg(not(target_arch = "wasm32"))]
    {
        let y = ndarray::ArrayView2::from_shape((n_items, N_FACTORS), &factors).expect("as many as there are");
        let x = ndarray::ArrayView1::from(&vector);
        contenders.push(Contender::new("ndarray: f32 dot, top-20 by selection", move || best(&y.dot(&x).to_vec())));
    }
    race(&format!("top-20 of {n_items} items"), contenders);
}

fn dots(factors: &[f32], vector: &[f32]) -> Vec<f32> {
    factors.chunks_exact(N_FACTORS).map(|row| row.iter().zip(vector).map(|(y, x)| y * x).sum()).collect()
}

/// Returns the items of the 20 greatest scores, best first. O(n).
fn best(scores: &[f32]) -> Vec<usize> {
    let mut items: Vec<usize> = (0..scores.len()).collect();
    let descending = |a: &usize, b: &usize| scores[*b].total_cmp(&scores[*a]);
    items.select_nth_unstable_by(K - 1, descending);
    items.truncate(K);
    items.sort_unstable_by(descending);
    items
}
