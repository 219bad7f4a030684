//! Duplicates and returns among order lines: what was really bought and kept.
//!
//! A return takes its units back from the same customer's purchases of the same item at or before its time, the latest
//! first. A purchase of which nothing is left is no interaction. Refused here: matching a guest's return, which could be
//! anybody's.

use crate::lake::Reason;
use crate::lake::config::{KeepOrDrop, Rules};
use crate::lake::gather::NOBODY;
use crate::lake::table::Ledger;

use super::orders::{OrderLine, Orders};

/// Leaves in `orders.sales` what was bought and kept, in canonical order, and enters the rest in the ledger. Order numbers
/// become canonical.
pub(in crate::lake) fn settle(orders: Orders, customers: &[u32], rules: &Rules) -> Settled {
    let Orders { mut sales, mut returns, order_ids, mut ledger } = orders;
    let canonical = order_ids.canonical();
    for line in sales.iter_mut().chain(&mut returns) {
        line.order = canonical.number[line.order as usize];
        if line.customer != NOBODY {
            line.customer = customers[line.customer as usize];
        }
    }
    for lines in [&mut sales, &mut returns] {
        lines.sort_unstable_by(by_content);
        if rules.duplicates == KeepOrDrop::Drop {
            lines.dedup_by(|later, first| {
                let same = content(later) == content(first);
                if same {
                    ledger.withdraw(Reason::Duplicate, later.place);
                }
                same
            });
        }
    }
    for taken in &returns {
        let matched = taken.customer != NOBODY && take_back(&mut sales, taken);
        ledger.withdraw(if matched { Reason::ReturnLine } else { Reason::ReturnUnmatched }, taken.place);
    }
    sales.retain(|line| {
        if line.quantity == 0 {
            ledger.withdraw(Reason::Returned, line.place);
        }
        line.quantity > 0
    });
    Settled { sales, n_orders: canonical.ids.len(), ledger }
}

/// What was bought and kept.
pub(in crate::lake) struct Settled {
    pub(in crate::lake) sales: Vec<OrderLine>,
    pub(in crate::lake) n_orders: usize,
    pub(in crate::lake) ledger: Ledger,
}

/// Takes the units of `taken` from `sales`, which are sorted by customer, item and time. Tells whether any was there.
fn take_back(sales: &mut [OrderLine], taken: &OrderLine) -> bool {
    let key = |line: &OrderLine| (line.customer, line.item, line.at_ms);
    let whose = (taken.customer, taken.item);
    let end = sales.partition_point(|line| key(line) <= key(taken));
    let mut left = taken.quantity;
    for line in sales[..end].iter_mut().rev().take_while(|line| (line.customer, line.item) == whose) {
        let units = line.quantity.min(left);
        line.quantity -= units;
        left -= units;
        if left == 0 {
            break;
        }
    }
    left < taken.quantity
}

/// Everything that two lines can differ in, but their place. Prices compare by their bits: the same text is the same.
fn content(line: &OrderLine) -> (u32, u32, i64, u32, u32, Option<u64>) {
    (line.customer, line.item, line.at_ms, line.order, line.quantity, line.unit_price.map(f64::to_bits))
}

fn by_content(a: &OrderLine, b: &OrderLine) -> std::cmp::Ordering {
    (content(a), a.place).cmp(&(content(b), b.place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::table::Place;

    fn line(customer: u32, item: u32, at_ms: i64, quantity: u32) -> OrderLine {
        OrderLine {
            customer,
            item,
            at_ms,
            order: 0,
            quantity,
            said: 0,
            unit_price: None,
            place: Place { file: 0, line: 2 },
        }
    }

    #[test]
    fn a_return_takes_from_the_latest_purchase_before_it() {
        let mut sales = [line(1, 7, 10, 3), line(1, 7, 20, 2), line(1, 7, 40, 5), line(1, 8, 10, 1), line(2, 7, 10, 9)];
        assert!(take_back(&mut sales, &line(1, 7, 30, 4)));
        assert_eq!(sales.map(|line| line.quantity), [1, 0, 5, 1, 9]);
        assert!(!take_back(&mut sales, &line(1, 9, 30, 1)), "never bought");
        assert!(!take_back(&mut sales, &line(1, 8, 9, 1)), "bought later");
    }
}
