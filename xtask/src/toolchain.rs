//! A compiler for wasm32: rustup's when its library is installed or can be fetched, else Debian's, which compiles the
//! standard library from its own source.
//!
//! `ETALAGE_WASM_TOOLCHAIN=installed|rustup|debian` forces one. It refuses compilers older than the workspace allows.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};

use crate::apt;
use crate::run::{Step, say};
use crate::workspace::{Workspace, forget_cargo_run};

const TARGET: &str = "wasm32-unknown-unknown";
const VARIABLE: &str = "ETALAGE_WASM_TOOLCHAIN";
/// Debian's compiler for browsers and the web: newer than the release's own, with its library as source.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];
const DEBIAN_BIN: &str = "/usr/bin";
const DEBIAN_LIBRARY: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// A compiler that reaches wasm32.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Toolchain {
    /// The compiler that built us has the target's standard library.
    Installed,
    /// Debian's compiler, with this `wasm-ld`.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// Finds a compiler for wasm32, or installs one.
    ///
    /// # Errors
    /// When none of the three ways works; the text says what was tried and what helps.
    pub(crate) fn prepare(workspace: &Workspace) -> Result<Self> {
        let forced = env::var(VARIABLE).unwrap_or_default();
        let toolchain = match forced.as_str() {
            "installed" => installed(workspace)?.ok_or_else(|| anyhow!("the active toolchain has no {TARGET} library")),
            "rustup" => rustup(workspace),
            "debian" => debian(),
            "" => match installed(workspace)? {
                Some(toolchain) => Ok(toolchain),
                None => rustup(workspace).or_else(|rustup_error| {
                    say(&format!("    rustup cannot: {}", rustup_error.to_string().lines().next().unwrap_or_default()));
                    debian().map_err(|debian_error| {
                        debian_error.context(format!(
                            "no compiler for {TARGET}. What helps: `rustup target add {TARGET}`, or on Debian `{}`",
                            apt::advice(&DEBIAN_PACKAGES)
                        ))
                    })
                }),
            },
            other => bail!("{VARIABLE} is `{other}`; expected installed, rustup or debian"),
        }?;
        match &toolchain {
            Self::Installed => say(&format!("==> Compiler for {TARGET}: the active toolchain")),
            Self::Debian { linker } => say(&format!("==> Compiler for {TARGET}: Debian's, with {}", linker.display())),
        }
        Ok(toolchain)
    }

    /// Gives a cargo command for wasm32, at the root: the verb, then the target's arguments.
    ///
    /// `flags` go to rustc beside those that every wasm build of this project has.
    pub(crate) fn cargo(&self, workspace: &Workspace, verb: &str, flags: &[String]) -> Command {
        let mut command = match self {
            Self::Installed => workspace.cargo(),
            Self::Debian { linker } => debian_cargo(workspace, linker),
        };
        command.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", encoded(flags));
        // Two compilers in one folder would each throw away what the other has built.
        command.env("CARGO_TARGET_DIR", self.target_dir(workspace));
        command.arg(verb).args(["--target", TARGET]);
        if matches!(self, Self::Debian { .. }) {
            // panic_unwind for the test harness, which cargo always builds to unwind.
            command.args(["-Zbuild-std=std,panic_abort,panic_unwind", "-Zbuild-std-features=optimize_for_size"]);
        }
        command
    }

    /// Gives the file that `cargo rustc --lib --crate-type cdylib` writes for the root crate.
    pub(crate) fn cdylib(&self, workspace: &Workspace) -> PathBuf {
        self.target_dir(workspace).join(TARGET).join("release/etalage.wasm")
    }

    /// Names the compiler: two builds are comparable when they have the same.
    pub(crate) fn version(&self) -> Result<String> {
        let program = match self {
            Self::Installed => PathBuf::from("rustc"),
            Self::Debian { .. } => Path::new(DEBIAN_BIN).join("rustc"),
        };
        let mut rustc = Command::new(program);
        rustc.arg("--version");
        Step::new("Asking the compiler for its version", rustc).read()
    }

    fn target_dir(&self, workspace: &Workspace) -> PathBuf {
        match self {
            Self::Installed => workspace.built(""),
            Self::Debian { .. } => workspace.built("debian"),
        }
    }

    /// Whether what a panic would say can be left out of the shipped build.
    ///
    /// A panic traps in either way; without the words thousands of bytes are saved. That takes a standard library
    /// compiled for the purpose, so the budget is kept, and the package published, with this alone.
    pub(crate) fn is_lean(&self) -> bool {
        matches!(self, Self::Debian { .. })
    }

    /// Gives the flags of the shipped build: no path of this machine, no inlining but where the code asks for it, and
    /// if that can be no words for a panic that nobody could hear.
    pub(crate) fn shipped_flags(&self, workspace: &Workspace) -> Vec<String> {
        let mut flags = Self::anonymous_paths(workspace);
        // Without loop strength reduction: wasm adds a constant to an address for nothing, a second counter is dearer.
        flags.push("-Cllvm-args=-inline-threshold=0 -disable-lsr".to_owned());
        if self.is_lean() {
            flags.extend(["-Cpanic=immediate-abort", "-Zunstable-options"].map(str::to_owned));
        }
        flags
    }

    /// Gives the flags that make a build say the same on every machine: no path of this one in panic messages.
    pub(crate) fn anonymous_paths(workspace: &Workspace) -> Vec<String> {
        let home = env::var_os("CARGO_HOME").map(PathBuf::from);
        let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
        let registry = home.map(|home| (home.join("registry/src"), "registry"));
        let own = Some((workspace.path(""), "etalage"));
        let std = Path::new(DEBIAN_LIBRARY).ancestors().nth(2).map(|library| (library.to_path_buf(), "library"));
        let folders = [registry, own, std].into_iter().flatten();
        folders.map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())).collect()
    }
}

