//! A lake in an S3-compatible store is the lake on disk, and what the store refuses is said with its cure.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow_array::{ArrayRef, Int64Array};
use model_export::lake::{Dataset, Error, Lake};
use model_export::synth::{Format, Recipe, Size, make};

use super::folder::{Folder, gzip, orders, parquet, texts};
use super::store::{KEY, Store};

const PARQUET: &str = "[orders]\npath = 'orders.parquet'\n";

/// Reads a folder's lake.toml with its data in the store.
fn try_read(folder: &Folder, store: &Store, other: Option<(&str, &str)>) -> Result<Dataset, Error> {
    let lake = Lake::open(&folder.path("lake.toml"), Some(Path::new("s3://lake/shop")))?;
    lake.with_environment(store.environment(other)).read(&mut |_, _| ())
}

/// A store that has all of a folder's files.
fn store_of(folder: &Folder) -> Store {
    Store::start().with(&folder.path(""), "shop")
}

#[test]
fn a_lake_in_a_store_is_the_lake_on_disk_and_trains_to_the_same_bytes() {
    for format in [Format::Parquet, Format::Csv] {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("lake");
        let recipe = Recipe { out: out.clone(), truth: None, seed: 7, size: Size::Small, format };
        let made = make(&recipe).expect("a lake");
        let store = Store::start().with(&out, "shop");
        let on_disk = Lake::open(&made.lake, Some(&out)).expect("a mapping").read(&mut |_, _| ()).expect("rows");
        let lake = Lake::open(&made.lake, Some(Path::new("s3://lake/shop"))).expect("a mapping");
        let in_store = lake.with_environment(store.environment(None)).read(&mut |_, _| ()).expect("rows");
        assert!(on_disk == in_store, "the lake in the store is another");
        if format == Format::Csv {
            continue;
        }
        let secret = home.path().join("secret");
        std::fs::write(&secret, "0a".repeat(32)).expect("a secret");
        let train = |data: &str, name: &str| {
            let model = home.path().join(name).join("shop.etalage");
            std::fs::create_dir(home.path().join(name)).expect("a folder");
            let mut command = Command::new(env!("CARGO_BIN_EXE_model_export"));
            command
                .args(["train", "--factors", "8", "--sweeps", "1", "--shadows", "0", "--data", data, "--lake"])
                .arg(&made.lake);
            let done = command
                .arg("--out")
                .arg(&model)
                .arg("--secret")
                .arg(&secret)
                .envs(store.variables())
                .output()
                .expect("the binary runs");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            ["etalage", "manifest.json", "catalogue.json"].map(|end| {
                std::fs::read(model.with_extension(end)).unwrap_or_else(|error| panic!("{name} {end}: {error}"))
            })
        };
        let bytes = [train(&out.to_string_lossy(), "disk"), train("s3://lake/shop", "store")];
        assert!(bytes[0] == bytes[1], "the store's model, manifest or catalogue is another");
    }
}

#[test]
fn globs_folders_gzip_and_whole_addresses_are_found_in_a_store() {
    let line = |n: usize| orders(&[&format!("o{n},i{n},c{n},2025-01-0{n},1,2.5")]);
    let tables = |path: &str| format!("[orders]\npath = '{path}'\n");
    let store = Store::start();
    for (name, bytes) in [
        ("shop/orders/day=1/b.csv", line(1).into_bytes()),
        ("shop/orders/day=2/a.csv.gz", gzip(&line(2))),
        ("shop/orders/day=2/_SUCCESS", Vec::new()),
        ("shop/orders/day=2/_log/0.csv", b"no data".to_vec()),
        ("shop/single.csv.gz", gzip(&line(3))),
    ] {
        let path = store.bucket().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        std::fs::write(path, bytes).expect("the bucket can be written to");
    }
    for (path, files) in [
        ("orders", &["orders/day=1/b.csv", "orders/day=2/a.csv.gz"][..]),
        ("orders/*/*.csv", &["orders/day=1/b.csv"]),
        ("orders/day=*", &["orders/day=1/b.csv", "orders/day=2/a.csv.gz"]),
        ("orders/**/*", &["orders/day=1/b.csv", "orders/day=2/a.csv.gz"]),
        ("single.csv", &["single.csv.gz"]),
        ("s3://lake/shop/orders/day=2", &["s3://lake/shop/orders/day=2/a.csv.gz"]),
    ] {
        let dataset = try_read(&Folder::new(&tables(path)), &store, None).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(dataset.report.sources[0].files, files, "{path}");
        assert_eq!(dataset.interactions.len(), files.len(), "{path}");
    }
    let error = try_read(&Folder::new(&tables("nothing/*.csv")), &store, None).expect_err("nothing is there");
    let message = error.to_string();
    assert!(message.contains("looked for: s3://lake/shop/nothing/*.csv, s3://lake/shop/nothing/*.csv.gz"), "{message}");
}

