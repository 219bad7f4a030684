//! `cargo xtask bench`: the shipped engine beside its rivals, timed in one run in Node and in Chromium, and the core on
//! this machine.
//!
//! It refuses to time answers that are wrong: each contender's are checked against the others' first
//! (`benches/web/checks.mjs`).

mod goals;
mod picture;
mod shops;
mod table;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::browser;
use crate::npm;
use crate::run::Step;
use crate::toolchain::Toolchain;
use crate::wasm::{assemble, build_package};
use crate::workspace::Workspace;

/// The contenders at three sizes take two minutes; a machine that is busy with something else takes longer.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Where the picture for the documents lies.
const PICTURE: &str = "docs/img/speed.svg";

/// Options of `cargo xtask bench`.
#[derive(Debug, clap::Args)]
pub(crate) struct Bench {
    /// Only these benches.
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// One small shop in Node, a few calls, without the rivals: proves in seconds that the bench runs and agrees.
    #[arg(long)]
    quick: bool,
    /// Print the figures of Node and Chromium as JSON, on the last line, instead of tables.
    #[arg(long)]
    json: bool,
    /// Draw the figures of Chromium into docs/img/speed.svg.
    #[arg(long)]
    picture: bool,
}

/// A part of the benches.
#[derive(Debug, Clone, Copy, PartialEq, clap::ValueEnum)]
enum Part {
    /// The shipped wasm in Node and Chromium.
    Web,
    /// The core compiled for this machine: `cargo bench`.
    Native,
}

impl Bench {
    /// Builds what ships, times it, and prints the tables with the goals.
    pub(crate) fn run(&self, workspace: &Workspace) -> Result<()> {
        if self.only != Some(Part::Native) {
            self.web(workspace)?;
        }
        if self.only != Some(Part::Web) && !self.quick {
            native(workspace)?;
        }
        Ok(())
    }

    fn web(&self, workspace: &Workspace) -> Result<()> {
        let chromium = (!self.quick).then(browser::chromium).transpose()?;
        build_package(workspace, &Toolchain::prepare(workspace)?)?.print();
        let found = self.measured(workspace, chromium.as_deref())?;
        if self.picture
            && let Some(page) = found.iter().find(|host| table::host(host).starts_with("Chromium"))
        {
            let file = workspace.path(PICTURE);
            fs::write(&file, picture::draw(page)?).with_context(|| format!("cannot write {}", file.display()))?;
            println!("==> Drawn: {}", file.display());
        }
        if self.json {
            println!("{}", Value::Array(found));
        } else if !self.quick {
            for host in &found {
                print!("\n{}\n{}", table::of(host)?, goals::of(host)?);
            }
        }
        Ok(())
    }

    /// Runs the bench in every host and returns what each found.
    fn measured(&self, workspace: &Workspace, chromium: Option<&Path>) -> Result<Vec<Value>> {
        let folder = workspace.path("benches/web");
        let shops = workspace.built("bench");
        shops::write(&shops, self.quick)?;
        assemble(workspace, &folder.join("bare.wat"), &shops.join("bare.wasm"))?;
        let mut node = Command::new("node");
        node.arg("node.mjs").arg(&shops);
        if self.quick {
            node.arg("--quick");
        } else {
            npm::install(&folder)?;
        }
        let mut found = vec![measured("The bench in Node", node, &folder, &shops)?];
        if let Some(chromium) = chromium {
            let mut page = Command::new("node");
            page.arg("chromium.mjs").arg(&shops).arg(chromium);
            found.push(measured("The bench in Chromium", page, &folder, &shops)?);
        }
        Ok(found)
    }
}

/// Runs one host of the bench and reads what it wrote beside the shops.
fn measured(what: &str, mut command: Command, folder: &Path, shops: &Path) -> Result<Value> {
    command.current_dir(folder);
    let file = shops.join("found.json");
    if file.exists() {
        fs::remove_file(&file)?;
    }
    let ended = Step::new(what, command).limit(LIMIT).shown()?;
    ensure!(ended.success(), "{what} failed: the lines above say why");
    let text = fs::read_to_string(&file).with_context(|| format!("{what} wrote no {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{what} wrote no JSON"))
}

/// Runs the benches of the core on this machine.
fn native(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["bench", "--package", "etalage"]);
    let ended = Step::new("The benches of the core on this machine", cargo).shown()?;
    ensure!(ended.success(), "the benches of the core failed: the lines above say why");
    Ok(())
}
