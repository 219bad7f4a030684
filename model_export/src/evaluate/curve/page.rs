//! The curves as a page of documentation: how they are measured, and a table for each.

use core::fmt;

use super::{Chosen, Curve};

/// What stands above the tables.
const INTRODUCTION: &str = "\
# Bytes against accuracy

What a file of so many bytes an item can do. The budget is for the whole file: ids, popularity, checksums and everything
included, divided by the number of items. Under it, `--max-bytes` divides the bytes between factors (how many, in int8 or
four bits) and pairs of the next-item table.

![Accuracy against bytes an item](img/bytes.svg)

One command makes this page and its picture:

```sh
cargo run --profile tool -p model_export -- evaluate curve \\
  --sessions $ETALAGE_DATA/diginetica/train_sessions.txt.gz $ETALAGE_DATA/diginetica/test_prefix_target.tsv.gz \\
  --lists $ETALAGE_DATA/ml-1m/train.txt.gz $ETALAGE_DATA/ml-1m/test.txt.gz \\
  --out-svg docs/img/bytes.svg --out-md docs/bytes.md
```
";

/// What stands below them.
const METHOD: &str = "
## How it is measured

- Hyper-parameters are the defaults of `evaluate next-item` and `evaluate top-n`. Every figure is scored from the encoded
  bytes, decoded and ranked by the core that runs in the browser.
- The mix under a budget is chosen on questions cut from the training file: of sessions the newest tenth (10,000 questions
  of it), of lists a tenth of each user's items. A draft learns from the rest; each mix that fits is made from it, encoded,
  and asked; the one with the best recall@20 wins. Then the same mix is made of what the whole training file taught, and
  the test file is asked once.
- Fewer factors come from one training: the vectors are turned to the principal axes of the factorization and the weakest
  axes left out; turning alone changes no score. On the validation part of MovieLens 1M this is as good as training anew
  with fewer from 48 factors on; below, it loses one to two percent of recall. What is left is turned once more so that
  its strength is spread over all entries: of 128 factors, four bits then cost half a percent of recall, where they cost
  three before. The table keeps the pairs with the greatest weight times how often their first item is
  seen, as many as the factors leave room for.
- The default recipe of sessions has no factors, so that there is one mix for each budget: all bytes for pairs. 32 and 128
  factors beside the table were tried on Diginetica's validation part, and made it worse. The table is whole at 120 bytes
  an item; what a larger budget leaves over is left over.
- A budget that the ids and the popularity alone exceed is shown as too small: `--max-bytes` answers it with an error that
  says how many bytes would do.
- The Gram matrix of d factors takes 2 d (d + 1) bytes whatever the catalogue: in a small one it is dear.
";

/// Curves to be written down.
#[derive(Debug)]
pub struct Page<'a>(pub &'a [Curve]);

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(INTRODUCTION)?;
        for curve in self.0 {
            table(f, curve)?;
        }
        f.write_str(METHOD)
    }
}

fn table(f: &mut fmt::Formatter<'_>, curve: &Curve) -> fmt::Result {
    let Curve { data, protocol, n_items, least_bytes, shown: [first, second], points } = curve;
    let each = *least_bytes as f64 / (*n_items).max(1) as f64;
    writeln!(f, "\n## {data}, {protocol}\n")?;
    writeln!(f, "{n_items} items; ids and popularity alone take {least_bytes} bytes, {each:.1} an item.\n")?;
    writeln!(
        f,
        "| bytes an item | file, bytes | factors | bits | pairs | {} | {} | validation recall@20 | mixes tried |",
        first.name, second.name
    )?;
    writeln!(f, "|---:|---:|---:|---:|---:|---:|---:|---:|---:|")?;
    for point in points {
        write!(f, "| {} ", point.bytes_per_item)?;
        let Some(chosen) = &point.chosen else {
            writeln!(f, "| too small for the ids | | | | | | | |")?;
            continue;
        };
        let Chosen { mix, n_pairs, model_bytes, validation_recall_at_20, n_tried, figures } = chosen;
        let factors = if mix.n_factors == 0 {
            "– | –".to_owned()
        } else {
            format!("{} | {}", mix.n_factors, mix.factor_bits)
        };
        let pairs = if *n_pairs == 0 { "–".to_owned() } else { n_pairs.to_string() };
        let [first, second] = [(first.of)(figures), (second.of)(figures)];
        writeln!(
            f,
            "| {model_bytes} | {factors} | {pairs} | {first:.4} | {second:.4} | {validation_recall_at_20:.4} | {n_tried} |"
        )?;
    }
    Ok(())
}
