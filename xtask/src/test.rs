//! `cargo xtask test`: every test in every host, the checks of the text, and one line that sums them up.
//!
//! It refuses a host in which no test ran, and goes on after a failure so that one run shows all of them.

use std::cell::OnceCell;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::json;

use crate::audit::{self, Audit};
use crate::browser;
use crate::count::Count;
use crate::demo::check_visitors;
use crate::lint;
use crate::model::{LakeSize, demo_model, learned_model};
use crate::npm;
use crate::report::Report;
use crate::run::Step;
use crate::serve;
use crate::site::Site;
use crate::stage::Stage;
use crate::toolchain::Toolchain;
use crate::wasm::{build_package, test_runner};
use crate::workspace::Workspace;

/// A browser that hangs must not hold the whole run.
const BROWSER_LIMIT: Duration = Duration::from_secs(45 * 60);

/// The file of the shop's tests that measures time.
const MEASURES: &str = "budget.test.mjs";

/// The file of the shop's tests that compares what the network sees of visitors whose pages are in opposite orders: its model
/// has learned parts, so that every page has an order of its own for each of them.
const COMPARES: &str = "interference.test.mjs";

/// What Chromium is told when WebDriver starts it: no window, no sandbox (containers and root have none), and not a
/// word to the outside.
const CHROMIUM_ARGS: [&str; 8] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Runs the tests, all or one stage, and says whether everything held.
pub(crate) fn run(workspace: &Workspace, only: Option<Stage>) -> bool {
    let mut run = Run { workspace, toolchain: OnceCell::new(), package: None, report: Report::default() };
    for stage in Stage::ALL {
        if only.is_some_and(|only| only != stage) {
            continue;
        }
        if only.is_none() && stage.only_when_asked() {
            run.report.note(stage.not_run());
            continue;
        }
        let result = match stage {
            Stage::Native => run.native(),
            Stage::Wasm => run.wasm(),
            Stage::Npm => run.npm(),
            Stage::Package => run.published(),
            Stage::E2e => run.e2e(),
            Stage::Lint => run.lint(),
            Stage::Audit => run.audit(),
        };
        if let Err(error) = result {
            run.report.broken(format!("{error:#}"));
        }
    }
    run.report.print()
}

/// One run of the tests: what its stages share is made once, by the first that needs it.
struct Run<'a> {
    workspace: &'a Workspace,
    toolchain: OnceCell<Option<Toolchain>>,
    /// Whether the package could be built, once that was tried.
    package: Option<bool>,
    report: Report,
}

