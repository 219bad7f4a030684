//! The operator's secret, from which noise and first vectors are drawn. Whoever knows it can take the noise away.
//!
//! It is drawn once from the operating system and kept in the private manifest, which is never published.

use std::path::Path;

use anyhow::{Context, ensure};

/// 32 bytes that only the operator knows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

// Not derived: a secret must not reach a log.
impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// Takes 32 bytes: for tests, attacks and synthetic lakes.
    pub const fn fixed(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Draws a secret from the operating system.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn draw() -> anyhow::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)
            .context("the operating system gives no random bytes for the secret of the noise")?;
        Ok(Self(bytes))
    }

    /// Reads a secret from a file: 64 hexadecimal digits.
    ///
    /// # Errors
    /// When the file cannot be read or holds anything else.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read the secret {}", path.display()))?;
        Self::parse(text.trim()).with_context(|| format!("{} is no secret", path.display()))
    }

    /// Returns the secret that the private manifest at `path` keeps; `None` when there is no such file.
    ///
    /// # Errors
    /// When the file cannot be read or keeps no secret: a new one beside it would be taken for the old one.
    pub fn kept(path: &Path) -> anyhow::Result<Option<Self>> {
        #[derive(serde::Deserialize)]
        struct Keeps {
            secret: String,
        }
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let kept: Keeps = serde_json::from_str(&text)
            .with_context(|| format!("{} keeps no secret: remove it to draw a new one", path.display()))?;
        Self::parse(&kept.secret).map(Some).with_context(|| format!("{} keeps no secret", path.display()))
    }

    /// Takes a secret from its 64 hexadecimal digits.
    ///
    /// # Errors
    /// When `text` is anything else; the text itself is never in the message.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let expected = "expected 64 hexadecimal digits, as `openssl rand -hex 32` prints them";
        ensure!(text.len() == 64 && text.is_ascii(), "{expected}, found {} characters", text.chars().count());
        let mut bytes = [0; 32];
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let digits = core::str::from_utf8(digits)?;
            *byte =
                u8::from_str_radix(digits, 16).map_err(|_| anyhow::anyhow!("{expected}, found other characters"))?;
        }
        Ok(Self(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the 64 hexadecimal digits, for the private manifest alone.
    pub fn hexadecimal(&self) -> String {
        crate::train::manifest::hexadecimal(&self.0)
    }

    /// Returns the seed of what is pseudo-random in a training but is no noise: first vectors and samples.
    pub fn seed(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_as_it_was_written_and_never_shown() {
        let secret = Secret::draw().expect("random bytes");
        assert_eq!(Secret::parse(&secret.hexadecimal()).expect("written by us"), secret);
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        assert_ne!(secret, Secret::draw().expect("random bytes"));
        for wrong in ["", "abc", &"g".repeat(64), &"é".repeat(32)] {
            let error = format!("{:#}", Secret::parse(wrong).expect_err("no secret"));
            assert!(error.contains("64 hexadecimal digits"), "{error}");
            assert!(wrong.is_empty() || !error.contains(wrong), "{error}");
        }
    }
}
