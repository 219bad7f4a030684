//! Avro object container files, as far as Iceberg's manifests need them: records read by the schema in the file.
//!
//! After the Avro 1.11 specification, "Object Container Files" and "Binary Encoding". Invariants: nothing is allocated from a
//! number that the rest of the file does not bear out. Does not: resolve one schema against another.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::DeflateDecoder;
use serde_json::{Map, Value};

const MAGIC: &[u8] = b"Obj\x01";
const SYNC_BYTES: usize = 16;
/// The most bytes of one block, unpacked.
const MOST_BLOCK_BYTES: u64 = 1 << 28;
/// How deep a schema may be.
const DEPTH: usize = 64;

/// Returns every record of a file.
///
/// # Errors
/// What was found instead.
pub(super) fn records(bytes: &[u8]) -> Result<Vec<Value>, String> {
    let mut rest = Bytes(bytes.strip_prefix(MAGIC).ok_or("not an Avro file")?);
    let mut header: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    loop {
        let count = rest.block_count()?;
        if count == 0 {
            break;
        }
        for _ in 0..count {
            let key = String::from_utf8_lossy(rest.block()?).into_owned();
            header.insert(key, rest.block()?.to_vec());
        }
    }
    let schema = header.get("avro.schema").ok_or("no schema")?;
    let schema: Value = serde_json::from_slice(schema).map_err(|error| format!("its schema is no JSON: {error}"))?;
    let mut names = BTreeMap::new();
    name_types(&schema, &mut names, 0)?;
    let codec = header.get("avro.codec").map_or("null".into(), |codec| String::from_utf8_lossy(codec).into_owned());
    let sync = rest.take(SYNC_BYTES)?.to_vec();
    let mut records = Vec::new();
    while !rest.0.is_empty() {
        let (count, packed) = (rest.long()?, rest.block()?);
        let unpacked = unpack(packed, &codec)?;
        let mut block = Bytes(&unpacked);
        for _ in 0..count {
            records.push(block.value(&schema, &names, 0)?);
        }
        if rest.take(SYNC_BYTES)? != sync {
            return Err("a block does not end with the file's mark".to_owned());
        }
    }
    Ok(records)
}

fn unpack(packed: &[u8], codec: &str) -> Result<Vec<u8>, String> {
    let mut unpacked = Vec::new();
    let read = |reader: &mut dyn Read, unpacked: &mut Vec<u8>| {
        let n_bytes = reader.take(MOST_BLOCK_BYTES + 1).read_to_end(unpacked).map_err(|error| error.to_string())?;
        if n_bytes as u64 > MOST_BLOCK_BYTES { Err("a block is longer than 256 MiB".to_owned()) } else { Ok(()) }
    };
    match codec {
        "null" => unpacked.extend_from_slice(packed),
        "deflate" => read(&mut DeflateDecoder::new(packed), &mut unpacked)?,
        "zstandard" => read(&mut zstd::Decoder::new(packed).map_err(|error| error.to_string())?, &mut unpacked)?,
        other => return Err(format!("packed with {other:?}: expected null, deflate or zstandard")),
    }
    Ok(unpacked)
}

