//! `cargo xtask demo`: the whole street, from a synthetic lake to a shop page in a browser.
//!
//! `--check` refuses a package that is over its budget; a person who looks at the shop is only told.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::browser;
use crate::model::{LakeSize, ModelFiles, demo_model};
use crate::npm;
use crate::run::Step;
use crate::serve;
use crate::site::Site;
use crate::sizes::{Shipped, grouped};
use crate::toolchain::Toolchain;
use crate::wasm::build_package;
use crate::workspace::Workspace;

/// Options of `cargo xtask demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Score two scripted visitors in a headless browser, print what they see, and end.
    #[arg(long)]
    check: bool,
    /// The port to serve on; without it the first free one from 8080.
    #[arg(long)]
    port: Option<u16>,
    /// A model of your own, with the catalogue and manifest that the exporter wrote beside it.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// The size of the synthetic lake.
    #[arg(long, value_enum, default_value_t)]
    size: LakeSize,
    /// Photograph the shop, the glass box and the desk into docs/img, and end.
    #[arg(long, conflicts_with = "check")]
    screenshots: bool,
    /// Open the shop in the system's browser.
    #[arg(long)]
    open: bool,
}

impl Demo {
    /// Prepares everything, then checks or serves.
    pub(crate) fn run(&self, workspace: &Workspace) -> Result<()> {
        let chromium = (self.check || self.screenshots).then(browser::chromium).transpose()?;
        npm::check_node()?;
        let toolchain = Toolchain::prepare(workspace)?;
        let shipped = build_package(workspace, &toolchain)?;
        let model = match &self.model {
            Some(file) => ModelFiles::beside(file)?,
            None => demo_model(workspace, self.size)?,
        };
        let site = Site::new(workspace, model.clone())?;
        if let Some(chromium) = chromium {
            let server = serve::anywhere(site)?;
            if self.screenshots {
                return photograph(workspace, &server.url, &chromium);
            }
            check_visitors(workspace, &server.url, &chromium)?;
            report(&model, &shipped)?;
            return shipped.check_budget();
        }
        report(&model, &shipped)?;
        if let Err(error) = shipped.check_budget() {
            println!("    but {error}");
        }
        let server = serve::on_port(site, self.port)?;
        println!("\nThe shop is open: {}   (Ctrl-C closes it)", server.url);
        if self.open {
            open(&server.url)?;
        }
        server.wait()?;
        Ok(())
    }
}

/// Lets two visitors of different tastes look around the shop, in the browser, and prints what each sees on top.
pub(crate) fn check_visitors(workspace: &Workspace, url: &str, chromium: &std::path::Path) -> Result<()> {
    let folder = workspace.path("tests/e2e");
    npm::install(&folder)?;
    let mut node = Command::new("node");
    node.current_dir(&folder).arg("demo-check.mjs").args(["--url", url, "--chromium"]).arg(chromium);
    node.arg("--large-model").arg(large_model(workspace)?);
    let ended = Step::new("Two scripted visitors in the browser", node).limit(Duration::from_secs(300)).shown()?;
    if !ended.success() {
        bail!("the scripted visitors did not see what they should: the lines above say where");
    }
    Ok(())
}

/// Makes the pictures of the README, of the shop as it is.
fn photograph(workspace: &Workspace, url: &str, chromium: &std::path::Path) -> Result<()> {
    let folder = workspace.path("tests/e2e");
    npm::install(&folder)?;
    let mut node = Command::new("node");
    node.current_dir(&folder).arg("screenshots.mjs").args(["--url", url, "--chromium"]).arg(chromium);
    Step::new("Photographing the shop", node).limit(Duration::from_secs(300)).quiet()
}

/// Writes a model of 20,000 items by formula, the size at which loading is timed, and returns where it is.
fn large_model(workspace: &Workspace) -> Result<PathBuf> {
    let file = workspace.built("demo/20k.etalage");
    let bytes = etalage::format::encode(&etalage::fixture::random(20, 20_000, 64, 12)?)?;
    std::fs::create_dir_all(workspace.built("demo"))?;
    std::fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

/// Prints how big the model and the shipped core are.
fn report(model: &ModelFiles, shipped: &Shipped) -> Result<()> {
    let bytes = std::fs::read(&model.model).with_context(|| format!("cannot read {}", model.model.display()))?;
    println!("\nModel: {} bytes ({})", grouped(bytes.len()), model.model.display());
    shipped.print();
    Ok(())
}

/// Opens an address with the system's browser.
fn open(url: &str) -> Result<()> {
    let (program, args): (_, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(args).arg(url);
    Step::new("Opening the system's browser", command).cure(format!("open {url} yourself")).read().map(drop)
}
