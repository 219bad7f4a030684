//! What follows a click on this machine: the fold-in by length of session, one reranked page, one explanation.
#![expect(clippy::expect_used, reason = "a bench says what it holds for certain")]

mod stopwatch;

use etalage::fixture::{self, SplitMix64};
use etalage::format::encode;
use etalage::rank::Ranker;
use etalage::session::{Event, EventKind};
use etalage::{ItemIx, Model, Personalizer};
use stopwatch::{Contender, race};

const N_ITEMS: usize = 20_000;
const LONGEST: usize = 256;

fn main() {
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
