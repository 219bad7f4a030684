//! What the verbs print is safe to print, and a reader who goes away costs no run.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const ESCAPE: &str = "\u{1b}[31mevil\u{7}\u{9b}0m\u{202e}";

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model_export"));
    command.args(arguments).env_remove("ETALAGE_DATA");
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the command starts")
}

/// Checks that nothing in an output is obeyed by a terminal, and that what would have been is written out.
#[track_caller]
fn is_safe(bytes: &[u8]) {
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let obeyed = |letter: char| (letter.is_control() && !matches!(letter, '\n' | '\t')) || letter == '\u{202e}';
    assert!(!text.contains(obeyed), "{}", text.escape_debug());
    assert!(text.contains("\\u{1b}[31mevil\\u{7}") || text.contains("\\u001b[31mevil\\u0007"), "{text}");
}

fn lake(folder: &Path, name: &str, item: &str) -> [String; 2] {
    let line = |n: usize| {
        format!("o{n},{},c{},2025-01-{:02},1,2.5\n", if n.is_multiple_of(4) { item } else { "i2" }, n % 60, n % 28 + 1)
    };
    let lines: String = (0..400).map(line).collect();
    let write =
        |name: String, text: String| std::fs::write(folder.join(name), text).expect("the folder can be written to");
    write(format!("{ESCAPE}.csv"), format!("order_id,item_id,customer_id,ordered_at,quantity,unit_price\n{lines}"));
    let name =
        serde_json::to_string(name).expect("text is JSON").replace('\u{9b}', "\\u009b").replace('\u{202e}', "\\u202e");
    write("lake.toml".to_owned(), format!("name = {name}\ncurrency = \"EUR\"\n[orders]\npath = \"*.csv\"\n"));
    [folder.join("lake.toml"), folder.join("shop.etalage")].map(|path| path.display().to_string())
}

const FAST: [&str; 6] = ["--factors", "8", "--sweeps", "2", "--segments", "2"];

#[test]
fn names_of_files_lakes_items_and_keys_are_written_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let [mapping, model] = lake(folder.path(), ESCAPE, ESCAPE);
    let report = folder.path().join("report").display().to_string();
    for verb in [
        &[&["train", "--lake", &mapping, "--out", &model][..], &FAST].concat(),
        &vec!["inspect", &model],
        &vec!["inspect", &model, "--json"],
        &vec!["inspect", &model, "--item", ESCAPE],
        &vec!["audit", "--lake", &mapping, "--out", &report],
        &vec!["audit", "--lake", &mapping, "--out", &report, "--json"],
    ] {
        let done = run(verb);
        assert!(done.status.success(), "{verb:?}: {}", String::from_utf8_lossy(&done.stderr));
        is_safe(&done.stdout);
    }
    is_safe(&run(&["inspect", &model, "--item", &format!("no {ESCAPE}")]).stderr);
    is_safe(&run(&["inspect", &format!("{ESCAPE}.etalage")]).stderr);
    for line in ["\"\\u001b[31mevil\\u0007\" = 1", "[orders.columns]\n\"\\u001b[31mevil\\u0007\" = \"x\""] {
        let wrong = folder.path().join("wrong.toml");
        std::fs::write(&wrong, format!("name = \"x\"\ncurrency = \"EUR\"\n[orders]\npath = \"x.csv\"\n{line}\n"))
            .expect("a file");
        is_safe(&run(&["audit", "--lake", &wrong.display().to_string(), "--out", &report]).stderr);
    }
    let header = format!("order_id,{ESCAPE},ordered_at,quantity\n");
    std::fs::write(folder.path().join(format!("{ESCAPE}.csv")), header).expect("a file");
    is_safe(&run(&["train", "--lake", &mapping, "--out", &model]).stderr);
}

#[test]
fn a_reader_that_goes_away_costs_no_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let [mapping, model] = lake(folder.path(), "Shop", "i1");
    for verb in [
        &[&["train", "--lake", &mapping, "--out", &model][..], &FAST].concat(),
        &vec!["inspect", &model],
        &vec!["verify", &model],
    ] {
        let mut child =
            command(verb).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success() && !said.contains("panicked"), "{verb:?}: {said}");
    }
    assert!(Path::new(&model).is_file());
    #[cfg(target_os = "linux")]
    {
        std::fs::remove_file(&model).expect("the model is there");
        let full = std::fs::File::options().write(true).open("/dev/full").expect("a full disk");
        let verb = [&["train", "--lake", &mapping, "--out", &model, "--force"][..], &FAST].concat();
        let done = command(&verb).stdout(full).output().expect("the command starts");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(!done.status.success() && said.contains("cannot print to standard output"), "{said}");
        assert!(Path::new(&model).is_file(), "the model is written all the same");
    }
}

#[test]
fn neither_a_user_in_an_endpoint_nor_the_answer_of_what_is_no_store_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            let Ok(mut socket) = socket else { continue };
            let mut request = [0; 4096];
            let read = socket.read(&mut request);
            let body = "\u{1b}[31mkey AKIAHIDDEN secret";
            let answer = format!(
                "HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            drop(read.and_then(|_| socket.write_all(answer.as_bytes())));
        }
    });
    let folder = tempfile::tempdir().expect("a folder");
    let mapping = folder.path().join("lake.toml");
    std::fs::write(&mapping, "name = \"x\"\ncurrency = \"EUR\"\n[orders]\npath = \"s3://lake/orders/*.csv\"\n")
        .expect("a file");
    let mut command = command(&["train", "--lake", &mapping.display().to_string(), "--out", "unwritten.etalage"]);
    command.env("AWS_ENDPOINT_URL", format!("http://user:password@127.0.0.1:{port}"));
    command.env("AWS_ACCESS_KEY_ID", "AKIAHIDDEN").env("AWS_SECRET_ACCESS_KEY", "hidden");
    let done = command.output().expect("the command starts");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(!done.status.success() && said.contains("status 400") && said.contains("127.0.0.1"), "{said}");
    for secret in ["user:", "password", "AKIAHIDDEN", "secret", "hidden", "\u{1b}"] {
        assert!(!said.contains(secret), "{secret} is in {said}");
    }
}
