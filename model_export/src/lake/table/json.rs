//! JSON lines: one object a line, plain or packed. A list whose elements are wanted (`items[].item_id`) makes a row of each.
//!
//! There is no header: the columns are those of the first lines, and those that lake.toml names. One that no file of the source
//! has to its end, or that a row needs and this file has not, is an error then. Invariants: a field that says who a row is of, or what
//! may be learned of them, and that begins in a later line, stops the reading.
//! Does not: keep more than the first lines in memory, or a line longer than the bound.

use std::collections::{BTreeSet, VecDeque};
use std::io::{BufRead, BufReader, Read};

use serde_json::{Map, Value};

use super::binding::Columns;
use super::nested::{Path, find, text};
use super::plan::Plan;
use super::row::Cells;
use super::text::{NoRecord, Record, as_text, join, open, unread};
use super::{Books, Row, told};
use crate::lake::error::ContentError;
use crate::lake::schema::Field;
use crate::lake::store::DataFile;
use crate::lake::{Error, Reason};

/// How many lines, and how many bytes of them, tell which columns there are.
const LINES_THAT_TELL: usize = 1_000;
const BYTES_THAT_TELL: usize = 8 << 20;
/// How deep records in records are looked into for columns that nobody names.
const DEPTH: usize = 3;

/// The objects of a file, one a line.
struct Lines {
    bytes: BufReader<Box<dyn Read>>,
    max_bytes: usize,
    line: u64,
    buffer: Vec<u8>,
    ahead: VecDeque<(u64, Option<Value>)>,
}

impl Lines {
    /// Returns the next line that is not blank: its number, and the object in it when it is one.
    fn next(&mut self) -> Result<Option<(u64, Option<Value>)>, NoRecord> {
        if let Some(known) = self.ahead.pop_front() {
            return Ok(Some(known));
        }
        self.read()
    }

    fn read(&mut self) -> Result<Option<(u64, Option<Value>)>, NoRecord> {
        loop {
            self.buffer.clear();
            self.line += 1;
            let most = self.max_bytes as u64 + 1;
            let n_bytes = self.bytes.by_ref().take(most).read_until(b'\n', &mut self.buffer).map_err(NoRecord::Io)?;
            if n_bytes == 0 {
                return Ok(None);
            }
            if n_bytes as u64 == most {
                return Err(NoRecord::TooLong(self.line));
            }
            let line = as_text(&self.buffer);
            let line = line.trim_start_matches('\u{feff}').trim();
            if !line.is_empty() {
                return Ok(Some((self.line, serde_json::from_str(line).ok().filter(Value::is_object))));
            }
        }
    }

    /// Reads the first lines ahead.
    fn look_ahead(&mut self) -> Result<(), NoRecord> {
        let mut n_bytes = 0;
        while self.ahead.len() < LINES_THAT_TELL && n_bytes < BYTES_THAT_TELL {
            let Some(known) = self.read()? else { break };
            n_bytes += self.buffer.len();
            self.ahead.push_back(known);
        }
        Ok(())
    }
}

/// Returns the names of the columns of `file`.
pub(super) fn names<F: Field>(plan: &Plan<'_, F>, file: &DataFile) -> Result<Vec<String>, Error> {
    Ok(start(plan, file, &[])?.map(|(_, names, _)| names).unwrap_or_default())
}

/// Reads every row of `file`.
pub(super) fn read<F: Field>(plan: &Plan<'_, F>, file: &DataFile, books: &mut Books<'_, F>) -> Result<(), Error> {
    let told = told(file);
    let Some((mut lines, names, n_known)) = start(plan, file, &told)? else { return Ok(()) };
    let n_own = names.len();
    let columns = Columns::new(plan, names, &told);
    let positions = books.bind(plan, file, &columns)?;
    let paths: Vec<Path> = columns.names[..n_own].iter().map(|name| Path::new(name)).collect();
    let is_wanted: Vec<bool> = (0..n_own).map(|at| plan.whole || positions.contains(&Some(at))).collect();
    let list = list_of(file, &paths, &is_wanted, n_known)?;
    let late: Vec<&str> = late_guards(plan, &positions);
    let mut seen = vec![false; n_own];
    let (mut record, mut composed) = (Record::default(), Vec::new());
    let mut line = 0;
    loop {
        let (number, object) = match lines.next() {
            Ok(Some(known)) => known,
            Ok(None) => {
                return books.bindings.saw(plan, &file.name, &columns, |at| seen.get(at).copied().unwrap_or(true));
            }
            Err(NoRecord::Io(error)) if books.tolerance.forgives_torn => {
                drop(error);
                return books.unreadable(Reason::TornFile, books.place(line + 1)?, 1);
            }
            Err(no_record) => return Err(unread(file, line, no_record, plan)),
        };
        line = number;
        let place = books.place(line)?;
        let Some(object) = object else {
            books.unreadable(Reason::BadJson, place, 1)?;
            continue;
        };
        if let Some(column) = late.iter().find(|column| object.get(column).is_some()) {
            return Err(ContentError::InSomeFiles {
                source_name: F::SOURCE,
                without: format!("{} up to line {}", file.name, line - 1),
                with: format!("{}:{line}", file.name),
                field: plan.slots.iter().find(|slot| slot.column == *column).map_or("", |slot| slot.field_name()),
                column: (*column).to_owned(),
            }
            .into());
        }
        let elements = list.as_ref().and_then(|list| find(&object, list.steps())).and_then(Value::as_array);
        // Of an empty list one row without an element, so that nothing vanishes.
        for element in 0..elements.map_or(1, |elements| elements.len().max(1)) {
            let element = elements.and_then(|elements| elements.get(element));
            record.clear();
            for ((path, is_wanted), seen) in paths.iter().zip(&is_wanted).zip(&mut seen) {
                let value = match path.exploded() {
                    _ if !is_wanted => None,
                    None => object.get(path_name(path)).or_else(|| find(&object, path.steps())),
                    Some((of, _)) if list.as_ref().is_none_or(|list| list.steps() != of) => None,
                    Some((_, rest)) => element.and_then(|element| find(element, rest)),
                };
                *seen |= value.is_some();
                record.push(&value.and_then(text).unwrap_or_default());
            }
            for (_, value) in &told {
                record.push(value);
            }
            if let Err(reason) = join(plan, &positions, &mut record) {
                books.unreadable(reason, place, 1)?;
                continue;
            }
            let cells = Cells::Record(&record, &positions);
            plan.compose(cells, &mut composed);
            books.row(&Row { plan, names: &columns.names, composed: &composed, cells, place })?;
        }
    }
}

