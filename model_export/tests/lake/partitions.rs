//! A source may be a folder of files: those that are data are read in the order of their names, and what the folders'
//! names say is a column.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array};
use model_export::lake::Source;

use super::folder::{Folder, orders, remarks, report, texts};

fn line(n: usize) -> String {
    orders(&[&format!("o{n},i{n},c{n},2025-01-0{n},1,2.5")])
}

#[test]
fn the_data_files_below_a_folder_are_read_in_the_order_of_their_names() {
    let folder = Folder::new("[orders]\npath = 'orders'\n")
        .with("orders/2025/b.csv", line(1))
        .with("orders/2025/a.csv.gz", super::folder::gzip(&line(2)))
        .with("orders/2024/z.csv", line(3))
        .with("orders/last.tsv", line(4).replace(',', "\t"));
    let markers = [
        "orders/_SUCCESS",
        "orders/_delta_log/0.csv",
        "orders/.hidden.csv",
        "orders/2025/.b.csv.crc",
        "orders/b.csv.crc",
        "orders/readme.md",
    ];
    let folder = markers.iter().fold(folder, |folder, name| folder.with(name, "no data"));
    let dataset = folder.read();
    let found = &report(&dataset, Source::Orders).files;
    assert_eq!(found, &["orders/2024/z.csv", "orders/2025/a.csv.gz", "orders/2025/b.csv", "orders/last.tsv"]);
    assert_eq!(dataset.interactions.len(), 4);
    let glob =
        Folder::new("[orders]\npath = 'orders/*'\n").with("orders/a.csv", line(1)).with("orders/_b.csv", "no data");
    assert_eq!(report(&glob.read(), Source::Orders).files, ["orders/a.csv"]);
    let folders = Folder::new("[orders]\npath = 'orders/2025-*'\n")
        .with("orders/2024-12/a.csv", "no data")
        .with("orders/2025-01/a.csv", line(1))
        .with("orders/2025-02/a.csv", line(2));
    assert_eq!(report(&folders.read(), Source::Orders).files, ["orders/2025-01/a.csv", "orders/2025-02/a.csv"]);
}

const BY_DAY: &str = "[orders]\npath = 'orders'\ncolumns = { ordered_at = 'day', customer_id = 'who' }\n";

#[test]
fn folders_tell_columns_for_csv_and_parquet_alike() {
    let rows = |n: usize| {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("quantity", Arc::new(Int64Array::from(vec![1]))),
            ("order_id", texts([format!("o{n}")])),
            ("item_id", texts(["i"])),
        ];
        columns
    };
    let text = |n: usize| format!("item_id,order_id,quantity\ni,o{n},1\n");
    let names = ["orders/day=2025-01-05/who=Zo%C3%AB", "orders/day=2025-01-06/who=__HIVE_DEFAULT_PARTITION__"];
    let csv =
        Folder::new(BY_DAY).with(&format!("{}/a.csv", names[0]), text(1)).with(&format!("{}/b.csv", names[1]), text(2));
    let parquet = Folder::new(BY_DAY)
        .with_parquet(&format!("{}/a.parquet", names[0]), rows(1))
        .with_parquet(&format!("{}/b.parquet", names[1]), rows(2));
    let (mut csv, mut parquet) = (csv.read(), parquet.read());
    csv.report.sources.clear();
    parquet.report.sources.clear();
    assert_eq!(csv, parquet);
    assert_eq!(csv.customer_ids, [Some("Zo\u{eb}".into()), None]);
    assert_eq!(csv.window, (1_736_035_200_000, 1_736_121_600_000));
}

#[test]
fn a_file_speaks_before_its_folder_and_a_folder_that_makes_no_sense_is_a_fault_of_its_rows() {
    let text = "item_id,order_id,quantity,who,day\ni,o1,1,anna,2025-01-05\n";
    let folder = Folder::new(BY_DAY)
        .with("orders/day=2025-02-28/who=bob/a.csv", text)
        .with("orders/day=soon/who=bob/b.csv", "item_id,order_id,quantity\ni,o2,1\n");
    let dataset = folder.read();
    assert_eq!(dataset.customer_ids, [Some("anna".into())]);
    let expected = [("bad_timestamp", 1, vec!["orders/day=soon/who=bob/b.csv:2"])];
    assert_eq!(remarks(report(&dataset, Source::Orders)), expected);
}

#[test]
fn files_of_one_source_may_order_their_columns_as_they_like() {
    let folder = Folder::new("[orders]\npath = 'orders'\n").with("orders/a.csv", line(1)).with(
        "orders/b.csv",
        "unit_price,quantity,ordered_at,customer_id,unread,item_id,order_id\n2.5,1,2025-01-02,c2,x,i2,o2\n",
    );
    let dataset = folder.read();
    assert_eq!(dataset.customer_ids, [Some("c1".into()), Some("c2".into())]);
    let ids: Vec<&str> = dataset.items.iter().map(|item| &*item.id).collect();
    assert_eq!(ids, ["i1", "i2"]);
}
