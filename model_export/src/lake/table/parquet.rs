//! Parquet through Arrow: row group by row group, batch by batch, the wanted columns alone.
//!
//! A row group that cannot be decoded names itself and its rows. Does not: pass over one in silence, or over a row that a
//! table's log has not deleted.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ProjectionMask;
use parquet::basic::Compression;

use super::binding::Columns;
use super::columns::{Column, Layout, as_found, layouts, path, rows};
use super::nested::type_of;
use super::plan::Plan;
use super::row::Cells;
use super::{Books, Row, told};
use crate::lake::error::ContentError;
use crate::lake::schema::Field;
use crate::lake::store::{DataFile, Projection, RowGroupFault, RowGroups, guarded};
use crate::lake::{Error, Reason};

const BATCH_ROWS: usize = 8_192;
/// The most bytes of one column of a row group, unpacked: what has to be in memory at once.
const MOST_CHUNK_BYTES: i64 = 1 << 30;

/// Returns the names of the columns of `file`.
pub(super) fn names(file: &DataFile) -> Result<Vec<String>, Error> {
    if file.size()? == 0 {
        return Ok(Vec::new());
    }
    let groups = RowGroups::open(file)?;
    Ok(groups.metadata().schema().fields().iter().map(|field| field.name().clone()).collect())
}

/// Reads every row of `file`.
pub(super) fn read<F: Field>(plan: &Plan<'_, F>, file: &DataFile, books: &mut Books<'_, F>) -> Result<(), Error> {
    if file.size()? == 0 {
        return Ok(());
    }
    let mut groups = RowGroups::open(file)?;
    let schema = SchemaRef::clone(groups.metadata().schema());
    let mut names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    let n_roots = names.len();
    for slot in &plan.slots {
        let is_nested = !names.iter().any(|name| name == slot.column)
            && type_of(schema.fields(), path(&schema, slot.column).steps()).is_some();
        names.extend(is_nested.then(|| slot.column.to_owned()));
    }
    // What is told stands after what the file says, which comes first where both say it.
    let told = told(file);
    let columns = Columns::new(plan, names, &told);
    let positions = books.bind(plan, file, &columns)?;
    let layouts = layouts(plan, file, &schema, &positions, (&columns, &told))?;
    one_list(file, &layouts)?;

    let wanted = if plan.whole {
        ProjectionMask::all()
    } else {
        let roots = layouts.iter().flatten().filter_map(|layout| match layout {
            Layout::Column(path, _) => schema.fields().iter().position(|field| field.name() == path.root()),
            _ => None,
        });
        ProjectionMask::roots(groups.metadata().parquet_schema(), roots)
    };
    check_chunks(file, &groups, &wanted)?;
    let projection = Projection { columns: wanted, batch_rows: BATCH_ROWS };
    let mut first_row = 1;
    for group in 0..groups.len() {
        let next_group = first_row + groups.rows(group);
        let mut rows =
            Rows { plan, file, names: &columns.names, n_roots, layouts: &layouts, told: &told, next: first_row };
        if let Err(stop) = rows.of_group(&mut groups, group, &projection, books) {
            let message = match stop {
                GroupStop::Group(RowGroupFault::Torn(message)) => message,
                GroupStop::Group(RowGroupFault::Lake(error)) | GroupStop::Lake(error) => return Err(error),
            };
            if !books.tolerance.forgives_torn {
                return Err(Error::TornRowGroup {
                    file: file.name.clone(),
                    row_group: group + 1,
                    row_groups: groups.len(),
                    first_row: rows.next,
                    last_row: next_group - 1,
                    message,
                });
            }
            let unread = next_group.saturating_sub(rows.next);
            books.unreadable(Reason::TornRowGroup, books.place(rows.next)?, unread)?;
        }
        first_row = next_group;
    }
    Ok(())
}

/// Checks that no more than one list makes rows.
fn one_list(file: &DataFile, layouts: &[Option<Layout>]) -> Result<(), Error> {
    let mut lists = layouts.iter().flatten().filter_map(|layout| match layout {
        Layout::Column(path, _) => path.exploded().map(|(list, _)| list),
        _ => None,
    });
    let first = lists.next();
    if lists.all(|list| Some(list) == first) {
        return Ok(());
    }
    let cure = "keep one list of which each element is a row, or flatten the file with SQL";
    Err(ContentError::unreadable(file, "two lists are mapped, which would multiply each other", cure).into())
}

