//! The audit: what a lake holds, what is wrong with it, and what it is fit for, for people who sign off on it.
//!
//! Two things are told apart. `profile` looks at the *form* of every row of every file, everybody's, before consent and
//! rules, and counts. [`Lake::read`] says what training would keep of it and drop, and why. `verdict` judges both by
//! thresholds that docs/audit.md lists; `html` and `terminal` show the result in French or English (`text`).
//!
//! Refused here: any value of any cell. What leaves this room is counts, names of columns and files, and names of faults.

mod gather;
mod html;
mod personal;
mod profile;
mod report;
mod terminal;
mod text;
mod verdict;

pub use html::Page;
pub use personal::PersonalKind;
pub use profile::{Fault, Group};
pub use report::{Audit, Coverage, FieldAudit, Finding, Period, SourceAudit, Suspicion, Training};
pub use terminal::Terminal;
pub use text::Lang;
pub use verdict::{Fitness, Purpose, Reason, Verdict};

use crate::lake::{ContentError, Dataset, Error, Lake, Source};
use profile::Profiles;

/// Is told, now and then, how many rows of a source were read.
pub type Progress<'a> = &'a mut (dyn FnMut(Source, u64) + Send);

/// Audits a lake. The files are read twice, on two threads: `looking` is told of the first reading, `reading` of the second.
///
/// # Errors
/// When a file or a column is missing, a column has the wrong type, or a file is torn. That nothing is left to train on,
/// and that training would stop at a source with too many bad rows, is no error but a finding.
pub fn audit(lake: &Lake, looking: Progress<'_>, reading: Progress<'_>) -> Result<Audit, Error> {
    let (profiles, training) = std::thread::scope(|scope| {
        let training =
            scope.spawn(|| lake.read(&mut |source, rows| reading(source, rows)).map(|dataset| learnable(&dataset)));
        let profiles = Profiles::look(lake, &mut |source, rows| looking(source, rows));
        // A panic over there is a panic here.
        let training = training.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (profiles, training)
    });
    let training = match training {
        Ok(training) => training,
        Err(Error::NoInteraction { report }) => Training { sources: report.sources, ..Training::default() },
        Err(
            Error::NothingUsable { report }
            | Error::TooManyBadRows { report, .. }
            | Error::UnreadableObjection { report },
        ) => Training { stopped_at: Some(report.source), sources: vec![*report], ..Training::default() },
        Err(Error::Content(ContentError::UnknownSuppressed { .. })) => {
            Training { stopped_at: Some(Source::Suppression), ..Training::default() }
        }
        Err(error) => return Err(error),
    };
    Ok(gather::gather(lake, &profiles?, training))
}

/// Returns what training would have to learn from.
fn learnable(dataset: &Dataset) -> Training {
    use crate::lake::VisitorKind;
    const ENOUGH_CUSTOMERS: u32 = crate::train::MIN_ITEM_CUSTOMERS;
    let by_item = {
        let mut pairs: Vec<(u32, u32)> = dataset.interactions.iter().map(|act| (act.item, act.visitor)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut by_item = vec![0_u32; dataset.items.len()];
        for (item, _) in pairs {
            by_item[item as usize] += 1;
        }
        by_item
    };
    let of_visitors = dataset.interactions.chunk_by(|one, other| one.visitor == other.visitor);
    let busy = of_visitors.filter(|acts| {
        acts.len() >= verdict::INTERACTIONS_OF_A_KNOWN_CUSTOMER
            && dataset.visitors[acts[0].visitor as usize] == VisitorKind::Customer
    });
    Training {
        sources: dataset.report.sources.clone(),
        stopped_at: None,
        items: dataset.items.len() as u64,
        items_with_category: dataset.items.iter().filter(|item| item.category.is_some()).count() as u64,
        items_with_enough_visitors: by_item.iter().filter(|visitors| **visitors >= ENOUGH_CUSTOMERS).count() as u64,
        interactions: dataset.interactions.len() as u64,
        visitors: dataset.visitors.len() as u64,
        customers: dataset.visitors.iter().filter(|kind| **kind == VisitorKind::Customer).count() as u64,
        customers_with_five_interactions: busy.count() as u64,
    }
}
