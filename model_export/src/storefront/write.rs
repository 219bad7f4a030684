//! Writing a storefront's file whole or not at all.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::Storefront;

/// Writes `storefront` as JSON to `path`: beside it first, then under its name, so that no reader sees half a file.
///
/// # Errors
/// When the folder cannot be written to.
pub fn write(storefront: &Storefront, path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    {
        let mut bytes = BufWriter::new(&mut file);
        serde_json::to_writer(&mut bytes, storefront)?;
        bytes.write_all(b"\n")?;
        bytes.flush()?;
    }
    readable_by_all(&file)?;
    file.persist(path)?;
    Ok(())
}

/// A temporary file is its owner's alone; a storefront's is served to everybody.
#[cfg(unix)]
fn readable_by_all(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_file: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_replaces_the_old_one_and_nothing_is_left_beside_it() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("shop.catalogue.json");
        for name in ["Old", "New"] {
            write(&Storefront { name: name.to_owned(), currency: "EUR".to_owned(), items: Vec::new() }, &path)?;
        }
        assert_eq!(std::fs::read_to_string(&path)?, "{\"name\":\"New\",\"currency\":\"EUR\",\"items\":[]}\n");
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let nowhere = Path::new("/no/such/folder/shop.catalogue.json");
        let storefront = Storefront { name: String::new(), currency: String::new(), items: Vec::new() };
        assert!(write(&storefront, nowhere).is_err());
    }
}
