//! What was tried, one line a reading, as JSON lines or as CSV by the name of the file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use serde_json::{Map, Value};

/// A file of readings; each is written out at once, so that a search that is stopped leaves what it found.
#[derive(Debug)]
pub struct TrialLog {
    file: BufWriter<File>,
    csv: bool,
    begun: bool,
}

impl TrialLog {
    /// Begins a log; a name that ends in `.csv` makes a table with a header, any other one JSON lines.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path) -> anyhow::Result<Self> {
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let csv = path.extension().is_some_and(|extension| extension == "csv");
        Ok(Self { file: BufWriter::new(file), csv, begun: false })
    }

    /// Adds a reading; all readings of a log have the same fields in the same order.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, fields: &[(&str, Value)]) -> anyhow::Result<()> {
        if self.csv {
            if !self.begun {
                let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
                writeln!(self.file, "{}", names.join(","))?;
                self.begun = true;
            }
            let values: Vec<String> = fields.iter().map(|(_, value)| value.to_string()).collect();
            writeln!(self.file, "{}", values.join(","))?;
        } else {
            let line: Map<String, Value> =
                fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            writeln!(self.file, "{}", Value::Object(line))?;
        }
        Ok(self.file.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_the_form() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, wanted) in [
            ("trials.csv", "one_in,recall_at_20\n9,0.5\n3,0.25\n"),
            ("trials.jsonl", "{\"one_in\":9,\"recall_at_20\":0.5}\n{\"one_in\":3,\"recall_at_20\":0.25}\n"),
        ] {
            let path = folder.path().join(name);
            let mut log = TrialLog::create(&path).expect("made");
            log.add(&[("one_in", 9.into()), ("recall_at_20", 0.5.into())]).expect("written");
            log.add(&[("one_in", 3.into()), ("recall_at_20", 0.25.into())]).expect("written");
            assert_eq!(std::fs::read_to_string(&path).expect("there"), wanted);
        }
    }
}
