//! `cargo xtask audit`: one page on which a privacy team sees, line by line, what holds and how to look again.
//!
//! Invariants: a line is green only when it was looked at in this very run; what cannot be looked at here is grey and says
//! what is missing; one red line makes the command fail.

mod advisories;
mod annexes;
mod behaviour;
mod elsewhere;
mod graph;
mod law;
mod licences;
mod line;
mod model;
mod page;
mod reach;
mod results;
mod runners;
mod sabotage;
mod sbom;
mod stand_in;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use self::line::{Line, State};
use self::model::Given;
use crate::run::{self, say};
use crate::toolchain::Toolchain;
use crate::wasm::build_package;
use crate::workspace::Workspace;

pub(crate) use self::sabotage::run as sabotaged;

/// Options of `cargo xtask audit`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Audit {
    /// The model that is to be published, with the catalogue and manifest that the exporter wrote beside it.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// The card of that model; without it, the `.card.html` or `.card.json` beside the model.
    #[arg(long, value_name = "FILE", requires = "model")]
    card: Option<PathBuf>,
    /// Run every test that the GDPR table names: compiles the exporter and installs the apps, longer than ten minutes.
    #[arg(long)]
    full: bool,
    /// Print audit.json to standard output, and all else to standard error.
    #[arg(long)]
    json: bool,
}

impl Audit {
    /// Looks at everything, writes the page, and says whether no line is red.
    pub(crate) fn run(&self, workspace: &Workspace) -> Result<bool> {
        if self.json {
            run::say_to_standard_error();
        }
        let begin = Instant::now();
        let toolchain = Toolchain::prepare(workspace)?;
        build_package(workspace, &toolchain)?;
        let given = self.model.as_deref().map(|model| Given::read(model, self.card.as_deref())).transpose()?;

        let mut lines = elsewhere::lines(workspace, &toolchain);
        lines.extend(reach::lines(workspace, workspace));
        let (behaviour, mut results) = behaviour::lines(workspace, workspace, given.as_ref());
        lines.extend(behaviour);
        lines.extend(supply(workspace, given.as_ref()));
        lines.extend(model::lines(workspace, given.as_ref()));
        results.add(runners::run_named(workspace, &law::named(workspace), self.full)?);
        lines.extend(law::lines(workspace, &results));

        let page = page::write(workspace, &lines)?;
        if self.json {
            println!("{}", page::json(&lines));
        }
        for line in lines.iter().filter(|line| line.state != State::Green) {
            say(&format!("{:<6} {}: {}", line.state.word(), line.what, line.found));
        }
        let count = |state| lines.iter().filter(|line| line.state == state).count();
        let [green, red, grey] = [State::Green, State::Red, State::Grey].map(count);
        say(&format!("\n{green} green, {red} red, {grey} grey in {} s: {}", begin.elapsed().as_secs(), page.display()));
        Ok(red == 0)
    }
}

/// Gives the lines about what the project is made of.
fn supply(workspace: &Workspace, given: Option<&Given>) -> Vec<Line> {
    let mut lines = licences::lines(workspace);
    lines.push(advisories::line(workspace));
    lines.push(sbom::line(workspace, given));
    lines
}

/// Gives every line that needs neither a compiler nor a browser, about a tree that may be a copy of this one.
fn without_running(tree: &Workspace, tools: &Workspace) -> Vec<Line> {
    let mut lines = reach::lines(tree, tools);
    lines.extend(licences::lines(tree));
    lines.push(sbom::line(tree, None));
    lines.extend(law::lines(tree, &results::Results::default()));
    lines
}