/// Returns the name of a path of one step, which a dot in it does not make a path.
fn path_name(path: &Path) -> &str {
    if path.steps().len() == 1 { path.root() } else { "" }
}

/// Returns the columns that guard and are not there so far.
fn late_guards<'a, F: Field>(plan: &Plan<'a, F>, positions: &[Option<usize>]) -> Vec<&'a str> {
    let is_late = |(slot, at): &(&super::plan::Slot<'a, F>, &Option<usize>)| {
        at.is_none() && slot.field.is_some_and(Field::guards)
    };
    plan.slots.iter().zip(positions).filter(is_late).map(|(slot, _)| slot.column).collect()
}

/// Returns the path of the list whose elements make rows: that which the first lines have, of the first `n_known` columns, else
/// the first that is wanted.
fn list_of(file: &DataFile, paths: &[Path], is_wanted: &[bool], n_known: usize) -> Result<Option<Path>, Error> {
    let wanted = |range: std::ops::Range<usize>| {
        let both = paths[range.clone()].iter().zip(&is_wanted[range]);
        both.filter(|(_, is_wanted)| **is_wanted).filter_map(|(path, _)| path.exploded().map(|(list, _)| list))
    };
    let list = wanted(0..n_known).chain(wanted(n_known..paths.len())).next();
    if wanted(0..n_known).any(|other| Some(other) != list) {
        let cure = "keep one list of which each element is a row, or flatten the file with SQL";
        return Err(
            ContentError::unreadable(file, "two lists are mapped, which would multiply each other", cure).into()
        );
    }
    Ok(list.map(|steps| Path::of(steps.to_vec())))
}

/// Opens a file and reads its first lines; `None` when it is empty. The names are those of every plain value in them and of the
/// paths that lake.toml names and some line has, so many; then those that lake.toml names all the same.
fn start<F: Field>(
    plan: &Plan<'_, F>,
    file: &DataFile,
    told: &[(String, String)],
) -> Result<Option<(Lines, Vec<String>, usize)>, Error> {
    let Some(bytes) = open(F::SOURCE, file)? else { return Ok(None) };
    let max_bytes = plan.table.max_record_bytes;
    let bytes = BufReader::new(bytes);
    let mut lines = Lines { bytes, max_bytes, line: 0, buffer: Vec::new(), ahead: VecDeque::new() };
    lines.look_ahead().map_err(|no_record| unread(file, 0, no_record, plan))?;
    if lines.ahead.iter().all(|(_, object)| object.is_none()) && !lines.ahead.is_empty() {
        let cure = "write one object a line (newline-delimited JSON), not one list or a pretty-printed text";
        let found = "none of the first lines is a JSON object".to_owned();
        return Err(ContentError::OtherContent {
            file: file.name.clone(),
            expected: "JSON lines",
            found,
            cure: cure.into(),
        }
        .into());
    }
    let mut names = BTreeSet::new();
    for object in lines.ahead.iter().filter_map(|(_, object)| object.as_ref()?.as_object()) {
        plain_names(object, "", DEPTH, &mut names);
    }
    let mut names: Vec<String> = names.into_iter().collect();
    for slot in &plan.slots {
        let path = Path::new(slot.column);
        let is_there = |object: &Value| match path.exploded() {
            None => find(object, path.steps()).is_some(),
            Some((list, rest)) => {
                let elements = find(object, list).and_then(Value::as_array);
                elements.is_some_and(|elements| elements.iter().any(|element| find(element, rest).is_some()))
            }
        };
        let is_new = !names.iter().any(|name| name == slot.column);
        if is_new && lines.ahead.iter().filter_map(|(_, object)| object.as_ref()).any(is_there) {
            names.push(slot.column.to_owned());
        }
    }
    let n_known = names.len();
    // A writer may leave out what is missing, so a column that lake.toml names is there until the file ends without it; unless
    // its folders or a joined file have it.
    for slot in plan.slots.iter().filter(|slot| slot.demanded) {
        let is_elsewhere = told.iter().any(|(column, _)| column == slot.column)
            || plan.joins.iter().any(|(_, joined)| joined.columns.iter().any(|column| column == slot.column));
        if !is_elsewhere && !names.iter().any(|name| name == slot.column) {
            names.push(slot.column.to_owned());
        }
    }
    Ok(Some((lines, names, n_known)))
}

/// Adds the paths of the plain values of an object.
fn plain_names(object: &Map<String, Value>, before: &str, depth: usize, names: &mut BTreeSet<String>) {
    for (name, value) in object {
        let path = format!("{before}{name}");
        match value {
            Value::Object(inner) if depth > 1 => plain_names(inner, &format!("{path}."), depth - 1, names),
            Value::Object(_) => {}
            Value::Array(elements) if elements.iter().any(Value::is_object) => {}
            _ if names.contains(&path) => {}
            _ => drop(names.insert(path)),
        }
    }
}
