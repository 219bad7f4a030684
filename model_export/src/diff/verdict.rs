//! What of a difference is worth a look before the release is signed off.
//!
//! The limits are fixed and stand here and in `docs/diff.md`, so that the same difference gets the same verdict in every
//! release. Refused here: hiding a lowered threshold or a loosened rule among the many.

use etalage::model::Thresholds;
use serde::Serialize;

use super::{Change, Diff};

/// A change of more than this share of the items, new or gone, or of those with a learned vector, is worth a look.
pub const ITEMS: f64 = 0.05;
/// So is a file that grew by more than this share.
pub const BYTES: f64 = 0.10;
/// A segment whose share of the customers moved by more than this share of itself.
pub const SEGMENT: f64 = 0.25;
/// A mean overlap@20 below this.
pub const OVERLAP: f64 = 0.90;
/// A figure that fell by more than this share.
pub const FIGURE: f64 = 0.02;
/// A source that kept fewer rows than this share of before.
pub const ROWS: f64 = 0.80;

/// What is worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Verdict {
    /// Whether the two files are the same, byte for byte.
    pub identical: bool,
    /// One sentence for each thing to look at.
    pub look_at: Vec<String>,
}

impl Verdict {
    /// Returns the verdict as one line.
    pub fn line(&self) -> String {
        match (self.identical, self.look_at.len()) {
            (true, 0) => "the two files are identical".to_owned(),
            (_, 0) => "nothing a visitor could notice".to_owned(),
            (_, 1) => "1 thing to look at".to_owned(),
            (_, n) => format!("{n} things to look at"),
        }
    }
}

/// Judges a difference by the limits.
pub(super) fn verdict(diff: &Diff, thresholds: &Change<Thresholds>) -> Verdict {
    let mut look_at = Vec::new();
    let mut say = |holds: bool, what: String| {
        if holds {
            look_at.push(what);
        }
    };
    say(diff.shop.is_any(), "the models are of two shops".to_owned());
    let Change { before: [_, was_until], after: [_, until] } = &diff.trained;
    // RFC 3339 in UTC sorts as time does.
    say(until < was_until, "the second model's data end before the first's".to_owned());
    say(grew(diff.bytes) > BYTES, format!("the file grew by {:.0} %", 100.0 * grew(diff.bytes)));

    let catalogue = &diff.catalogue;
    let n_items = catalogue.items.before.max(1) as f64;
    for (named, what) in [(&catalogue.new_items, "new"), (&catalogue.gone_items, "gone")] {
        let share = named.count as f64 / n_items;
        say(share > ITEMS, format!("{} items are {what}, {:.1} % of those before", named.count, 100.0 * share));
    }
    let lost = -grew(catalogue.learned);
    say(lost > ITEMS, format!("{:.1} % fewer items have a learned vector", 100.0 * lost));

    let lowered = |of: fn(&Thresholds) -> u32| of(&thresholds.after) < of(&thresholds.before);
    say(lowered(|t| t.item_customers), "fewer customers suffice for a learned item".to_owned());
    say(lowered(|t| t.segment_customers), "fewer customers suffice for a segment".to_owned());
    say(lowered(|t| t.pair_customers), "fewer customers suffice for a pair of the next-item table".to_owned());
    for name in diff.beside.rules.keys() {
        say(true, format!("the rule {name} is another"));
    }
    let list = diff.beside.has_suppression_list;
    let both = diff.beside.manifests.before && diff.beside.manifests.after;
    say(both && list.before && !list.after, "the lake has no suppression list any more".to_owned());

    for segment in &diff.segments {
        match (segment.percent.before, segment.percent.after) {
            (Some(before), Some(after)) => {
                let moved = after / before - 1.0;
                let to = format!("from {before:.1} % to {after:.1} % of the customers");
                say(moved.abs() > SEGMENT, format!("the segment {:?} went {to}", segment.name));
            }
            (None, _) => say(true, format!("the segment {:?} is new", segment.name)),
            (_, None) => say(true, format!("the segment {:?} is gone", segment.name)),
        }
    }
    for (answers, what) in [
        (diff.answers.segments, "the segments' twenty best"),
        (diff.answers.after_one_view, "the twenty best after a view"),
    ] {
        let mean = answers.map_or(1.0, |overlap| overlap.mean);
        say(mean < OVERLAP, format!("{what} overlap by {mean:.2} only"));
    }
    say(diff.answers.after_one_view.is_none(), "the models share no item".to_owned());
    for (name, change) in &diff.beside.figures {
        if let (true, Some(before), Some(after)) = (is_of_the_mix(name), change.before, change.after) {
            say(after < before * (1.0 - FIGURE), format!("{name} fell from {before:.4} to {after:.4}"));
        }
    }
    for (source, change) in diff.beside.rows.iter().filter(|_| both) {
        let [before, after] = [change.before, change.after].map(|rows| rows.map_or(0, |rows| rows.kept));
        let fell = (after as f64) < before as f64 * ROWS;
        say(fell, format!("{source} kept {after} rows, where it kept {before}"));
    }
    Verdict { identical: !diff.sha256.is_any(), look_at }
}

/// Tells whether a figure is of what is shipped, rather than of what it is compared with.
fn is_of_the_mix(name: &str) -> bool {
    matches!(name, "ndcg_at_20" | "page_ndcg")
}

/// Returns by which share a count grew.
fn grew(change: Change<usize>) -> f64 {
    change.after as f64 / change.before.max(1) as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_says_it() {
        let line = |identical, things: usize| Verdict { identical, look_at: vec![String::new(); things] }.line();
        assert_eq!(line(true, 0), "the two files are identical");
        assert_eq!(line(false, 0), "nothing a visitor could notice");
        assert_eq!([line(false, 1), line(true, 2)], ["1 thing to look at", "2 things to look at"]);
        assert!((grew(Change { before: 200, after: 190 }) + 0.05).abs() < 1e-12);
    }
}