/// Joins rustc's flags as cargo reads them from `CARGO_ENCODED_RUSTFLAGS`, where a path may hold spaces.
fn encoded(flags: &[String]) -> String {
    let simd = ["-C", "target-feature=+simd128"];
    simd.into_iter().chain(flags.iter().map(String::as_str)).collect::<Vec<_>>().join("\x1f")
}

/// Asks the active compiler whether it has the library of wasm32.
fn installed(workspace: &Workspace) -> Result<Option<Toolchain>> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(workspace.path("")).args(["--print", "target-libdir", "--target", TARGET]);
    let folder = Step::new("Asking rustc for its wasm32 library", rustc).read()?;
    let has_core = fs::read_dir(folder)
        .is_ok_and(|files| files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libcore-")));
    Ok(has_core.then_some(Toolchain::Installed))
}

/// Lets rustup fetch the library of wasm32. Behind some firewalls it waits for ever, hence the limit.
fn rustup(workspace: &Workspace) -> Result<Toolchain> {
    let mut rustup = Command::new("rustup");
    rustup.current_dir(workspace.path("")).args(["target", "add", TARGET]);
    Step::new("Fetching the wasm32 standard library", rustup)
        .cure(format!("a network that reaches static.rust-lang.org, or {VARIABLE}=debian"))
        .limit(Duration::from_secs(120))
        .quiet()?;
    installed(workspace)?.ok_or_else(|| anyhow!("rustup added {TARGET}, but the active compiler does not have it"))
}

/// Finds Debian's compiler, or installs it.
fn debian() -> Result<Toolchain> {
    if let Ok(toolchain) = debian_found() {
        return Ok(toolchain);
    }
    ensure!(apt::present(), "this is no Debian: apt-get is missing");
    apt::update()?;
    let linkers = apt::offered("^lld-[0-9]+$")?;
    let linker = linkers.iter().max_by_key(|name| number_after(name, "lld-"));
    let linker = linker.context("Debian's archive offers no package lld-N here")?;
    let packages: Vec<&str> = DEBIAN_PACKAGES.into_iter().chain([linker.as_str()]).collect();
    apt::install(&packages)?;
    debian_found()
}

