//! Which type of a Parquet column is read for which kind of field, and how it gets there.
//!
//! Does not: read a type that cannot be meant.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringArray};
use arrow_schema::{ArrowError, DataType, TimeUnit};

use super::text::as_text;
use crate::lake::config::TimeFormat;
use crate::lake::schema::Kind;

/// Writes a type for people, without the tail of a long one.
pub(super) fn short(kind: &DataType) -> String {
    const LETTERS: usize = 60;
    let text = kind.to_string();
    match text.char_indices().nth(LETTERS) {
        None => text,
        Some((end, _)) => format!("{}...", &text[..end]),
    }
}

/// Returns the type that a column of type `found` is cast to for a field of `kind`, or `None` when it cannot be meant.
pub(super) fn layout(kind: Kind, found: &DataType, formats: &[TimeFormat]) -> Option<DataType> {
    let found = plain(found);
    match (kind, found) {
        (_, DataType::Null) => Some(DataType::Utf8),
        _ if is_text(found) => Some(DataType::Utf8),
        (Kind::Text, whole) if whole.is_integer() || is_whole_decimal(whole) => Some(DataType::Utf8),
        (Kind::Text, DataType::List(field) | DataType::LargeList(field)) if is_text(plain(field.data_type())) => {
            Some(DataType::Utf8)
        }
        (Kind::Number, number) if number.is_numeric() => Some(DataType::Float64),
        (Kind::Whole | Kind::Flag, whole) if whole.is_integer() => Some(DataType::Int64),
        (Kind::Whole, number) if number.is_numeric() => Some(DataType::Float64),
        (Kind::Flag, whole) if is_whole_decimal(whole) => Some(DataType::Int64),
        (Kind::Flag, DataType::Boolean) => Some(DataType::Boolean),
        (Kind::Timestamp | Kind::Date, DataType::Timestamp(_, zone)) => {
            // A zone changes how the instant is shown, not which one it is: keeping it keeps the number.
            Some(DataType::Timestamp(TimeUnit::Millisecond, zone.clone()))
        }
        (Kind::Timestamp | Kind::Date, DataType::Date32 | DataType::Date64) => {
            Some(DataType::Timestamp(TimeUnit::Millisecond, None))
        }
        (Kind::Timestamp | Kind::Date, whole)
            if (whole.is_integer() || is_whole_decimal(whole)) && formats.iter().any(TimeFormat::is_unix) =>
        {
            Some(DataType::Int64)
        }
        _ => None,
    }
}

/// Returns the type behind a dictionary.
pub(super) fn plain(found: &DataType) -> &DataType {
    match found {
        DataType::Dictionary(_, values) => values,
        plain => plain,
    }
}

/// Tells whether a type is text, with or without its mark, or an identifier of 16 bytes, which is written as text.
fn is_text(found: &DataType) -> bool {
    use DataType::{Binary, BinaryView, FixedSizeBinary, LargeBinary, LargeUtf8, Utf8, Utf8View};
    matches!(found, Utf8 | LargeUtf8 | Utf8View | Binary | LargeBinary | BinaryView | FixedSizeBinary(UUID_BYTES))
}

fn is_whole_decimal(found: &DataType) -> bool {
    use DataType::{Decimal32, Decimal64, Decimal128, Decimal256};
    matches!(found, Decimal32(_, 0) | Decimal64(_, 0) | Decimal128(_, 0) | Decimal256(_, 0))
}

pub(super) fn as_text_type(found: &DataType) -> Option<DataType> {
    (is_text(plain(found)) || arrow_cast::can_cast_types(found, &DataType::Utf8)).then_some(DataType::Utf8)
}

/// How many bytes an identifier has that is written `72d76fde-8bb3-4e00-8c23-a032dfed738c`.
const UUID_BYTES: i32 = 16;

/// Casts a column; bytes become the text that they are.
pub(super) fn cast(found: &ArrayRef, kind: &DataType) -> Result<ArrayRef, ArrowError> {
    if *kind != DataType::Utf8 {
        return arrow_cast::cast(found, kind);
    }
    let texts: StringArray = match found.data_type() {
        DataType::Binary => found.as_binary::<i32>().iter().map(|bytes| bytes.map(as_text)).collect(),
        DataType::LargeBinary => found.as_binary::<i64>().iter().map(|bytes| bytes.map(as_text)).collect(),
        DataType::BinaryView => found.as_binary_view().iter().map(|bytes| bytes.map(as_text)).collect(),
        DataType::FixedSizeBinary(UUID_BYTES) => {
            found.as_fixed_size_binary().iter().map(|bytes| bytes.map(uuid)).collect()
        }
        DataType::Dictionary(_, values) if is_text(values) => {
            return cast(&arrow_cast::cast(found, values)?, kind);
        }
        DataType::List(_) => found
            .as_list::<i32>()
            .iter()
            .map(|texts| texts.map(|texts| joined_text(&texts)).transpose())
            .collect::<Result<_, _>>()?,
        DataType::LargeList(_) => found
            .as_list::<i64>()
            .iter()
            .map(|texts| texts.map(|texts| joined_text(&texts)).transpose())
            .collect::<Result<_, _>>()?,
        _ => return arrow_cast::cast(found, kind),
    };
    Ok(Arc::new(texts))
}

/// Returns texts with `;` between them.
fn joined_text(texts: &ArrayRef) -> Result<String, ArrowError> {
    let texts = cast(texts, &DataType::Utf8)?;
    Ok(texts.as_string::<i32>().iter().flatten().collect::<Vec<_>>().join(";"))
}

fn uuid(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
