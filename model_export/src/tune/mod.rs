//! Tuning: hyper-parameters chosen by asking validation questions, most of them about the promising choices.
//!
//! [`Knob`] says once how a choice is read, set and varied; [`search`] varies all of them around the best so far and
//! halves the field before the expensive questions (successive halving, Jamieson and Talwalkar 2016, with thirds in place
//! of halves as in Hyperband, Li et al. 2018). What is tuned is of no concern to the room: the objective is a closure.
//! [`TrialLog`] keeps what was tried.
//!
//! The room refuses to look at a test file: it knows none.

mod knob;
mod log;
mod search;

pub use knob::{Knob, Scale};
pub use log::TrialLog;
pub use search::{Found, Plan, search};
