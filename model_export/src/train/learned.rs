//! The learned tier: parts learned from customers, as rich as the membership attack on this very lake lets pass.
//!
//! Rungs go from rich to poor: fewer numbers an item, more customers behind each item and each pair. The first rung that the
//! attack cannot use is taken. There is no promise that any is: on a small lake none may be.

use super::{Params, next_item};

/// One rung: factors, customers an item, customers a pair, successors.
const RUNGS: [(usize, u32, u32, usize); 5] =
    [(16, 30, 20, 20), (8, 50, 20, 20), (8, 100, 50, 10), (8, 200, 100, 5), (8, 400, 200, 5)];

/// Returns the parameters to try, the richest first. What was asked for by hand is never weakened.
pub fn rungs(asked: &Params) -> impl Iterator<Item = Params> {
    RUNGS.into_iter().map(|(n_factors, item_customers, pair_customers, successors)| Params {
        n_factors: asked.n_factors.min(n_factors),
        min_item_customers: asked.min_item_customers.max(item_customers),
        max_visitor_items: asked.max_visitor_items.min(50),
        next_item: next_item::Params {
            n_successors: asked.next_item.n_successors.min(successors),
            min_pair_customers: asked.next_item.min_pair_customers.max(pair_customers),
            once_a_customer: true,
            ..asked.next_item.clone()
        },
        ..asked.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rung_has_more_customers_behind_each_number() {
        let rungs: Vec<Params> = rungs(&Params { min_item_customers: 60, ..Params::default() }).collect();
        for pair in rungs.windows(2) {
            assert!(pair[1].n_factors <= pair[0].n_factors);
            assert!(pair[1].min_item_customers >= pair[0].min_item_customers);
            assert!(pair[1].next_item.min_pair_customers >= pair[0].next_item.min_pair_customers);
        }
        assert!(rungs.iter().all(|rung| rung.min_item_customers >= 60 && rung.next_item.once_a_customer));
    }
}
