//! Proof that the audit notices: each fault is planted alone in a copy of the tree, and exactly its own line must turn red.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::line::{Line, State};
use super::{behaviour, without_running};
use crate::count::Count;
use crate::run::{Step, say};
use crate::wasm::ENGINES;
use crate::workspace::{Workspace, copy};

/// A fault, and the one line that it turns red.
struct Fault {
    what: &'static str,
    line: &'static str,
    plant: Plant,
}

/// How a fault comes into a copy of the tree.
enum Plant {
    /// One more import of the engine, of this name.
    Import(&'static str),
    /// These words at the end of a file.
    End(&'static str, &'static str),
    /// In a file, the first text is replaced by the second.
    Replaced(&'static str, &'static str, &'static str),
    /// In both languages of the table, the first test is replaced by the second.
    Test(&'static str, &'static str),
    /// A crate of this licence that the engine depends on.
    Crate(&'static str),
}

const SCRIPT: &str = "npm/dist/index.js";
const SHOP: &str = "www/main.js";

/// Faults that are seen without running anything.
const STILL: [Fault; 20] = [
    fault("a network import in the engine", "imports-engine", Plant::Import("fetch")),
    fault("a request", "scripts-network", Plant::End(SCRIPT, "fetch('/told');")),
    fault("a beacon", "scripts-beacon", Plant::End(SCRIPT, "navigator.sendBeacon('/told');")),
    fault("WebRTC", "scripts-webrtc", Plant::End(SCRIPT, "new RTCPeerConnection();")),
    fault("a key in the storage", "scripts-storage", Plant::End(SHOP, "localStorage.setItem('seen', '1');")),
    fault("a cookie", "scripts-cookie", Plant::End(SHOP, "document.cookie = 'seen=1';")),
    fault("a canvas", "scripts-canvas", Plant::End(SCRIPT, "new OffscreenCanvas(9, 9);")),
    fault("a random number", "scripts-identity", Plant::End(SCRIPT, "Math.random();")),
    fault("a timer", "scripts-timer", Plant::End(SCRIPT, "setTimeout(() => {}, 9);")),
    fault("a worker", "scripts-worker", Plant::End(SHOP, "new Worker('/worker.js');")),
    fault("a message to another window", "scripts-message", Plant::End(SHOP, "opener?.focus();")),
    fault("code made at run time", "scripts-code", Plant::End(SCRIPT, "eval('1');")),
    fault("navigation", "scripts-navigation", Plant::End(SHOP, "location = '/elsewhere';")),
    fault("a picture as a message", "scripts-address", Plant::End(SHOP, "new Image().src = '/told.gif';")),
    fault("a name put together", "scripts-indirect", Plant::End(SCRIPT, "globalThis[['fe', 'tch'].join('')];")),
    fault("a global that nobody knows", "scripts-other", Plant::End(SHOP, "trackingTool.start();")),
    fault("a licence outside of the list", "licences", Plant::Crate("GPL-3.0-only")),
    fault(
        "a dependency of the npm package",
        "npm-runtime",
        Plant::Replaced(
            "npm/package.json",
            "\"peerDependencies\": {",
            "\"dependencies\": { \"left-pad\": \"1\" },\n\"peerDependencies\": {",
        ),
    ),
    fault(
        "a line of the GDPR table that names a missing test",
        "law-gdpr-7-3",
        Plant::Test(ERASE, "npm/test/session.test.mjs::nobody wrote this"),
    ),
    fault(
        "a line of the French table with another test",
        "law-languages",
        Plant::Replaced(TABLES[1], ERASE, "npm/test/session.test.mjs"),
    ),
];

const TABLES: [&str; 2] = ["docs/privacy/en/gdpr.md", "docs/privacy/fr/rgpd.md"];
/// A test that one line of the table alone names.
const ERASE: &str = "npm/test/session.test.mjs::lowering consent deletes";

/// Faults that only a browser shows. Neither uses anything of the browser that the shop does not use already.
const RUNNING: [Fault; 2] = [
    fault(
        "a key stored before consent",
        "storage",
        Plant::End(SHOP, "(await import('./choice.js')).remember('persistent');"),
    ),
    fault(
        "a rank in an address",
        "interference",
        Plant::Replaced(
            "www/views/shelf.js",
            "order.slice(0, shown).map(cards)",
            "order.slice(0, shown).map((item, rank) => { const node = cards(item); node.querySelector('a').href += `/${rank}`; return node; })",
        ),
    ),
];

const fn fault(what: &'static str, line: &'static str, plant: Plant) -> Fault {
    Fault { what, line, plant }
}

/// Plants every fault in turn, and counts those whose own line, and no other, turned red.
///
/// # Errors
/// When a copy cannot be made, or a line is red without any fault.
pub(crate) fn run(workspace: &Workspace) -> Result<Count> {
    let untouched = red(&without_running(&copied(workspace)?.1, workspace));
    ensure!(untouched.is_empty(), "red without any fault: {untouched:?}");
    let mut count = Count::default();
    for fault in STILL {
        judge(workspace, &fault, &mut count, |tree| without_running(tree, workspace))?;
    }
    for fault in RUNNING {
        judge(workspace, &fault, &mut count, |tree| behaviour::in_browser(tree, workspace))?;
    }
    Ok(count)
}

/// Plants one fault and compares what turned red.
fn judge(
    workspace: &Workspace,
    fault: &Fault,
    count: &mut Count,
    look: impl Fn(&Workspace) -> Vec<Line>,
) -> Result<()> {
    let (_folder, tree) = copied(workspace)?;
    plant(workspace, &tree, &fault.plant).with_context(|| format!("planting {}", fault.what))?;
    let found = red(&look(&tree));
    if found == BTreeSet::from([fault.line.to_owned()]) {
        count.passed += 1;
        say(&format!("    planted {}: `{}` is red, and nothing else", fault.what, fault.line));
    } else {
        count.failed += 1;
        say(&format!("    FAILED: planted {}: expected `{}` red, found {found:?}", fault.what, fault.line));
    }
    Ok(())
}

fn red(lines: &[Line]) -> BTreeSet<String> {
    lines.iter().filter(|line| line.state == State::Red).map(|line| line.id.clone()).collect()
}

/// Copies the tree, and the package that was built from it.
fn copied(workspace: &Workspace) -> Result<(TempDir, Workspace)> {
    let folder = tempfile::Builder::new().prefix("etalage-sabotage-").tempdir()?;
    let tree = workspace.copied_to(folder.path())?;
    copy(&workspace.path("npm/dist"), &tree.path("npm/dist"))?;
    Ok((folder, tree))
}

fn plant(workspace: &Workspace, tree: &Workspace, plant: &Plant) -> Result<()> {
    let changed = |file: &str, change: &dyn Fn(String) -> Result<String>| -> Result<()> {
        let path = tree.path(file);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
        fs::write(&path, change(text)?).with_context(|| format!("cannot write {file}"))
    };
    let replaced = |file: &str, from: &str, to: &str| {
        changed(file, &|text| {
            ensure!(text.contains(from), "{file} no longer has the place that is tampered with: {from}");
            Ok(text.replacen(from, to, 1))
        })
    };
    match *plant {
        Plant::End(file, words) => changed(file, &|text| Ok(format!("{text}\n{words}\n"))),
        Plant::Replaced(file, from, to) => replaced(file, from, to),
        Plant::Test(from, to) => TABLES.iter().try_for_each(|table| replaced(table, from, to)),
        Plant::Crate(licence) => {
            fs::create_dir_all(tree.path("planted/src"))?;
            fs::write(tree.path("planted/src/lib.rs"), "")?;
            let manifest = format!(
                "[package]\nname = \"planted\"\nversion = \"1.0.0\"\nedition = \"2024\"\nlicense = \"{licence}\"\n"
            );
            fs::write(tree.path("planted/Cargo.toml"), manifest)?;
            changed("Cargo.toml", &|text| {
                Ok(text.replacen("[dependencies]", "[dependencies]\nplanted = { path = \"planted\" }", 1))
            })
        }
        Plant::Import(name) => {
            let (build, _) = ENGINES[1];
            let wasm = tree.path("npm/dist").join(build).join("etalage_bg.wasm");
            let script = "const [tool, file, name] = process.argv.slice(1); \
                          const { patched } = await import(tool); \
                          const { readFile, writeFile } = await import('node:fs/promises'); \
                          await writeFile(file, await patched(new Uint8Array(await readFile(file)), name));";
            let mut node = Command::new("node");
            node.args(["--input-type=module", "-e", script])
                .arg(workspace.path("tests/e2e/wasm.mjs"))
                .arg(wasm)
                .arg(name);
            Step::new("Planting an import", node).read().map(drop)
        }
    }
}
