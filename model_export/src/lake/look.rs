//! A look at a source's files as they are: every row and every column, mapped or not, before consent and rules.
//!
//! The audit looks at the form of the data through this door. Refused here: an opinion about any row.

use super::config::Table;
use super::schema::Field;
use super::table::{Customs, Reading, Row};
use super::{Error, Lake, Source, SourceReport};

impl Lake {
    /// Streams every row of `table` to `view`; returns the files, the rows, and those that could not be split into fields.
    ///
    /// # Errors
    /// When a file or column is missing, a column has the wrong type, or a file is torn.
    pub(crate) fn look<F: Field>(
        &self,
        table: &Table<F>,
        progress: &mut dyn FnMut(Source, u64),
        view: &mut dyn FnMut(&Row<'_, F>),
    ) -> Result<SourceReport, Error> {
        let customs = Customs { currency: &self.file.currency, zone: &self.file.timezone };
        let (folders, rules) = (&self.folders, &self.file.rules);
        let mut reading = Reading { folders, rules, customs, tolerance: self.tolerance, progress };
        reading.look(table, view).map(|ledger| ledger.report())
    }

    /// Returns what lake.toml says.
    pub(crate) fn settings(&self) -> &super::config::LakeFile {
        &self.file
    }
}
