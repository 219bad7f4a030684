//! Opening a model of 20,000 items on this machine, beside the least that checking its bytes can cost.
#![expect(clippy::expect_used, reason = "a bench says what it holds for certain")]

mod stopwatch;

use etalage::format::encode;
use etalage::{Model, Personalizer, fixture};
use stopwatch::{Contender, race};

fn main() {
    let file = encode(&fixture::random(20, 20_000, 64, 12).expect("64 is a multiple of 8")).expect("a valid model");
    race(
        &format!("a model of 20,000 items, {} bytes", file.len()),
        vec![
            Contender::new("a copy of the bytes", || file.clone()),
            Contender::new("their checksum", || etalage::format::crc32(&file)),
            Contender::new("decode: a copy, checked whole", || Model::decode(file.clone()).expect("just encoded")),
            Contender::new("ready for a visitor", || {
                Personalizer::new(Model::decode(file.clone()).expect("just encoded"))
            }),
        ],
    );
}