/// Gives Debian's cargo at the root, with every tool it calls taken from Debian too.
fn debian_cargo(workspace: &Workspace, linker: &Path) -> Command {
    let bin = Path::new(DEBIAN_BIN);
    let mut path = OsString::from(bin);
    path.push(":");
    path.push(env::var_os("PATH").unwrap_or_default());
    let mut command = Command::new(bin.join("cargo"));
    forget_cargo_run(&mut command);
    command
        .current_dir(workspace.path(""))
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("PATH", path)
        .env("RUSTC", bin.join("rustc"))
        .env("RUSTDOC", bin.join("rustdoc"))
        // -Zbuild-std is a nightly option; the language stays the stable one (see `unstable_features`).
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    command
}

/// Checks that compiler, cargo, clippy, library source and linker of Debian are there.
fn debian_found() -> Result<Toolchain> {
    for program in ["cargo", "rustdoc", "cargo-clippy"].map(|name| Path::new(DEBIAN_BIN).join(name)) {
        ensure!(program.is_file(), "{} is missing", program.display());
    }
    ensure!(Path::new(DEBIAN_LIBRARY).is_file(), "the library source is missing: {DEBIAN_LIBRARY}");
    let mut rustc = Command::new(Path::new(DEBIAN_BIN).join("rustc"));
    rustc.arg("--version");
    let version = Step::new("Asking Debian's rustc for its version", rustc).read()?;
    let needed = env!("CARGO_PKG_RUST_VERSION");
    ensure!(release(&version) >= release(needed), "Debian's compiler is {version}, the workspace needs {needed}");
    let linker = wasm_ld(Path::new(DEBIAN_BIN)).context("wasm-ld is missing")?;
    Ok(Toolchain::Debian { linker })
}

/// Finds the newest `wasm-ld` or `wasm-ld-N` of a folder; an unnumbered one is Debian's oldest.
fn wasm_ld(folder: &Path) -> Option<PathBuf> {
    let names = fs::read_dir(folder).ok()?.flatten().filter_map(|file| file.file_name().into_string().ok());
    let linkers = names.filter(|name| name == "wasm-ld" || number_after(name, "wasm-ld-").is_some());
    linkers.max_by_key(|name| number_after(name, "wasm-ld-")).map(|name| folder.join(name))
}

/// Reads the number that follows a prefix and ends the name.
fn number_after(name: &str, prefix: &str) -> Option<u32> {
    name.strip_prefix(prefix)?.parse().ok()
}

/// Reads major and minor version from `1.90` or `rustc 1.96.0 (...)`.
fn release(text: &str) -> Option<(u32, u32)> {
    let number = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut parts = number.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_compared_by_number() {
        assert_eq!(release("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"), Some((1, 96)));
        assert_eq!(release("1.90"), Some((1, 90)));
        assert!(release("rustc 1.100.0") > release("1.90"));
        assert_eq!(release("no number"), None);
    }

    #[test]
    fn the_newest_linker_is_taken() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for name in ["wasm-ld", "wasm-ld-9", "wasm-ld-22", "wasm-ld-next"] {
            fs::write(folder.path().join(name), "").expect("the folder can be written");
        }
        assert_eq!(wasm_ld(folder.path()), Some(folder.path().join("wasm-ld-22")));
        assert_eq!(wasm_ld(&folder.path().join("nowhere")), None);
    }

    #[test]
    fn flags_with_spaces_stay_whole() {
        let flags = encoded(&["--remap-path-prefix=/a b=c".to_owned()]);
        assert_eq!(flags.split('\x1f').next_back(), Some("--remap-path-prefix=/a b=c"));
    }
}