#[test]
fn the_mapped_columns_alone_are_fetched() {
    let n = 200_000;
    let noise = |n: usize| (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let unmapped = texts((0..n).map(|n| format!("{:016x}{:016x}", noise(n), noise(n + 1))));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("order_id", texts((0..n).map(|n| format!("o{}", n / 100)))),
        ("unmapped", unmapped),
        ("item_id", texts((0..n).map(|n| format!("i{}", n % 50)))),
        ("ordered_at", texts((0..n).map(|n| format!("2025-01-{:02}", n % 28 + 1)))),
        ("quantity", Arc::new(Int64Array::from(vec![1; n]))),
    ];
    let bytes = parquet(columns, 50_000);
    let folder = Folder::new(PARQUET).with("orders.parquet", &bytes);
    let store = store_of(&folder);
    assert!(try_read(&folder, &store, None).expect("rows") == folder.read());
    let fetched = store.given();
    println!("{fetched} of {} bytes", bytes.len());
    assert!(bytes.len() > 5_000_000 && fetched * 5 < bytes.len() as u64, "{fetched} of {} bytes", bytes.len());
}

#[test]
fn an_object_that_changes_while_it_is_read_is_named() {
    let line = |n: usize| format!("order-number-{n},item-{},customer-{},2025-01-05,1,2.5", n % 50, n % 99);
    let lines: Vec<String> = (0..400_000).map(line).collect();
    let text = orders(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(text.len() > 2 << 23, "two chunks are fetched before the first progress");
    let folder = Folder::new("[orders]\npath = 'orders.csv'\n").with("orders.csv", &text);
    let store = store_of(&folder);
    let lake = Lake::open(&folder.path("lake.toml"), Some(Path::new("s3://lake/shop"))).expect("a mapping");
    let object = store.bucket().join("shop/orders.csv");
    let read = lake.with_environment(store.environment(None)).read(&mut |_, _| {
        std::fs::write(&object, &text[..text.len() / 2]).expect("the object can be replaced");
    });
    let message = read.expect_err("the object was replaced").to_string();
    assert!(message.contains("orders.csv: the file was changed while it was read"), "{message}");
}

#[test]
fn refusals_say_what_was_tried_and_the_cure_and_no_credential() {
    let folder = Folder::new(PARQUET).with_parquet("orders.parquet", vec![("order_id", texts(["o1"]))]);
    let store = store_of(&folder);
    let address = store.variables()[0].1.clone();
    let dead = "http://127.0.0.1:1";
    for (other, parts) in [
        (
            ("AWS_SECRET_ACCESS_KEY", "a-wrong-secret"),
            ["access denied (SignatureDoesNotMatch)", address.as_str(), "AWS_SECRET_ACCESS_KEY"],
        ),
        (("AWS_ACCESS_KEY_ID", "AKIANOBODY"), ["access denied", address.as_str(), "AWS_ACCESS_KEY_ID"]),
        (("AWS_ENDPOINT_URL", dead), ["the endpoint cannot be reached", dead, "check AWS_ENDPOINT_URL"]),
    ] {
        let started = Instant::now();
        let message = try_read(&folder, &store, Some(other)).expect_err("the store refuses").to_string();
        println!("{message}\n");
        for part in ["s3://lake/shop/orders.parquet: ", "tried: ", "cure: "].into_iter().chain(parts) {
            assert!(message.contains(part), "{part:?} is not in:\n{message}");
        }
        for secret in [KEY.0, KEY.1, "a-wrong-secret", "AKIANOBODY"] {
            assert!(!message.contains(secret), "{secret:?} is in:\n{message}");
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    }
    let nowhere = Folder::new("[orders]\npath = 's3://no-such-lake/orders/*.parquet'\n");
    let message = try_read(&nowhere, &store, None).expect_err("there is no such bucket").to_string();
    println!("{message}");
    for part in ["s3://no-such-lake/orders: no such bucket", "to list the objects", "correct the bucket's name"] {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}
