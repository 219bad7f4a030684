//! Counting pairs, and what their counts are worth.

use rayon::prelude::*;

use super::{ANONYMOUS, Rows, Sessions, ValidParams};

/// The length of a session whose pairs count fully.
const USUAL_LENGTH: f32 = 4.0;

/// A pair as it is met: the other item, whose session it is, and what it counts.
type Sighting = (u32, u32, f32);

impl ValidParams {
    /// Learns the successors of `n_items` items from sessions. O(pairs · log successors).
    ///
    /// # Panics
    /// When a session has an item beyond `n_items`, as a slice does.
    pub fn fit(&self, sessions: &Sessions, n_items: usize) -> Rows {
        let (starts, sightings) = self.sightings(sessions, n_items);
        let damped = self.damped(sessions, n_items);
        let of_item = |place: &[usize]| self.row(&sightings[place[0]..place[1]], &damped);
        starts.par_windows(2).with_min_len(64).map(of_item).collect()
    }

    /// Returns what is seen beside each item, item after item in the order of sessions, and where each item begins.
    fn sightings(&self, sessions: &Sessions, n_items: usize) -> (Vec<usize>, Vec<Sighting>) {
        let mut starts = vec![0_usize; n_items + 1];
        self.each_pair(sessions, |from, _, _, _| starts[from as usize + 1] += 1);
        for item in 0..n_items {
            starts[item + 1] += starts[item];
        }
        let mut next = starts.clone();
        let mut sightings = vec![(0, 0, 0.0); starts[n_items]];
        self.each_pair(sessions, |from, to, customer, count| {
            let place = &mut next[from as usize];
            sightings[*place] = (to, customer, count);
            *place += 1;
        });
        (starts, sightings)
    }

    fn each_pair(&self, sessions: &Sessions, mut see: impl FnMut(u32, u32, u32, f32)) {
        let p = &self.params;
        let by_distance = |decay: f32| -> Vec<f32> { (1..=p.max_distance).map(|d| (d as f32).powf(-decay)).collect() };
        let (forward, backward) = (by_distance(p.forward_decay), by_distance(p.backward_decay));
        for session in sessions.iter() {
            let length = session.items.len();
            let weight = session.weight * (length as f32 / USUAL_LENGTH).powf(-p.length_exponent);
            for later in 1..length {
                for distance in 1..=p.max_distance.min(later) {
                    let (from, to) = (session.items[later - distance], session.items[later]);
                    if from == to {
                        continue;
                    }
                    see(from, to, session.customer, weight * forward[distance - 1]);
                    if p.backward > 0.0 {
                        see(to, from, session.customer, weight * p.backward * backward[distance - 1]);
                    }
                }
            }
        }
    }

    /// Returns n^(-damping) of each item, n the weight of its appearances.
    fn damped(&self, sessions: &Sessions, n_items: usize) -> Vec<f32> {
        let mut appearances = vec![0.0_f32; n_items];
        for session in sessions.iter() {
            session.items.iter().for_each(|&item| appearances[item as usize] += session.weight);
        }
        let damping = self.params.damping;
        appearances.into_iter().map(|n| n.max(f32::MIN_POSITIVE).powf(-damping)).collect()
    }

    /// Returns the strongest successors of one item in ascending order of items.
    fn row(&self, sightings: &[Sighting], damped: &[f32]) -> Vec<(u32, f32)> {
        let p = &self.params;
        let mut sorted = sightings.to_vec();
        // Stable: the counts of a pair are summed in the order of the sessions.
        sorted.sort_by_key(|&(to, ..)| to);
        let mut row = Vec::new();
        let mut sum = 0.0;
        let mut customers = Vec::new();
        for of_pair in sorted.chunk_by(|a, b| a.0 == b.0) {
            let count = if p.once_a_customer { once_a_customer(of_pair) } else { of_pair.iter().map(|s| s.2).sum() };
            let value = count * count / (count + p.discount) * damped[of_pair[0].0 as usize];
            if !(value > 0.0 && value.is_finite()) {
                continue;
            }
            customers.clear();
            customers
                .extend(of_pair.iter().map(|&(_, customer, _)| customer).filter(|&customer| customer != ANONYMOUS));
            customers.sort_unstable();
            customers.dedup();
            let is_published = customers.len() as u64 >= u64::from(p.min_pair_customers);
            if is_published || !p.once_a_customer {
                sum += value;
            }
            if is_published {
                row.push((of_pair[0].0, value));
            }
        }
        let scale = (sum + p.smoothing).powf(-p.row_exponent);
        for (_, value) in &mut row {
            *value *= scale;
        }
        // A weight that scaling took out of the range of f32 says nothing.
        row.retain(|&(_, value)| value > 0.0 && value.is_finite());
        strongest(&mut row, p.n_successors);
        row
    }
}

