//! The workshop: reads a retailer's lake, trains, and writes the model file that the browser loads.
//!
//! Data flows one way: [`audit`] says what a lake is fit for, [`lake`] reads the retailer's six sources into a dataset,
//! [`train`] fits the model from it and hands it to `etalage::format`, [`tune`] searches hyper-parameters, [`storefront`]
//! writes the public catalogue that a shop page shows, [`privacy`] attacks what is published, and [`diff`] tells two
//! models apart. [`synth`] makes a marketplace's lake where no real one is at hand. [`cmd`] is the command line, one
//! file per verb.

pub mod audit;
pub mod cmd;
pub mod diff;
pub mod evaluate;
pub mod lake;
pub mod privacy;
pub mod progress;
pub mod safe;
pub mod storefront;
pub mod synth;
pub mod train;
pub mod tune;
pub mod write;