/// Checks, by the footer, that the wanted columns are packed in a way that is read, and fit in memory.
fn check_chunks(file: &DataFile, groups: &RowGroups, wanted: &ProjectionMask) -> Result<(), Error> {
    for group in groups.metadata().metadata().row_groups() {
        let chunks = group.columns().iter().enumerate().filter(|(leaf, _)| wanted.leaf_included(*leaf));
        for (_, chunk) in chunks {
            let column = chunk.column_path().string();
            let packed = match chunk.compression() {
                Compression::BROTLI(_) => Some("brotli"),
                Compression::LZO => Some("LZO"),
                _ => None,
            };
            if let Some(packed) = packed {
                let cure = "write the file again with Zstandard, Snappy or gzip";
                let found = format!("column {column:?} is compressed with {packed}, which is not read");
                return Err(ContentError::unreadable(file, found, cure).into());
            }
            let bytes = chunk.uncompressed_size();
            if bytes > MOST_CHUNK_BYTES {
                let found = format!(
                    "column {column:?} has a row group of {bytes} bytes, more than the {MOST_CHUNK_BYTES} that are read at once"
                );
                return Err(
                    ContentError::unreadable(file, found, "write the file again with smaller row groups").into()
                );
            }
        }
    }
    Ok(())
}

/// The rows of one row group, and how far they were read.
struct Rows<'a, F: Field> {
    plan: &'a Plan<'a, F>,
    file: &'a DataFile,
    /// The file's columns, then those within them, those that its folders tell, and those of joined files.
    names: &'a [String],
    /// How many are columns of the file itself.
    n_roots: usize,
    layouts: &'a [Option<Layout>],
    told: &'a [(String, String)],
    /// The number of the next row, from 1 in the file.
    next: u64,
}

/// Why a row group is not read to its end.
enum GroupStop {
    Group(RowGroupFault),
    Lake(Error),
}

impl From<RowGroupFault> for GroupStop {
    fn from(fault: RowGroupFault) -> Self {
        Self::Group(fault)
    }
}

impl From<Error> for GroupStop {
    fn from(error: Error) -> Self {
        Self::Lake(error)
    }
}

impl From<arrow_schema::ArrowError> for GroupStop {
    fn from(error: arrow_schema::ArrowError) -> Self {
        Self::Group(RowGroupFault::Torn(error.to_string()))
    }
}

impl<F: Field> Rows<'_, F> {
    fn of_group(
        &mut self,
        groups: &mut RowGroups,
        group: usize,
        projection: &Projection,
        books: &mut Books<'_, F>,
    ) -> Result<(), GroupStop> {
        let mut batches = guarded(|| groups.read(group, projection))?;
        while let Some(batch) =
            guarded(|| batches.next().transpose().map_err(|error| RowGroupFault::Torn(error.to_string())))?
        {
            self.of_batch(&batch, books)?;
        }
        Ok(())
    }

    fn of_batch(&mut self, batch: &RecordBatch, books: &mut Books<'_, F>) -> Result<(), GroupStop> {
        let rows = rows(self.plan, batch, self.layouts)?;
        let mut columns = rows.columns;
        if self.plan.whole {
            let n_slots = columns.len();
            for found in batch.columns() {
                columns.push(as_found(found, rows.explosion.as_ref())?);
            }
            // Of the columns within columns and of joined files, those that fill a slot are shown by it alone.
            columns.resize_with(n_slots + self.names.len(), || None);
            for (column, text) in self.told {
                if let Some(at) = self.names[self.n_roots..].iter().position(|name| name == column) {
                    columns[n_slots + self.n_roots + at] = Some(Column::Told(text.clone()));
                }
            }
        }
        let mut composed = Vec::new();
        let first = self.next;
        let n_rows = rows.explosion.as_ref().map_or(batch.num_rows(), |explosion| explosion.rows.len());
        for row in 0..n_rows {
            let in_batch = rows.explosion.as_ref().map_or(row as u64, |explosion| explosion.rows.value(row));
            self.next = first + in_batch;
            if self.file.deleted.as_ref().is_some_and(|deleted| deleted.contains(self.next - 1)) {
                continue;
            }
            let place = books.place(self.next)?;
            if rows.unjoined.get(row).copied().unwrap_or(false) {
                books.unreadable(Reason::UnjoinedRow, place, 1)?;
                continue;
            }
            let cells = Cells::Batch(&columns, row);
            self.plan.compose(cells, &mut composed);
            books.row(&Row { plan: self.plan, names: self.names, composed: &composed, cells, place })?;
        }
        self.next = first + batch.num_rows() as u64;
        Ok(())
    }
}