/// Adds up the greatest count of each customer; guests count for nothing.
fn once_a_customer(of_pair: &[Sighting]) -> f32 {
    let mut greatest: Vec<(u32, f32)> = of_pair
        .iter()
        .filter(|sighting| sighting.1 != ANONYMOUS)
        .map(|&(_, customer, count)| (customer, count))
        .collect();
    greatest.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    greatest.dedup_by_key(|(customer, _)| *customer);
    greatest.iter().map(|(_, count)| count).sum()
}

/// Keeps the `most` heaviest successors, of equals the lower items, in ascending order of items.
fn strongest(row: &mut Vec<(u32, f32)>, most: usize) {
    if row.len() > most {
        row.select_nth_unstable_by(most, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        row.truncate(most);
    }
    row.sort_unstable_by_key(|&(item, _)| item);
}

#[cfg(test)]
mod tests {
    use super::super::Params;
    use super::*;

    /// No decay, no damping, no scaling: the counts themselves.
    fn plain() -> Params {
        Params {
            forward_decay: 1.0,
            backward: 0.5,
            backward_decay: 0.0,
            length_exponent: 0.0,
            damping: 0.0,
            row_exponent: 0.0,
            smoothing: 0.0,
            discount: 0.0,
            min_pair_customers: 1,
            ..Params::default()
        }
    }

    fn fit(params: Params, sessions: &[(u32, f32, &[u32])]) -> Rows {
        let mut all = Sessions::default();
        for &(customer, weight, items) in sessions {
            all.push(customer, weight, items.iter().copied());
        }
        params.check().expect("in range").fit(&all, 4)
    }

    #[test]
    fn worked_example() {
        // 0 1 2 of weight 1: 0->1 1, 0->2 at distance two 1/2, 1->2 1, and half of a pair backwards at any distance;
        // 0 2 of weight 2: 0->2 two more, 2->0 one more. The second view of 1 in a row is one view.
        let rows = fit(plain(), &[(7, 1.0, &[0, 1, 1, 2]), (8, 2.0, &[0, 2])]);
        assert_eq!(rows[0], [(1, 1.0), (2, 2.5)]);
        assert_eq!(rows[1], [(0, 0.5), (2, 1.0)]);
        assert_eq!(rows[2], [(0, 1.5), (1, 0.5)]);
        assert!(rows[3].is_empty());
    }

    #[test]
    fn a_pair_of_too_few_customers_is_not_published_whatever_its_count() {
        let sessions: [(u32, f32, &[u32]); 4] =
            [(7, 9.0, &[0, 1]), (ANONYMOUS, 9.0, &[0, 1]), (7, 1.0, &[0, 2]), (8, 1.0, &[0, 2])];
        let rows = fit(Params { min_pair_customers: 2, backward: 0.0, ..plain() }, &sessions);
        assert_eq!(rows[0], [(2, 2.0)]);
    }

    #[test]
    fn scaling_and_damping_follow_their_formula() {
        // 0->1 1, 0->2 3; n_1 = 1, n_2 = 3: damped by n^-1 both are 1, and the row sums to 1.
        let params = Params { backward: 0.0, damping: 1.0, row_exponent: 1.0, ..plain() };
        let rows = fit(params, &[(1, 1.0, &[0, 1]), (2, 3.0, &[0, 2])]);
        assert_eq!(rows[0], [(1, 0.5), (2, 0.5)]);
        let one = fit(Params { n_successors: 1, backward: 0.0, ..plain() }, &[(1, 1.0, &[0, 1]), (2, 3.0, &[0, 2])]);
        assert_eq!(one[0], [(2, 3.0)]);
    }
}
