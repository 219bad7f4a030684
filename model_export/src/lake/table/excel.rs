//! A sheet of an Excel workbook (`.xlsx`), one row at a time; its first row is the header.
//!
//! A cell is read as the text that a CSV export would have had, in the shop's time: whole numbers without `.0`, days and
//! times as `2025-11-28 09:31:07`. Does not: read old workbooks (`.xls`), or the formula behind a value.

#[cfg(feature = "excel")]
mod cells;

#[cfg(feature = "excel")]
pub(super) use cells::{names, read};

#[cfg(not(feature = "excel"))]
pub(super) use absent::{names, read};

/// What a program says that was built without this reader.
#[cfg(not(feature = "excel"))]
mod absent {
    use crate::lake::Error;
    use crate::lake::error::ContentError;
    use crate::lake::schema::Field;
    use crate::lake::store::DataFile;
    use crate::lake::table::Books;
    use crate::lake::table::plan::Plan;

    pub(in crate::lake::table) fn names<F: Field>(_: &Plan<'_, F>, file: &DataFile) -> Result<Vec<String>, Error> {
        Err(refused(file))
    }

    pub(in crate::lake::table) fn read<F: Field>(
        _: &Plan<'_, F>,
        file: &DataFile,
        _: &mut Books<'_, F>,
    ) -> Result<(), Error> {
        Err(refused(file))
    }

    fn refused(file: &DataFile) -> Error {
        let cure = "save the sheet as CSV UTF-8, or build model_export with the feature excel";
        ContentError::unreadable(file, "an Excel workbook, which this build does not read", cure).into()
    }
}
