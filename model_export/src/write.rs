//! Files that are written whole or not at all.
//!
//! A file is written under a temporary name in its own folder and then renamed: whoever serves the folder sees the old
//! file or the new one, never half of one.

use std::fs::Permissions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Returns the path of what lies beside a model: `shop.etalage` and `manifest.json` give `shop.manifest.json`.
pub fn beside(model: &Path, suffix: &str) -> PathBuf {
    let mut name = model.file_stem().unwrap_or_default().to_owned();
    name.push(".");
    name.push(suffix);
    model.with_file_name(name)
}

/// Writes `bytes` to `path` in one step, making its folder when there is none.
///
/// # Errors
/// What the file system says.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = temporary(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Makes a temporary file that others may read: what is published must be readable by whoever serves it.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".etalage-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The umask takes away what this machine does not want to share.
        builder.permissions(Permissions::from_mode(0o666)).tempfile_in(folder)
    }
    #[cfg(not(unix))]
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("models/shop.etalage");
        write_whole(&path, b"first")?;
        write_whole(&path, b"second")?;
        assert_eq!(std::fs::read(&path)?, b"second");
        assert_eq!(std::fs::read_dir(folder.path().join("models"))?.count(), 1);
        assert_eq!(beside(&path, "manifest.json"), folder.path().join("models/shop.manifest.json"));
        Ok(())
    }
}
