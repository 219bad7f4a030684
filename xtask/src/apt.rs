//! Debian's packages: which are offered, and installing them where that needs nobody's password.
//!
//! It refuses to ask: without root, or a `sudo` that works without a password, it names the command to type.

use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::run::Step;
use crate::workspace::which;

/// Mirrors can be slow, but a whole compiler is some 100 MB.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Gives the command that a person types to install these packages.
pub(crate) fn advice(packages: &[&str]) -> String {
    format!("sudo apt-get install --no-install-recommends {}", packages.join(" "))
}

/// Says whether this is a Debian kind of system.
pub(crate) fn present() -> bool {
    which("apt-get").is_some() && which("apt-cache").is_some()
}

/// Gives the names of the packages offered that match a regular expression of apt.
pub(crate) fn offered(pattern: &str) -> Result<Vec<String>> {
    let mut search = Command::new("apt-cache");
    search.args(["search", "--names-only", pattern]);
    let found = Step::new("Searching Debian's packages", search).read()?;
    Ok(found.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}

/// Fetches the list of what the archive offers today: an old list names files that are gone.
///
/// # Errors
/// When nobody here may install, or apt fails.
pub(crate) fn update() -> Result<()> {
    let mut update = apt_get()?;
    update.args(["update", "-qq"]);
    Step::new("Fetching the list of Debian's packages", update).limit(LIMIT).quiet()
}

/// Installs packages.
///
/// # Errors
/// When this is no Debian, nobody here may install, or apt fails; always with the command to type.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let mut install = apt_get()?;
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    Step::new(format!("Installing {}", packages.join(", ")), install)
        .cure(format!("look at the lines above, then: {}", advice(packages)))
        .limit(LIMIT)
        .quiet()
}

/// Gives an `apt-get` that may install, through `sudo` when we are not root.
fn apt_get() -> Result<Command> {
    if !present() {
        bail!("this machine has no apt-get");
    }
    let succeeds = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let mut command = if root {
        Command::new("apt-get")
    } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        bail!("apt-get needs root here, and sudo asks for a password");
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}
