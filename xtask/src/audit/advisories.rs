//! Known weaknesses of the crates: where cargo-deny and its database are at hand. Elsewhere the line stays grey.

use super::line::{Line, Part, State};
use crate::run::Step;
use crate::workspace::{Workspace, which};

const COMMAND: &str = "cargo deny check advisories";

/// Asks cargo-deny.
pub(crate) fn line(tree: &Workspace) -> Line {
    let line = Line::new(Part::Supply, "advisories", "Known weaknesses (RUSTSEC)")
        .expects("no advisory but those that deny.toml ignores, each with its reason")
        .again(COMMAND);
    if which("cargo-deny").is_none() {
        return line
            .ends(State::Grey, "not looked at: cargo-deny is not installed here (cargo install --locked cargo-deny)");
    }
    let mut cargo = tree.cargo();
    cargo.args(["deny", "check", "advisories"]);
    match Step::new("Asking for known weaknesses", cargo).judged() {
        Ok(ended) if ended.success() => line.ends(State::Green, "no advisory"),
        Ok(ended) => {
            // A finding has a code: `error[vulnerability]`. Without one, the database could not be had.
            let finding = ended.lines.iter().find(|line| line.starts_with("error[")).cloned();
            let last = ended.lines.last().cloned().unwrap_or_default();
            let line = line.details(ended.lines);
            match finding {
                Some(finding) => line.ends(State::Red, finding),
                None => line.ends(State::Grey, format!("not looked at: cargo-deny has no database here: {last}")),
            }
        }
        Err(error) => line.ends(State::Grey, format!("not looked at: {error:#}")),
    }
}