/// Remembers the types that have names, by which others call them.
fn name_types<'a>(schema: &'a Value, names: &mut BTreeMap<&'a str, &'a Value>, depth: usize) -> Result<(), String> {
    if depth > DEPTH {
        return Err("its schema is too deep".to_owned());
    }
    match schema {
        Value::Array(branches) => branches.iter().try_for_each(|branch| name_types(branch, names, depth + 1)),
        Value::Object(object) => {
            names.extend(
                object
                    .get("name")
                    .and_then(Value::as_str)
                    .filter(|_| object.contains_key("type"))
                    .map(|name| (name, schema)),
            );
            for key in ["type", "items", "values"] {
                if let Some(inner) = object.get(key) {
                    name_types(inner, names, depth + 1)?;
                }
            }
            let fields = object.get("fields").and_then(Value::as_array);
            fields
                .into_iter()
                .flatten()
                .filter_map(|field| field.get("type"))
                .try_for_each(|kind| name_types(kind, names, depth + 1))
        }
        _ => Ok(()),
    }
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n_bytes: usize) -> Result<&'a [u8], String> {
        let (taken, rest) = self.0.split_at_checked(n_bytes).ok_or("it ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    /// Reads a number in zigzag and variable length.
    fn long(&mut self) -> Result<i64, String> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok((value >> 1) as i64 ^ -((value & 1) as i64));
            }
        }
        Err("a number is too long".to_owned())
    }

    fn block(&mut self) -> Result<&'a [u8], String> {
        let length = self.long()?;
        self.take(usize::try_from(length).map_err(|_| "a length is negative")?)
    }

    /// Reads how many items follow; a negative count has the size of the items after it.
    fn block_count(&mut self) -> Result<u64, String> {
        let count = self.long()?;
        if count < 0 {
            self.long()?;
        }
        Ok(count.unsigned_abs())
    }

    fn value(&mut self, schema: &Value, names: &BTreeMap<&str, &Value>, depth: usize) -> Result<Value, String> {
        if depth > DEPTH {
            return Err("a record is too deep".to_owned());
        }
        match schema {
            Value::String(name) => self.named(name, schema, names, depth),
            Value::Array(branches) => {
                let branch = usize::try_from(self.long()?).ok().and_then(|branch| branches.get(branch));
                self.value(branch.ok_or("a union has no such branch")?, names, depth + 1)
            }
            Value::Object(object) => match object.get("type") {
                Some(Value::String(kind)) => self.named(kind, schema, names, depth),
                Some(inner) => self.value(inner, names, depth + 1),
                None => Err("a type of its schema has none".to_owned()),
            },
            _ => Err("a type of its schema is none".to_owned()),
        }
    }

    fn named(
        &mut self,
        kind: &str,
        schema: &Value,
        names: &BTreeMap<&str, &Value>,
        depth: usize,
    ) -> Result<Value, String> {
        let part = |key: &str| schema.get(key).ok_or_else(|| format!("a {kind} of its schema has no {key}"));
        Ok(match kind {
            "null" => Value::Null,
            "boolean" => (self.take(1)?[0] != 0).into(),
            "int" | "long" | "enum" => self.long()?.into(),
            "float" => self.take(4).map(|_| Value::Null)?,
            "double" => self.take(8).map(|_| Value::Null)?,
            "bytes" => self.block().map(|_| Value::Null)?,
            "string" => String::from_utf8_lossy(self.block()?).into_owned().into(),
            "fixed" => {
                let size = part("size")?.as_u64().ok_or("a size is no number")?;
                self.take(size as usize).map(|_| Value::Null)?
            }
            "array" => {
                let items = part("items")?;
                let mut values = Vec::new();
                loop {
                    let count = self.block_count()?;
                    if count == 0 {
                        break Value::Array(values);
                    }
                    for _ in 0..count {
                        // An item of no bytes could repeat for ever.
                        if self.0.is_empty() {
                            return Err("it ends early".to_owned());
                        }
                        values.push(self.value(items, names, depth + 1)?);
                    }
                }
            }
            "map" => {
                let kind = part("values")?;
                let mut object = Map::new();
                loop {
                    let count = self.block_count()?;
                    if count == 0 {
                        break Value::Object(object);
                    }
                    for _ in 0..count {
                        let key = String::from_utf8_lossy(self.block()?).into_owned();
                        let value = self.value(kind, names, depth + 1)?;
                        object.insert(key, value);
                    }
                }
            }
            "record" => {
                let mut object = Map::new();
                for field in part("fields")?.as_array().ok_or("the fields of a record are no list")? {
                    let name = field.get("name").and_then(Value::as_str).ok_or("a field has no name")?;
                    let kind = field.get("type").ok_or("a field has no type")?;
                    object.insert(name.to_owned(), self.value(kind, names, depth + 1)?);
                }
                Value::Object(object)
            }
            other => {
                let known = names.get(other).ok_or_else(|| format!("its schema knows no type {other:?}"))?;
                self.value(known, names, depth + 1)?
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = r#"{"type": "record", "name": "entry", "fields": [
        {"name": "status", "type": "int"},
        {"name": "path", "type": ["null", "string"]},
        {"name": "parts", "type": {"type": "array", "items": "long"}}]}"#;

    fn file(blocks: &[(i64, &[u8])]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let text =
            |text: &str| [&[(text.len() as u8 % 64) << 1 | 0x80, (text.len() >> 6) as u8], text.as_bytes()].concat();
        bytes.push(2);
        bytes.extend(text("avro.schema"));
        bytes.extend(text(SCHEMA));
        bytes.push(0);
        bytes.extend([7; SYNC_BYTES]);
        for (count, block) in blocks {
            bytes.push((count << 1) as u8);
            bytes.push((block.len() << 1) as u8);
            bytes.extend_from_slice(block);
            bytes.extend([7; SYNC_BYTES]);
        }
        bytes
    }

    #[test]
    fn records_are_read_by_the_schema_in_the_file() {
        // status -1, path "ab", parts [1, 64]; then status 2, no path, no parts.
        let block = [1, 2, 4, b'a', b'b', 4, 2, 0x80, 1, 0, 4, 0, 0];
        let read = records(&file(&[(2, &block)])).expect("a file");
        let expected = [
            serde_json::json!({"status": -1, "path": "ab", "parts": [1, 64]}),
            serde_json::json!({"status": 2, "path": null, "parts": []}),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn no_cut_or_flipped_byte_of_a_file_does_more_than_be_refused() {
        let whole = file(&[(2, &[1, 2, 4, b'a', b'b', 4, 2, 0x80, 1, 0, 4, 0, 0])]);
        for length in 0..whole.len() {
            assert!(records(&whole[..length]).is_err() || length == whole.len() - SYNC_BYTES - 15, "{length}");
            let mut flipped = whole.clone();
            flipped[length] ^= 0xff;
            // Some flips change a value and nothing else.
            drop(records(&flipped));
        }
    }
}