impl Run<'_> {
    /// Unit, integration and documentation tests of every crate.
    ///
    /// The exporter's tests train real models, so they share the exporter's optimised profile and what is compiled
    /// for it; these commands have their own.
    fn native(&mut self) -> Result<()> {
        let mut count = Count::default();
        for (what, args) in [
            ("Rust tests on this machine", ["--profile", "tool", "--workspace", "--exclude", "xtask"].as_slice()),
            ("Tests of these commands", &["--profile", "xtask", "--package", "xtask"]),
        ] {
            let mut cargo = self.workspace.cargo();
            cargo.arg("test").args(args).args(["--no-fail-fast", "--", "--show-output"]);
            let ended = Step::new(what, cargo).shown()?;
            count += self.report.judged(what, &ended, Count::of_cargo);
        }
        self.report.host("native", count);
        Ok(())
    }

    /// The core's tests as wasm: the same test bodies in Node, then in Chromium.
    fn wasm(&mut self) -> Result<()> {
        npm::check_node()?;
        let run_in = |run: &mut Self, host: &str, environment: &[(&str, String)]| -> Result<()> {
            let toolchain = run.toolchain()?;
            let mut cargo = toolchain.cargo(run.workspace, "test", &[]);
            cargo.args(test_runner()?).args([
                "--profile",
                "tool",
                "--package",
                "etalage",
                "--lib",
                "--tests",
                "--no-fail-fast",
            ]);
            cargo.envs(environment.iter().map(|(name, value)| (name, value)));
            let what = format!("The core's tests as {host}");
            let ended = Step::new(&what, cargo).limit(BROWSER_LIMIT).shown()?;
            let count = run.report.judged(&what, &ended, Count::of_cargo);
            run.report.host(host, count);
            Ok(())
        };
        run_in(self, "wasm in Node", &[("WASM_BINDGEN_TEST_ONLY_NODE", "1".into())])?;
        let driver = browser::chromedriver()?;
        let chromium = browser::chromium()?;
        let capabilities = self.workspace.built("webdriver.json");
        let text = json!({ "goog:chromeOptions": { "binary": chromium, "args": CHROMIUM_ARGS } });
        fs::write(&capabilities, text.to_string())
            .with_context(|| format!("cannot write {}", capabilities.display()))?;
        let environment = [
            ("WASM_BINDGEN_USE_BROWSER", "1".to_owned()),
            ("WASM_BINDGEN_TEST_ONLY_WEB", "1".to_owned()),
            ("WASM_BINDGEN_TEST_TIMEOUT", "300".to_owned()),
            ("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60".to_owned()),
            ("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities.to_string_lossy().into_owned()),
            ("CHROMEDRIVER", driver.to_string_lossy().into_owned()),
        ];
        run_in(self, "wasm in Chromium", &environment)
    }

    /// The npm package as it ships, under Node.
    fn npm(&mut self) -> Result<()> {
        self.package()?;
        let ended = npm::script(&self.workspace.path("npm"), "test").shown()?;
        let count = self.report.judged("The npm package's tests", &ended, Count::of_node);
        self.report.host("npm package in Node", count);
        Ok(())
    }

    /// The packed package in tiny apps: each build tool, each adapter beside its library, each failure.
    fn published(&mut self) -> Result<()> {
        let chromium = browser::chromium()?;
        self.package()?;
        let folder = self.workspace.path("npm/apps");
        npm::install(&folder)?;
        let node = browser_tests(&folder.join("test"), &chromium, &[], 1, |_| true)?;
        let what = "The packed package in Chromium";
        let ended = Step::new(what, node).limit(BROWSER_LIMIT).shown()?;
        let count = self.report.judged(what, &ended, Count::of_node);
        self.report.host("packed package", count);
        Ok(())
    }

    /// The demo shop in a headless browser: the page's own tests, then the two visitors of `demo --check`.
    fn e2e(&mut self) -> Result<()> {
        let chromium = browser::chromium()?;
        self.package()?;
        let model = demo_model(self.workspace, LakeSize::Medium)?;
        let learned = serve::anywhere(Site::new(self.workspace, learned_model(self.workspace, &model)?)?)?;
        let server = serve::anywhere(Site::new(self.workspace, model)?)?;
        npm::install(&self.workspace.path("tests/e2e"))?;
        let mut count = Count::default();
        // What measures time runs alone. The others wait for their browsers half of the time, so that two go side by side.
        for (what, lanes, only, url) in [
            ("What the demo shop costs", 1, Some(MEASURES), &server.url),
            ("What the network sees of opposite orders", 1, Some(COMPARES), &learned.url),
            ("The demo shop in Chromium", 2, None, &server.url),
        ] {
            let environment = [("ETALAGE_URL", url.as_str())];
            let folder = self.workspace.path("tests/e2e");
            let chosen = |name: &str| match only {
                Some(only) => name == only,
                None => name != MEASURES && name != COMPARES,
            };
            let node = browser_tests(&folder, &chromium, &environment, lanes, chosen)?;
            let ended = Step::new(what, node).limit(BROWSER_LIMIT).shown()?;
            count += self.report.judged(what, &ended, Count::of_node);
        }
        self.report.host("shop in Chromium", count);
        check_visitors(self.workspace, &server.url, &chromium)
    }

    /// What reads the text instead of running it.
    fn lint(&mut self) -> Result<()> {
        let toolchain = self.toolchain()?;
        npm::check_node()?;
        for folder in ["npm", "npm/docs"] {
            npm::install(&self.workspace.path(folder))?;
        }
        let checks = lint::checks(self.workspace, &toolchain);
        let all = checks.len();
        let mut held = 0;
        for check in checks {
            match check.quiet() {
                Ok(()) => held += 1,
                Err(error) => self.report.broken(format!("{error:#}")),
            }
        }
        self.report.note(format!("{held} of {all} lint checks hold"));
        Ok(())
    }

    /// The audit itself, then every fault that it must notice.
    fn audit(&mut self) -> Result<()> {
        if !Audit::default().run(self.workspace)? {
            self.report.broken("cargo xtask audit: a line is red; it is named above".to_owned());
        }
        let count = audit::sabotaged(self.workspace)?;
        self.report.host("planted faults", count);
        Ok(())
    }

    fn toolchain(&self) -> Result<Toolchain> {
        let prepared = self
            .toolchain
            .get_or_init(|| Toolchain::prepare(self.workspace).inspect_err(|error| println!("    {error:#}")).ok());
        prepared.clone().ok_or_else(|| anyhow!("no compiler for wasm32: the reason is above"))
    }

    /// Builds the npm package once. One that is over its budget is a failure, but can be tested.
    fn package(&mut self) -> Result<()> {
        let toolchain = self.toolchain()?;
        if self.package.is_none() {
            let shipped = build_package(self.workspace, &toolchain).inspect_err(|error| println!("    {error:#}"));
            if let Ok(shipped) = &shipped {
                shipped.print();
                if let Err(error) = shipped.check_budget() {
                    self.report.broken(error.to_string());
                }
            }
            self.package = Some(shipped.is_ok());
        }
        ensure!(self.package == Some(true), "the npm package could not be built: the reason is above");
        Ok(())
    }
}

/// Gives the command that runs the chosen test files of a folder, so many at a time: they share one machine's patience.
fn browser_tests(
    folder: &Path,
    chromium: &Path,
    environment: &[(&str, &str)],
    lanes: usize,
    chosen: impl Fn(&str) -> bool,
) -> Result<Command> {
    let mut files: Vec<_> = fs::read_dir(folder)?.flatten().map(|file| file.file_name()).collect();
    files.retain(|name| name.to_str().is_some_and(|name| name.ends_with(".test.mjs") && chosen(name)));
    files.sort();
    let mut node = Command::new("node");
    node.current_dir(folder).arg("--test").arg(format!("--test-concurrency={lanes}")).args(files);
    node.env("CHROMIUM", chromium).envs(environment.iter().copied());
    Ok(node)
}
