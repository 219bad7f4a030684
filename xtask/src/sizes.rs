//! What a visitor downloads, counted as it travels: the bytes of each file raw, with gzip and with brotli.
//!
//! It refuses a package over its budget, which `npm/budget.json` sets for each entry.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// The file in the package's folder that says which files a visitor of each entry downloads, and how much they may be.
const BUDGET: &str = "budget.json";

/// The bytes of one file, as it is and as a web server sends it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Size {
    pub(crate) raw: usize,
    pub(crate) gzip: usize,
    pub(crate) brotli: usize,
}

impl Size {
    /// Measures bytes with the strongest setting of each compressor, as a CDN compresses static files.
    pub(crate) fn of(bytes: &[u8]) -> Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(bytes)?;
        let gzip = gzip.finish()?.len();
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &*bytes, &mut packed, &brotli::enc::BrotliEncoderParams::default())?;
        Ok(Self { raw: bytes.len(), gzip, brotli: packed.len() })
    }

    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [raw, gzip, brotli] = [self.raw, self.gzip, self.brotli].map(grouped);
        write!(f, "{raw:>8} raw {gzip:>8} gzip {brotli:>8} brotli")
    }
}

/// What the visitors of one entry of the package download.
#[derive(Debug)]
struct Entry {
    files: Vec<(String, Size)>,
    /// The most bytes with brotli.
    budget: usize,
}

impl Entry {
    /// Measures the files of an entry, below a folder.
    fn measure(folder: &Path, budget: &Value) -> Result<Self> {
        let files = budget["files"].as_array().context("expected a list of `files`")?;
        let most = budget["brotli"].as_u64().context("expected a number of bytes as `brotli`")?;
        let files = files.iter().map(|file| {
            let file = file.as_str().context("expected the name of a file in `files`")?;
            let path = folder.join(file);
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((file.to_owned(), Size::of(&bytes)?))
        });
        Ok(Self { files: files.collect::<Result<_>>()?, budget: usize::try_from(most)? })
    }

    fn total(&self) -> Size {
        self.files.iter().fold(Size::default(), |sum, (_, size)| sum.plus(*size))
    }
}

/// What visitors download, entry by entry.
#[derive(Debug)]
pub(crate) struct Shipped {
    entries: BTreeMap<String, Entry>,
    /// Whether this build is one that is published, and so must keep the budget.
    publishable: bool,
}

impl Shipped {
    /// Measures what the budget of a package's folder lists.
    pub(crate) fn measure(folder: &Path, publishable: bool) -> Result<Self> {
        let path = folder.join(BUDGET);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let budgets: BTreeMap<String, Value> =
            serde_json::from_str(&text).with_context(|| format!("{} is no JSON object", path.display()))?;
        let entries = budgets.into_iter().map(|(name, budget)| {
            let entry = Entry::measure(folder, &budget).with_context(|| format!("{}: `{name}`", path.display()))?;
            Ok((name, entry))
        });
        Ok(Self { entries: entries.collect::<Result<_>>()?, publishable })
    }

    /// Prints a line per entry, and one per file where there are several.
    pub(crate) fn print(&self) {
        println!("What a visitor downloads (bytes):");
        for (name, entry) in &self.entries {
            println!("    {name:<30} {} of {:>6}", entry.total(), grouped(entry.budget));
            for (file, size) in entry.files.iter().filter(|_| entry.files.len() > 1) {
                println!("      {file:<28} {size}");
            }
        }
    }

    /// Compares each entry with its budget. A build with the words of panics in it is larger, and only says so.
    ///
    /// # Errors
    /// When the total of any is over it.
    pub(crate) fn check_budget(&self) -> Result<()> {
        let over = self.entries.iter().filter(|(_, entry)| entry.total().brotli > entry.budget).map(|(name, entry)| {
            let [found, budget] = [entry.total().brotli, entry.budget].map(grouped);
            format!("{name} is {found} bytes with brotli, over its budget of {budget}")
        });
        let over: Vec<_> = over.collect();
        if over.is_empty() {
            return Ok(());
        }
        if !self.publishable {
            println!("    {}; not a failure here: what is published comes from a leaner build", over.join("; "));
            return Ok(());
        }
        bail!("{}: npm/budget.json has the budgets, `twiggy top` shows what fills a wasm", over.join("; "))
    }
}

/// Writes a number with commas: 1,234,567.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let written: Vec<_> = [0, 999, 1_000, 1_234_567].map(grouped).into();
        assert_eq!(written, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn repetition_compresses() {
        let size = Size::of(&[b'a'; 10_000]).expect("writing to memory cannot fail");
        assert_eq!(size.raw, 10_000);
        assert!(size.gzip < 100 && size.brotli < 100, "{size}");
    }

    #[test]
    fn an_entry_over_its_budget_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("the folder is writable");
        write("a.js", "export const a = 'not much';");
        let check = |most: usize| {
            write(BUDGET, &format!(r#"{{ "shop/a": {{ "files": ["a.js"], "brotli": {most} }} }}"#));
            Shipped::measure(folder.path(), true).and_then(|shipped| shipped.check_budget())
        };
        let size = Size::of(b"export const a = 'not much';").expect("writing to memory cannot fail").brotli;
        assert!(check(size).is_ok());
        let error = check(size - 1).expect_err("one byte over the budget").to_string();
        assert!(error.contains("shop/a is") && error.contains("over its budget"), "{error}");
        let larger = Shipped::measure(folder.path(), false).expect("a budget and its file");
        assert!(larger.check_budget().is_ok(), "a build that is not published");
    }

    #[test]
    fn a_budget_that_names_no_file_says_where() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::write(folder.path().join(BUDGET), r#"{ "shop/a": { "files": ["a.js"], "brotli": 9 } }"#)
            .expect("the folder is writable");
        let error = format!("{:#}", Shipped::measure(folder.path(), true).expect_err("there is no such file"));
        assert!(error.contains("`shop/a`") && error.contains("a.js"), "{error}");
    }
}
