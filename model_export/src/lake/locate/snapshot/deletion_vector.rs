//! Deletion vectors of Delta Lake: which rows of a live file are deleted.
//!
//! After the protocol's "Deletion Vector Format": a file of vectors, or the vector itself in Z85, holds a 64-bit roaring bitmap.

use roaring::RoaringTreemap;
use serde::Deserialize;

use super::{Tree, read, torn};
use crate::lake::Error;

/// What the bytes of a vector begin with.
const MAGIC: u32 = 1_681_511_377;

/// Where a vector is.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeletionVector {
    storage_type: String,
    path_or_inline_dv: String,
    offset: Option<u32>,
    size_in_bytes: u32,
    cardinality: u64,
}

impl DeletionVector {
    /// Returns what tells it from another of the same file.
    pub(super) fn key(&self) -> String {
        format!("{}{}@{}", self.storage_type, self.path_or_inline_dv, self.offset.unwrap_or(0))
    }
}

/// Returns the deleted rows, from 0.
///
/// # Errors
/// When the vector is not where the log says, or is none.
pub(super) fn rows(tree: &dyn Tree, vector: &DeletionVector) -> Result<RoaringTreemap, Error> {
    let wrong = |found: &str| torn(tree.name(), "a deletion vector", found);
    let text = vector.path_or_inline_dv.as_str();
    let bytes = match vector.storage_type.as_str() {
        "i" => z85(text).ok_or_else(|| wrong("its text is no Z85"))?,
        "u" => {
            let (prefix, id) = text.split_at_checked(text.len().saturating_sub(20)).unwrap_or(("", ""));
            let id = z85(id).filter(|id| id.len() == 16).ok_or_else(|| wrong("its name is no identifier"))?;
            let name = format!("deletion_vector_{}.bin", uuid(&id));
            let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            let file = tree.file(&name)?.ok_or_else(|| torn(tree.name(), &name, "the file is missing"))?;
            part(&read(tree.name(), &file)?, vector)
                .ok_or_else(|| torn(tree.name(), &name, "the vector is not in it"))?
        }
        other => return Err(wrong(&format!("storage type {other:?}, which is not read here"))),
    };
    let rows = bitmap(&bytes).ok_or_else(|| wrong("it is no roaring bitmap"))?;
    if rows.len() == vector.cardinality {
        Ok(rows)
    } else {
        Err(wrong(&format!("expected {} rows, found {}", vector.cardinality, rows.len())))
    }
}

/// Returns the bytes of a vector within a file: after its size and before its checksum.
fn part(file: &[u8], vector: &DeletionVector) -> Option<Vec<u8>> {
    let start = vector.offset.unwrap_or(1) as usize;
    let size = u32::from_be_bytes(file.get(start..start + 4)?.try_into().ok()?);
    (size == vector.size_in_bytes).then_some(())?;
    Some(file.get(start + 4..start + 4 + size as usize)?.to_vec())
}

/// Reads a vector: its mark, and the bitmap in the portable format.
fn bitmap(bytes: &[u8]) -> Option<RoaringTreemap> {
    let (mark, rest) = bytes.split_first_chunk::<4>()?;
    (u32::from_le_bytes(*mark) == MAGIC).then_some(())?;
    RoaringTreemap::deserialize_from(rest).ok()
}

/// Decodes Z85: five letters for four bytes.
fn z85(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &[u8; 85] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    let mut bytes = Vec::with_capacity(text.len() / 5 * 4);
    for five in text.as_bytes().chunks(5) {
        (five.len() == 5).then_some(())?;
        let value = five.iter().try_fold(0_u64, |value, letter| {
            Some(value * 85 + LETTERS.iter().position(|known| known == letter)? as u64)
        })?;
        bytes.extend_from_slice(&u32::try_from(value).ok()?.to_be_bytes());
    }
    Some(bytes)
}

fn uuid(bytes: &[u8]) -> String {
    let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z85_is_decoded_as_its_specification_has_it() {
        assert_eq!(z85("HelloWorld"), Some(vec![0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b]));
        assert_eq!(z85(""), Some(Vec::new()));
        assert_eq!([z85("Hell"), z85("Hell~"), z85("#####")], [None, None, None]);
    }

    #[test]
    fn a_vector_is_its_mark_and_a_bitmap() {
        let rows: RoaringTreemap = [1, 5, 70_000, 1 << 33].into_iter().collect();
        let mut bytes = MAGIC.to_le_bytes().to_vec();
        rows.serialize_into(&mut bytes).expect("a vector can be written to");
        assert_eq!(bitmap(&bytes), Some(rows));
        bytes[0] ^= 1;
        assert_eq!(bitmap(&bytes), None);
        assert_eq!(bitmap(&[]), None);
    }
}
