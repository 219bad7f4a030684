//! Parquet through Arrow: row group by row group, batch by batch, the wanted columns alone.
//!
//! A row group that cannot be decoded names itself and its rows. Refused here: passing over one in silence.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ProjectionMask;

use super::columns::{Column, Layout, as_found, columns, layouts};
use super::plan::Plan;
use super::row::Cells;
use super::{Books, Row};
use crate::lake::locate::partitions;
use crate::lake::schema::Field;
use crate::lake::store::{DataFile, Projection, RowGroupFault, RowGroups};
use crate::lake::{Error, Reason};

const BATCH_ROWS: usize = 8_192;

/// Reads every row of `file`.
pub(super) fn read<F: Field>(plan: &Plan<'_, F>, file: &DataFile, books: &mut Books<'_, F>) -> Result<(), Error> {
    if file.size()? == 0 {
        return Ok(());
    }
    let mut groups = RowGroups::open(file)?;
    let schema = SchemaRef::clone(groups.metadata().schema());
    let mut names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    // What the folders say stands after what the file says, which comes first where both say it.
    let told = partitions(&file.name);
    names.extend(told.iter().map(|(column, _)| column.clone()));
    let positions = plan.bind(&file.name, &names)?;
    let layouts = layouts(plan, file, &schema, &positions, &told)?;

    let columns = if plan.whole {
        ProjectionMask::all()
    } else {
        let read = positions.iter().flatten().copied().filter(|&position| position < schema.fields().len());
        ProjectionMask::roots(groups.metadata().parquet_schema(), read)
    };
    let projection = Projection { columns, batch_rows: BATCH_ROWS };
    let mut first_row = 1;
    for group in 0..groups.len() {
        let next_group = first_row + groups.rows(group);
        let mut rows = Rows { plan, names: &names, layouts: &layouts, told: &told, next: first_row };
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

/// The rows of one row group, and how far they were read.
struct Rows<'a, F: Field> {
    plan: &'a Plan<'a, F>,
    /// The file's columns, then those that its folders tell.
    names: &'a [String],
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
        for batch in groups.read(group, projection)? {
            self.of_batch(&batch?, books)?;
        }
        Ok(())
    }

    fn of_batch(&mut self, batch: &RecordBatch, books: &mut Books<'_, F>) -> Result<(), GroupStop> {
        let mut columns = columns(self.plan, batch, self.layouts)?;
        if self.plan.whole {
            for found in batch.columns() {
                columns.push(as_found(found)?);
            }
            columns.extend(self.told.iter().map(|(_, text)| Some(Column::Told(text.clone()))));
        }
        let mut composed = Vec::new();
        for row in 0..batch.num_rows() {
            let place = books.place(self.next)?;
            let cells = Cells::Batch(&columns, row);
            self.plan.compose(cells, &mut composed);
            books.row(&Row { plan: self.plan, names: self.names, composed: &composed, cells, place })?;
            self.next += 1;
        }
        Ok(())
    }
}
