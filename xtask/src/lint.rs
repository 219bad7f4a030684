//! The checks that read the text instead of running it.
//!
//! It refuses warnings: what is a warning to a person at work is an error here. Nothing that is compiled here is run, so
//! all of it is compiled in the profile that optimises nothing.

use crate::npm;
use crate::run::Step;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;

/// Gives every check, to be run one by one.
pub(crate) fn checks(workspace: &Workspace, toolchain: &Toolchain) -> Vec<Step> {
    let cargo = |what: &str, args: &[&str]| {
        let mut cargo = workspace.cargo();
        cargo.args(args);
        Step::new(what, cargo)
    };
    let mut wasm = toolchain.cargo(workspace, "clippy", &[]);
    wasm.args(["--profile", "xtask", "--package", "etalage", "--all-targets", "--", "-D", "warnings"]);
    let mut doc = workspace.cargo();
    doc.args(["doc", "--profile", "xtask", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    vec![
        cargo("Formatting of Rust", &["fmt", "--check"]).cure("cargo fmt (rustup component add rustfmt)"),
        cargo(
            "Clippy on this machine",
            &["clippy", "--profile", "xtask", "--workspace", "--all-targets", "--", "-D", "warnings"],
        )
        .cure("the lines above name file and line (rustup component add clippy)"),
        Step::new("Clippy for wasm32", wasm),
        Step::new("Documentation of Rust", doc),
        npm::script(&workspace.path("npm/docs"), "build").cure("each warning names the declaration that lacks a word"),
        npm::script(&workspace.path("npm"), "lint")
            .cure("npm/node_modules/.bin/biome check --write shows and mends most"),
    ]
}
