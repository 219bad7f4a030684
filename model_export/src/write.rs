//! Files that are written whole or not at all.
//!
//! A file is written under a temporary name in its own folder and then renamed: whoever serves the folder sees the old
//! file or the new one, never half of one. Files that belong together are all written before the first is renamed, so a
//! full disk or a name that is taken leaves what was there. Only the renames themselves can be interrupted; therefore the
//! file that seals the others is renamed first: whatever is missing or old after it, does not fit its seal.

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
    stage(path, bytes)?.persist(path)?;
    Ok(())
}

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}", path.display())]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

/// Writes files that belong together: all under temporary names, then each to its own, in the order given. The first
/// should be the one that seals the others.
///
/// # Errors
/// What the file system says. Unless a rename fails, which a folder in a file's place does not cause, no file is changed.
pub fn write_together(files: &[(PathBuf, &[u8])]) -> Result<(), WriteError> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| WriteError { path, source }
    };
    let mut written = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        if path.is_dir() {
            return Err(failed(path)(io::ErrorKind::IsADirectory.into()));
        }
        written.push((stage(path, bytes).map_err(failed(path))?, path));
    }
    for (file, path) in written {
        file.persist(path).map_err(|error| failed(path)(error.error))?;
        settle(path).map_err(failed(path))?;
    }
    Ok(())
}

/// Writes `bytes` to a temporary file in the folder of `path`, making the folder when there is none.
fn stage(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let folder = folder_of(path);
    std::fs::create_dir_all(folder)?;
    let mut file = temporary(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Waits until a rename is on the disk, so that a power cut cannot undo it and keep a later one.
fn settle(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(folder_of(path))?.sync_all()?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
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
    #[test]
    fn files_that_belong_together_are_left_as_they_were_when_one_has_no_place() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let [seal, model] = ["seal", "model"].map(|name| folder.path().join(name));
        write_whole(&model, b"old")?;
        std::fs::create_dir(&seal)?;
        for order in [[&seal, &model], [&model, &seal]] {
            let files = order.map(|path| (path.clone(), b"new".as_slice()));
            let error = write_together(&files).expect_err("a folder stands in the seal's place");
            assert_eq!(error.path, seal);
        }
        assert_eq!(std::fs::read(&model)?, b"old");
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 2, "no temporary file is left");
        std::fs::remove_dir(&seal)?;
        assert!(write_together(&[(seal.clone(), b"new".as_slice()), (model.clone(), b"new".as_slice())]).is_ok());
        assert_eq!([std::fs::read(&seal)?, std::fs::read(&model)?], [b"new", b"new"]);
        Ok(())
    }
}
