//! What follows a click on this machine: the fold-in by length of session, one reranked page, one explanation, and what
//! public features cost at each step.
#![expect(clippy::expect_used, reason = "a bench says what it holds for certain")]

mod stopwatch;

use etalage::fixture::{self, SplitMix64};
use etalage::format::encode;
use etalage::model::FeatureTable;
use etalage::rank::Ranker;
use etalage::session::{Event, EventKind};
use etalage::{ItemIx, Model, Personalizer};
use stopwatch::{Contender, race};

const N_ITEMS: usize = 20_000;
const LONGEST: usize = 256;
/// The catalogue in which features are weighed, and how many there are, in all and of one item.
const FEATURED: usize = 10_000;
const FEATURES: usize = 8_000;
const OF_ITEM: usize = 8;

fn main() {
    sessions();
    features();
}

fn sessions() {
    let file = encode(&fixture::random(20, N_ITEMS, 64, 12).expect("64 is a multiple of 8")).expect("a valid model");
    let mut random = SplitMix64(3);
    let mut item = || (random.next() % N_ITEMS as u64) as ItemIx;
    let events: Vec<Event> = (0..LONGEST)
        .map(|second| Event { at_ms: second as i64 * 1_000, item: item(), kind: EventKind::ViewItem })
        .collect();
    let ranker = Ranker::new(Model::decode(file.clone()).expect("just encoded"));
    let fold_in = |n: usize| {
        let (ranker, events) = (&ranker, &events);
        move || ranker.visitor(&events[..n])
    };
    race(
        "fold-in of a session",
        vec![
            Contender::new("10 events", fold_in(10)),
            Contender::new("1 event", fold_in(1)),
            Contender::new("50 events", fold_in(50)),
            Contender::new("256 events", fold_in(LONGEST)),
        ],
    );

    let mut shop = Personalizer::new(Model::decode(file).expect("just encoded"));
    for event in &events[..10] {
        shop.observe(event.kind, event.item, event.at_ms).expect("a known item, a valid time");
    }
    let page: Vec<ItemIx> = (0..1_000).map(|_| item()).collect();
    race(
        "from the session to the page",
        vec![
            Contender::new("rerank of 100", || shop.rerank(&page[..100], &[], 1.0)),
            Contender::new("rerank of 1,000", || shop.rerank(&page, &[], 1.0)),
            Contender::new("explanation of one score", || shop.explain(page[0])),
        ],
    );
}

/// The steps of a visit without public features and with them: the same model but for these.
fn features() {
    let mut parts = fixture::random(20, FEATURED, 64, 12).expect("64 is a multiple of 8");
    parts.features = FeatureTable::default();
    let without = encode(&parts).expect("a valid model");
    fixture::featured(&mut parts, 21, FEATURES, OF_ITEM).expect("fewer than 255");
    let with = encode(&parts).expect("a valid model");
    let mut random = SplitMix64(3);
    let mut item = || (random.next() % FEATURED as u64) as ItemIx;
    let events: Vec<Event> =
        (0..10).map(|second| Event { at_ms: second * 1_000, item: item(), kind: EventKind::ViewItem }).collect();
    let page: Vec<ItemIx> = (0..100).map(|_| item()).collect();
    let recommend = |shop: &Personalizer| shop.recommend(20, &[]);
    let rerank = |shop: &Personalizer| shop.rerank(&page, &[], 1.0).expect("a strength of 1").len();
    let observe = |_: &Personalizer| ();
    race(
        "a click, then the 20 best of 10,000",
        vec![
            Contender::new("without features", step(&without, &events, recommend)),
            Contender::new("with 8 features an item", step(&with, &events, recommend)),
        ],
    );
    race(
        "a click, then a rerank of 100",
        vec![
            Contender::new("without features", step(&without, &events, rerank)),
            Contender::new("with 8 features an item", step(&with, &events, rerank)),
        ],
    );
    race(
        "a click alone",
        vec![
            Contender::new("without features", step(&without, &events, observe)),
            Contender::new("with 8 features an item", step(&with, &events, observe)),
        ],
    );
}

/// Makes a step of a visit: the last click, and what is asked then. Taking ten events anew costs what the tenth alone
/// costs: the visitor is made once.
fn step<T>(file: &[u8], events: &[Event], ask: impl Fn(&Personalizer) -> T) -> impl FnMut() -> T {
    let mut shop = Personalizer::new(Model::decode(file.to_vec()).expect("just encoded"));
    move || {
        shop.replay(events.iter().copied().map(Ok)).expect("known items, valid times");
        ask(&shop)
    }
}
