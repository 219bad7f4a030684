//! Fewer pairs: those that answer most questions stay.

use super::Rows;

/// Keeps the `n_pairs` most valuable pairs of all rows; a pair's value is its weight times `frequency` of the item that
/// asks for it, of equals the one of the lower items. O(pairs).
///
/// # Panics
/// When `frequency` is shorter than the rows, as a slice does.
pub fn prune(rows: &mut Rows, n_pairs: usize, frequency: &[f32]) {
    let total: usize = rows.iter().map(Vec::len).sum();
    if total <= n_pairs {
        return;
    }
    let mut ranked: Vec<(f32, u32, u32)> = Vec::with_capacity(total);
    for (from, row) in (0_u32..).zip(rows.iter()) {
        ranked.extend(row.iter().map(|&(to, weight)| (weight * frequency[from as usize], from, to)));
    }
    let better = |a: &(f32, u32, u32), b: &(f32, u32, u32)| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2)));
    let (_, last_out, _) = ranked.select_nth_unstable_by(n_pairs, better);
    let first_lost = *last_out;
    for (from, row) in (0_u32..).zip(rows.iter_mut()) {
        let value = |&(to, weight): &(u32, f32)| (weight * frequency[from as usize], from, to);
        row.retain(|pair| better(&value(pair), &first_lost).is_lt());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // Values 1, 4, then 3 · 0.5 = 1.5, and 1 · 2 = 2: the two best are 0 -> 2 and 2 -> 0.
        let mut rows = vec![vec![(1, 1.0), (2, 4.0)], vec![(0, 3.0)], vec![(0, 1.0)]];
        prune(&mut rows, 2, &[1.0, 0.5, 2.0]);
        assert_eq!(rows, [vec![(2, 4.0)], vec![], vec![(0, 1.0)]]);
        prune(&mut rows, 9, &[1.0; 3]);
        assert_eq!(rows.iter().flatten().count(), 2, "nothing to do");
    }

    #[test]
    fn of_equals_the_lower_items_stay() {
        let mut rows = vec![vec![(1, 1.0), (2, 1.0)], vec![(0, 1.0)]];
        prune(&mut rows, 2, &[1.0; 2]);
        assert_eq!(rows, [vec![(1, 1.0), (2, 1.0)], vec![]]);
    }
}
