//! What a visitor downloads, counted as it travels: the bytes of each file raw, with gzip and with brotli.
//!
//! It refuses a package over its budget.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

/// The budget of the shipped core, wasm and JavaScript together, with brotli. One KB is 1,000 bytes.
pub(crate) const BUDGET: usize = 40_000;

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

/// The shipped files, each with its size.
#[derive(Debug)]
pub(crate) struct Shipped(Vec<(String, Size)>);

impl Shipped {
    /// Measures files below a folder.
    pub(crate) fn measure(folder: &Path, files: &[String]) -> Result<Self> {
        let sizes = files.iter().map(|file| {
            let path = folder.join(file);
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((file.clone(), Size::of(&bytes)?))
        });
        Ok(Self(sizes.collect::<Result<_>>()?))
    }

    fn total(&self) -> Size {
        self.0.iter().fold(Size::default(), |sum, (_, size)| sum.plus(*size))
    }

    /// Prints a line per file and the total.
    pub(crate) fn print(&self) {
        println!("What a visitor downloads (bytes):");
        for (file, size) in &self.0 {
            println!("    {file:<28} {size}");
        }
        println!("    {:<28} {}", "wasm + JS", self.total());
    }

    /// Compares the total with the [`BUDGET`].
    ///
    /// # Errors
    /// When the total with brotli is over it.
    pub(crate) fn check_budget(&self) -> Result<()> {
        let [found, budget] = [self.total().brotli, BUDGET].map(grouped);
        if self.total().brotli > BUDGET {
            bail!("the shipped core is {found} bytes with brotli, over its budget of {budget}: `twiggy top` shows why");
        }
        println!("    within the budget: {found} of {budget} bytes (40 KB) with brotli");
        Ok(())
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
    fn a_package_over_its_budget_is_refused() {
        let size = |brotli| Size { raw: 100_000, gzip: 50_000, brotli };
        let shipped = |brotli| Shipped(vec![("a.wasm".into(), size(brotli)), ("a.js".into(), size(1))]);
        assert!(shipped(BUDGET - 1).check_budget().is_ok());
        let error = shipped(BUDGET).check_budget().expect_err("one byte over the budget").to_string();
        assert!(error.contains("40,001 bytes"), "{error}");
    }
}
