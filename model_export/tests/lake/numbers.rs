//! Numbers and times as half of the world writes them: read when lake.toml says how, named when it does not, never guessed.

use model_export::lake::Source;

use super::folder::{Folder, report};

#[track_caller]
fn stops(folder: &Folder, parts: &[&str]) {
    let message = folder.fault();
    println!("{message}\n");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

fn priced(keys: &str, prices: &[&str]) -> Folder {
    let line = |(n, price): (usize, &&str)| format!("o{n};i{n};c{n};2025-01-0{};1;{price}\n", n % 9 + 1);
    let lines: String = prices.iter().enumerate().map(line).collect();
    Folder::new(&format!("[orders]\npath = 'o.csv'\ndelimiter = ';'\n{keys}"))
        .with("o.csv", format!("order_id;item_id;customer_id;ordered_at;quantity;unit_price\n{lines}"))
}

#[test]
fn marks_of_decimals_and_thousands_and_the_lakes_own_currency_are_read() {
    let comma = "decimal = ','\n";
    let both = "decimal = ','\nthousands = '.'\n";
    for (keys, text, price) in [
        ("", "9.90", 9.9),
        ("", "\u{20ac} 9.90", 9.9),
        ("", "9.50 EUR", 9.5),
        ("", "EUR9.50", 9.5),
        ("", "9.50\u{a0}\u{20ac}", 9.5),
        (comma, "9,90", 9.9),
        (comma, "9,90 \u{20ac}", 9.9),
        (comma, "1299", 1299.0),
        (both, "1.299,00", 1299.0),
        (both, "1.299", 1299.0),
        (both, "12.345.678,9", 12_345_678.9),
        (both, "\u{20ac} 1.299,00", 1299.0),
        ("thousands = ','\n", "1,299.00", 1299.0),
        ("decimal = ','\nthousands = ' '\n", "1 299,50", 1299.5),
        ("decimal = ','\nthousands = ' '\n", "1\u{202f}299,50", 1299.5),
        ("thousands = \"'\"\n", "1'299.50", 1299.5),
    ] {
        let dataset = priced(keys, &[text]).read();
        assert_eq!(dataset.items[0].price, Some(price), "{keys}{text}");
    }
}

#[test]
fn numbers_that_cannot_be_read_are_told_by_what_most_look_like() {
    for (prices, said) in [
        (["9,90", "12,50", "7,00"], "3 of 3 have a decimal comma (like 9,90): set decimal = \",\""),
        (["1.299,00", "12.500,00", "1.007,00"], "points between thousands and a decimal comma"),
        (["1,299.00", "12,500.00", "1,007.00"], "commas between thousands (like 1,299.00): set thousands = \",\""),
        (["$9.90", "$12.50", "$7.00"], "a currency beside them that is not the lake's"),
        (["9.90 USD", "8 USD", "7 USD"], "a currency beside them"),
        (["9,90 \u{20ac}", "1,10 \u{20ac}", "7,00 \u{20ac}"], "a decimal comma"),
        (["1 299,00", "2 000,00", "3 500,00"], "blanks between thousands"),
        (["1'299.00", "2'000.00", "3'500.00"], "apostrophes between thousands"),
        (["free", "gift", "?"], "no usual way of writing numbers reads any of 3"),
        (["9,9", "n/a", "8,5"], "2 of 3 have a decimal comma"),
    ] {
        stops(&priced("", &prices), &["none of the 3 rows is usable", "3 bad_price", said]);
    }
}

#[test]
fn a_point_before_three_digits_is_never_guessed_where_commas_mark_decimals() {
    let mut prices = vec!["12,50"; 3];
    prices.extend(["1.299"; 40]);
    stops(
        &priced("", &prices),
        &["[orders] 40 numbers such as 1.234", "3 others have a decimal comma (first at o.csv:2)"],
    );
    let rows = |folder: &Folder| {
        let dataset = folder.read();
        (
            report(&dataset, Source::Orders).rows("bad_price"),
            dataset.items.iter().filter_map(|item| item.price).fold(0.0, f64::max),
        )
    };
    assert_eq!(rows(&priced("decimal = ','\nthousands = '.'\n", &prices)), (0, 1299.0));
    assert_eq!(rows(&priced("decimal = '.'\n", &prices)), (3, 1.299));
    let honest: Vec<&str> = ["1.299"; 40].to_vec();
    assert_eq!(rows(&priced("", &honest)), (0, 1.299), "nothing says that commas mark decimals");
    let quantity = |keys: &str| {
        let text = "order_id;item_id;customer_id;ordered_at;quantity;unit_price\n".to_owned()
            + &"o1;i1;c1;2025-01-01;1.000;9,90\n".repeat(3)
            + &"o2;i2;c2;2025-01-01;2.000;9\n".repeat(30);
        Folder::new(&format!("[orders]\npath = 'o.csv'\ndelimiter = ';'\n{keys}[rules]\nduplicates = 'keep'\n"))
            .with("o.csv", text)
    };
    stops(&quantity(""), &["numbers such as 1.234"]);
    let units = quantity("decimal = ','\nthousands = '.'\n").read().interactions.iter().map(|act| act.quantity).max();
    assert_eq!(units, Some(2_000));
}

fn timed(keys: &str, times: &[String]) -> Folder {
    let line = |(n, at): (usize, &String)| format!("o{n},i{},c{n},{at},1,2.5\n", n % 9);
    let lines: String = times.iter().enumerate().map(line).collect();
    Folder::new(&format!("[orders]\npath = 'o.csv'\n{keys}"))
        .with("o.csv", format!("order_id,item_id,customer_id,ordered_at,quantity,unit_price\n{lines}"))
}

#[test]
fn times_that_stand_for_an_unknown_time_are_stray_whatever_their_share() {
    let day = |n: usize| format!("2025-{:02}-{:02}", n / 28 % 12 + 1, n % 28 + 1);
    for sentinel in [
        "0001-01-01",
        "0001-01-01 00:00:00",
        "1900-01-01",
        "1899-12-30",
        "1970-01-01",
        "1970-01-01T00:00:00Z",
        "1753-01-01",
        "9999-12-30",
        "2999-12-31",
        "2199-01-01",
        "1980-01-01",
    ] {
        for share in [2, 20, 33] {
            let times: Vec<String> = (0..360).map(|n| if n < share { sentinel.to_owned() } else { day(n) }).collect();
            let dataset = timed("", &times).read();
            let read = report(&dataset, Source::Orders);
            assert_eq!(
                (read.rows("stray_timestamp"), read.rows_kept),
                (share as u64, 360 - share as u64),
                "{sentinel}"
            );
        }
        let times: Vec<String> = (0..360).map(|n| if n < 60 { sentinel.to_owned() } else { day(n) }).collect();
        stops(&timed("", &times), &["60 of 360 rows read are faulty", "60 stray_timestamp"]);
    }
}

#[test]
fn a_whole_source_of_a_time_that_cannot_be_stops_with_the_unit_that_is_meant() {
    let of = |factor: i64| (0..40).map(|n| ((1_735_689_600 + n * 86_400) * factor).to_string()).collect::<Vec<_>>();
    for (said, factor, meant) in [("unix_ms", 1, "unix_s"), ("unix_us", 1_000, ""), ("unix_ns", 1_000_000_000, "")] {
        let folder = timed(&format!("timestamp_formats = ['{said}']\n"), &of(factor));
        if meant.is_empty() {
            if said == "unix_ns" {
                assert_eq!(folder.read().window.0, 1_735_689_600_000);
            } else {
                stops(&folder, &["none of the 40 rows is usable", "stray_timestamp", "is of 1970-01-2"]);
            }
        } else {
            stops(&folder, &["none of the 40 rows is usable", "40 stray_timestamp", "is of 1970-01-21", meant]);
        }
    }
    let micros = timed("timestamp_formats = ['unix_us']\n", &of(1_000_000));
    assert_eq!(micros.read().window.0, 1_735_689_600_000);
    let old: Vec<String> = (0..40).map(|n| format!("1985-01-{:02}", n % 28 + 1)).collect();
    stops(&timed("", &old), &["none of the 40 rows is usable", "rules.first_day"]);
    assert_eq!(timed("[rules]\nfirst_day = '1980-01-01'\n", &old).read().interactions.len(), 40);
}

#[test]
fn times_without_an_offset_are_of_the_shops_zone() {
    let at = |zone: &str, text: &str| {
        let times = [text.to_owned()];
        let tables = format!("timezone = '{zone}'\n[orders]\npath = 'o.csv'\n");
        let line = format!("order_id,item_id,customer_id,ordered_at,quantity\no1,i1,c1,{},1\n", times[0]);
        Folder::new(&tables).with("o.csv", line).read().window.0
    };
    let utc = |text: &str| at("UTC", text);
    for (zone, local, instant) in [
        ("Europe/Paris", "2025-01-15 12:00", "2025-01-15T11:00:00Z"),
        ("Europe/Paris", "2025-07-15 12:00", "2025-07-15T10:00:00Z"),
        ("Europe/Paris", "2025-07-15T12:00:00Z", "2025-07-15T12:00:00Z"),
        ("Europe/Paris", "2025-03-30 02:30", "2025-03-30T01:30:00Z"),
        ("Europe/Paris", "2025-10-26 02:30", "2025-10-26T00:30:00Z"),
        ("Europe/Paris", "2025-01-15", "2025-01-14T23:00:00Z"),
        ("America/New_York", "2025-07-15 12:00", "2025-07-15T16:00:00Z"),
        ("Asia/Tokyo", "2025-07-15 12:00", "2025-07-15T03:00:00Z"),
        ("Australia/Sydney", "2025-01-15 12:00", "2025-01-15T01:00:00Z"),
        ("Asia/Kolkata", "2025-01-15 12:00", "2025-01-15T06:30:00Z"),
        ("UTC", "2025-01-15 12:00", "2025-01-15T12:00:00Z"),
    ] {
        assert_eq!(at(zone, local), utc(instant), "{zone} {local}");
    }
    let wrong = Folder::new("timezone = 'Paris'\n[orders]\npath = 'o.csv'\n");
    stops(&wrong, &["lake.toml:3 (timezone)", "expected a time zone such as \"Europe/Paris\""]);
}
