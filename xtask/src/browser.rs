//! Chromium and its driver: found where each system keeps them, installed where apt can, else named as missing.
//!
//! It refuses to download a browser by itself: which browser runs on a machine is its owner's choice.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use crate::apt;
use crate::workspace::which;

const BROWSERS: [&str; 6] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

/// Where Chrome and Chromium lie on macOS and Windows, which do not put them on the `PATH`.
const USUAL_PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
];

/// Finds Chromium, or installs it.
pub(crate) fn chromium() -> Result<PathBuf> {
    let advice = "install Chromium or Chrome, or name its program: CHROMIUM=/path/to/chrome";
    find_or_install("Chromium", "CHROMIUM", &BROWSERS, &USUAL_PLACES, "chromium", advice)
}

/// Finds Chromium's WebDriver, or installs it.
pub(crate) fn chromedriver() -> Result<PathBuf> {
    let advice = "install the chromedriver of your Chrome's version (npx @puppeteer/browsers install chromedriver), \
                  then put it on the PATH or name it: CHROMEDRIVER=/path/to/chromedriver";
    find_or_install("chromedriver", "CHROMEDRIVER", &["chromedriver"], &[], "chromium-driver", advice)
}

fn find_or_install(
    what: &str,
    variable: &str,
    names: &[&str],
    places: &[&str],
    package: &str,
    advice: &str,
) -> Result<PathBuf> {
    if let Some(path) = env::var_os(variable).map(PathBuf::from) {
        if path.is_file() {
            return Ok(path);
        }
        bail!("{variable} is {}, where there is no file; correct it or unset it", path.display());
    }
    let find = || {
        let on_path = names.iter().find_map(|name| which(name));
        on_path.or_else(|| places.iter().map(Path::new).find(|path| path.is_file()).map(Path::to_path_buf))
    };
    if let Some(path) = find() {
        return Ok(path);
    }
    if !apt::present() {
        bail!("{what} is missing. What helps: {advice}");
    }
    let by_hand = apt::advice(&[package]);
    apt::update()
        .and_then(|()| apt::install(&[package]))
        .map_err(|error| error.context(format!("{what} is missing. What helps: {by_hand}")))?;
    find().ok_or_else(|| anyhow!("{what} is missing even with Debian's package {package}. What helps: {advice}"))
}
