//! An Excel workbook reads as the CSV that it would be saved as.

use std::fmt::Write as _;

use model_export::lake::{Dataset, Source};

use super::folder::{Folder, report};

/// A zip archive of stored files.
fn zip(files: &[(&str, String)]) -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum()
    };
    let (mut bytes, mut index) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let (text, start) = (text.as_bytes(), bytes.len() as u32);
        let size = (text.len() as u32).to_le_bytes();
        let head = [
            &20_u16.to_le_bytes()[..],
            &[0; 2],
            &[0; 2],
            &[0; 4],
            &crc(text).to_le_bytes(),
            &size,
            &size,
            &(name.len() as u16).to_le_bytes(),
            &[0; 2],
        ]
        .concat();
        bytes.extend([b"PK\x03\x04", &head[..], name.as_bytes(), text].concat());
        index.extend([b"PK\x01\x02\x14\0", &head[..], &[0; 10], &start.to_le_bytes(), name.as_bytes()].concat());
    }
    let (start, n_files) = ((bytes.len() as u32).to_le_bytes(), (files.len() as u16).to_le_bytes());
    let size = (index.len() as u32).to_le_bytes();
    bytes.extend(index);
    bytes.extend([b"PK\x05\x06\0\0\0\0", &n_files[..], &n_files, &size, &start, &[0; 2]].concat());
    bytes
}

/// A cell as the sheet's XML has it.
fn cell(at: &str, text: &str) -> String {
    match text.strip_prefix('=') {
        // A day and a time: days since 1899-12-30, in the style of dates.
        Some(serial) => format!("<c r=\"{at}\" s=\"1\"><v>{serial}</v></c>"),
        None if text.parse::<f64>().is_ok() => format!("<c r=\"{at}\"><v>{text}</v></c>"),
        None => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    }
}

/// A workbook of these sheets, each a name and its rows.
pub(crate) fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut files = vec![];
    let (mut names, mut relations) = (String::new(), String::new());
    for (number, (name, rows)) in (1..).zip(sheets) {
        let mut data = String::new();
        for (row, cells) in (1..).zip(*rows) {
            let cells: String = ('A'..)
                .zip(*cells)
                .filter(|(_, text)| !text.is_empty())
                .map(|(column, text)| cell(&format!("{column}{row}"), text))
                .collect();
            write!(data, "<row r=\"{row}\">{cells}</row>").expect("a string can be written to");
        }
        let xml = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{data}</sheetData></worksheet>"
        );
        files.push((format!("xl/worksheets/sheet{number}.xml"), xml));
        write!(names, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>").expect("a string");
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
        write!(relations, "<Relationship Id=\"rId{number}\" Type=\"{kind}\" Target=\"worksheets/sheet{number}.xml\"/>")
            .expect("a string");
    }
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let mut all = vec![
        (
            "[Content_Types].xml".to_owned(),
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        (
            "_rels/.rels".to_owned(),
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
             Target=\"xl/workbook.xml\"/></Relationships>"
                .to_owned(),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook {main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{names}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
            ),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                "<styleSheet {main}><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
            ),
        ),
    ];
    all.extend(files);
    let files: Vec<(&str, String)> = all.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    zip(&files)
}

const HEADER: &[&str] = &["order_id", "item_id", "customer_id", "ordered_at", "quantity", "unit_price", "item_name"];
// 45658 is 2025-01-01, .5 noon.
const FIRST: &[&str] = &["536365", "85123A", "17850", "=45658.5", "6", "2.55", "Caf\u{e9}"];
const SECOND: &[&str] = &["536366", "22", "", "=45659", "1", "", "Pan"];
const TABLES: &str = "[orders]\npath = 'o.xlsx'\n";

fn unreported(folder: &Folder) -> Dataset {
    Dataset { report: model_export::lake::ReadReport::default(), ..folder.read() }
}

#[test]
fn a_sheet_reads_as_the_csv_that_it_would_be_saved_as() {
    let csv = "order_id,item_id,customer_id,ordered_at,quantity,unit_price,item_name\n\
               536365,85123A,17850,2025-01-01 12:00:00,6,2.55,Caf\u{e9}\n536366,22,,2025-01-02 00:00:00,1,,Pan\n";
    let expected = unreported(&Folder::new("[orders]\npath = 'o.csv'\n").with("o.csv", csv));
    let rows: &[&[&str]] = &[HEADER, FIRST, SECOND];
    let other: &[&[&str]] = &[&["nothing"], &["here"]];
    let book = workbook(&[("Orders", rows), ("Other", other)]);
    assert_eq!(unreported(&Folder::new(TABLES).with("o.xlsx", &book)), expected);
    let named = format!("{TABLES}sheet = 'Orders'\n");
    assert_eq!(
        unreported(&Folder::new(&named).with("o.xlsx", workbook(&[("Other", other), ("Orders", rows)]))),
        expected
    );
    let by_format = "[orders]\npath = 'o.dat'\nformat = 'excel'\n";
    assert_eq!(unreported(&Folder::new(by_format).with("o.dat", &book)), expected);
    let titled: &[&[&str]] = &[&["Orders of January"], &[], HEADER, FIRST, SECOND];
    let skipped = format!("{TABLES}skip_lines = 2\n");
    assert_eq!(unreported(&Folder::new(&skipped).with("o.xlsx", workbook(&[("Orders", titled)]))), expected);
}

#[test]
fn a_row_of_a_sheet_is_named_by_its_number_and_a_book_that_is_none_is_named() {
    let bad: &[&str] = &["536367", "", "", "=45659", "1", "", "Pan"];
    let rows: &[&[&str]] = &[HEADER, FIRST, SECOND, bad];
    let dataset = Folder::new(TABLES).with("o.xlsx", workbook(&[("Orders", rows)])).read();
    let remark = &report(&dataset, Source::Orders).remarks[0];
    assert_eq!((remark.reason.name(), &remark.samples[..]), ("missing_id", &["o.xlsx:row 4".to_owned()][..]));
    for (bytes, part) in [
        (&b"order_id,item_id\n"[..], "expected an Excel workbook, found text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "found an old Excel workbook (.xls)"),
        (b"PK\x03\x04\x14\0", "the workbook cannot be read"),
        (b"%PDF-1", "found a PDF document"),
    ] {
        let message = Folder::new(TABLES).with("o.xlsx", bytes).fault();
        assert!(message.contains("o.xlsx") && message.contains(part), "{message}");
    }
    let message =
        Folder::new(&format!("{TABLES}sheet = 'Order'\n")).with("o.xlsx", workbook(&[("Orders", rows)])).fault();
    assert!(message.contains("no such sheet") && message.contains("\"Orders\""), "{message}");
    let message = Folder::new("[orders]\npath = 'o.csv'\n").with("o.csv", workbook(&[("Orders", rows)])).fault();
    assert!(message.contains("found an Excel workbook") && message.contains("format = \"excel\""), "{message}");
}
