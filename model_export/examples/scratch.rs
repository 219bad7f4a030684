#![allow(missing_docs, clippy::all, clippy::pedantic, reason = "scratch")]
fn main() {
    let toml = std::env::args().nth(1).unwrap();
    let data = std::env::args().nth(2);
    let t = std::time::Instant::now();
    let lake = model_export::lake::Lake::open(toml.as_ref(), data.as_ref().map(|d| d.as_ref())).unwrap_or_else(|e| {
        eprintln!("{e}");
        std::process::exit(1)
    });
    let d = lake.read(&mut |_, _| ()).unwrap_or_else(|e| {
        eprintln!("{e}");
        std::process::exit(1)
    });
    eprintln!("{:?}", t.elapsed());
    println!("{}", d.report);
    println!(
        "items {} visitors {} interactions {} window {:?}",
        d.items.len(),
        d.visitors.len(),
        d.interactions.len(),
        d.window
    );
    if std::env::args().nth(3).is_some() {
        for i in &d.items {
            println!("{}\t{}\t{:?}\t{:?}", i.id, i.name, i.price, i.category);
        }
    }
}
