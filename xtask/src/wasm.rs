//! The shipped package: the root crate as a wasm library, its bindings, shrunk, with the facade of `npm/` around it.
//!
//! It refuses wasm features that browsers do not all have: those allowed are listed here, one by one.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::imports;
use crate::npm;
use crate::run::{Step, say};
use crate::sizes::Shipped;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;

/// The builds of the engine, by their folders in `npm/dist` (JavaScript glue, wasm and types), and their cargo features.
pub(crate) const ENGINES: [(&str, &[&str]); 2] = [("sealed", &[]), ("engine", &["storage"])];

/// What the compiler may use, and so may `wasm-opt`: in every browser since 2023 (SIMD was the last to come).
const FEATURES: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds the package into `npm/dist` and measures what of it reaches a browser.
pub(crate) fn build_package(workspace: &Workspace, toolchain: &Toolchain) -> Result<Shipped> {
    let npm_folder = workspace.path("npm");
    npm::check_node()?;
    npm::install(&npm_folder)?;
    build_engines(workspace, workspace, toolchain)?;
    for (build, _) in ENGINES {
        imports::check(&npm_folder, build, &npm_folder.join("dist").join(build).join("etalage_bg.wasm"))?;
    }
    npm::script(&npm_folder, "build").quiet()?;
    Shipped::measure(&npm_folder, toolchain.is_lean())
}

/// Builds the modules of a tree into its `npm/dist`; what shrinks them lies in the `node_modules` of `tools`.
pub(crate) fn build_engines(tree: &Workspace, tools: &Workspace, toolchain: &Toolchain) -> Result<()> {
    for (build, features) in ENGINES {
        let folder = tree.path("npm/dist").join(build);
        compile(tree, toolchain, features)?;
        bind(&folder, &toolchain.cdylib(tree))?;
        shrink(tools, &folder.join("etalage_bg.wasm"))?;
    }
    Ok(())
}

/// Compiles the root crate as a `cdylib`, which its manifest leaves out: beside an rlib it would switch LTO off.
fn compile(workspace: &Workspace, toolchain: &Toolchain, features: &[&str]) -> Result<()> {
    let mut cargo = toolchain.cargo(workspace, "rustc", &toolchain.shipped_flags(workspace));
    cargo.args(["--package", "etalage", "--lib", "--release", "--crate-type", "cdylib"]);
    cargo.args(["--no-default-features", "--features", &features.join(",")]);
    Step::new(format!("Compiling the engine to wasm, features [{}]", features.join(", ")), cargo).quiet()
}

/// Writes the JavaScript glue, the types and the wasm they belong to.
fn bind(folder: &Path, cdylib: &Path) -> Result<()> {
    say(&format!("==> Writing the bindings into {}", folder.display()));
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    Bindgen::new()
        .input_path(cdylib)
        .out_name("etalage")
        .web(true)?
        .typescript(true)
        // `wasm-opt` puts functions in the order of their names, and drops the names.
        .remove_name_section(false)
        .remove_producers_section(true)
        .generate(folder)
        .context("wasm-bindgen could not write the bindings")
}

/// Shrinks the wasm with binaryen's `wasm-opt`, a development dependency of `npm/`.
fn shrink(workspace: &Workspace, wasm: &Path) -> Result<()> {
    let mut wasm_opt = Command::new("node");
    wasm_opt.arg(workspace.path("npm/node_modules/binaryen/bin/wasm-opt"));
    wasm_opt
        .args([
            "-O3",
            "-fimfs=10",
            "-aimfs=2",
            "-ocimfs=5",
            "--converge",
            // The first KiB is the far end of the stack, which rustc puts first: an offset that wraps around would land there.
            "--low-memory-unused",
            // Brotli does better with one piece of data, zeros and all, and with what is of one module side by side.
            "--skip-pass=memory-packing",
            "--reorder-functions-by-name",
            "--strip-producers",
            "--strip-target-features",
        ])
        .args(FEATURES);
    wasm_opt.arg(wasm).arg("-o").arg(wasm);
    Step::new("Shrinking the wasm", wasm_opt)
        .cure(
            "an instruction outside the listed features came in with a new compiler: see FEATURES in xtask/src/wasm.rs",
        )
        .quiet()
}

/// Assembles a wasm text file with binaryen's `wasm-as`, which lies beside `wasm-opt`.
pub(crate) fn assemble(workspace: &Workspace, text: &Path, wasm: &Path) -> Result<()> {
    let mut wasm_as = Command::new("node");
    wasm_as.arg(workspace.path("npm/node_modules/binaryen/bin/wasm-as")).args(FEATURES);
    wasm_as.arg(text).arg("-o").arg(wasm);
    Step::new(format!("Assembling {}", text.display()), wasm_as).quiet()
}

/// Gives the arguments that let `cargo test` run each wasm test file through this very program.
pub(crate) fn test_runner() -> Result<[String; 2]> {
    let program = env::current_exe().context("the running program has no path")?;
    // A TOML array keeps a path with spaces whole; the runner variable of the environment is split at them.
    let runner = serde_json::to_string(&[program.to_string_lossy().as_ref(), crate::WASM_TEST_RUNNER])?;
    Ok(["--config".into(), format!("target.wasm32-unknown-unknown.runner={runner}")])
}
