//! Vectors for items that too few customers know: made from what they are, never from who touched them.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2};

use super::attributes::with_parents;
use crate::lake::Item;

/// Fills the rows of items that are not `learned`, shape `(n_items, n_factors)`: the mean of the learned items of the
/// same category, else of the nearest level above that has any, else zeros.
pub(super) fn fill_cold(factors: &mut Array2<f32>, items: &[Item], learned: &[bool]) {
    let n_factors = factors.ncols();
    let mut sums: BTreeMap<&str, (Array1<f64>, f64)> = BTreeMap::new();
    for (row, item) in items.iter().enumerate().filter(|&(row, _)| learned[row]) {
        for path in item.category.as_deref().into_iter().flat_map(with_parents) {
            let (sum, count) = sums.entry(path).or_insert_with(|| (Array1::zeros(n_factors), 0.0));
            *sum += &factors.row(row).mapv(f64::from);
            *count += 1.0;
        }
    }
    for (row, item) in items.iter().enumerate().filter(|&(row, _)| !learned[row]) {
        let mut paths = item.category.as_deref().into_iter().flat_map(with_parents);
        let mean = paths.find_map(|path| sums.get(path)).map(|(sum, count)| sum / *count);
        match mean {
            Some(mean) => factors.row_mut(row).assign(&mean.mapv(|value| value as f32)),
            None => factors.row_mut(row).fill(0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn cold_items_resemble_their_category_else_its_parent() {
        let item = |category: Option<&str>| Item {
            id: "x".into(),
            name: String::new(),
            price: None,
            category: category.map(str::to_owned),
            brand: None,
            private_label: false,
        };
        let items = [item(Some("A > B")), item(Some("A > B")), item(Some("A > B")), item(Some("A > C")), item(None)];
        let mut factors = array![[1.0, 0.0], [3.0, 2.0], [9.0, 9.0], [9.0, 9.0], [9.0, 9.0]];
        fill_cold(&mut factors, &items, &[true, true, false, false, false]);
        assert_eq!(factors, array![[1.0, 0.0], [3.0, 2.0], [2.0, 1.0], [2.0, 1.0], [0.0, 0.0]]);
    }
}
