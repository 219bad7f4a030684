//! What moves the demand of each day, gathered before any session is drawn: traffic, conversion, the pull of each leaf,
//! the discounts, and the newsletter of the day. It refuses anything that depends on who is visiting.

use super::calendar::{N_DAYS, rhythm, years};
use super::marketing::{Action, Kind, Marketing, Target};
use super::taxonomy::Taxonomy;

/// Traffic on the day a newsletter is sent, and on the two days after it.
const NEWSLETTER_TRAFFIC: [f64; 3] = [1.15, 1.08, 1.03];
/// Pull of a leaf under promotion: 1 + this × discount.
const PROMOTION_PULL: f64 = 3.0;

/// One day's demand.
#[derive(Debug)]
pub(super) struct DayPlan {
    /// Number of sessions relative to a mean day.
    pub(super) traffic: f64,
    /// Multiplies the chances of cart and purchase.
    pub(super) conversion: f64,
    /// Pull of each leaf: season and promotions.
    pub(super) pull: Vec<f64>,
    /// Chance that an interest in the leaf still leads to this shop: the yearly change of its demand.
    pub(super) kept: Vec<f64>,
    /// Discount of each leaf, 0 to 1.
    discount: Vec<f64>,
    /// Discounts of single items, sorted by item.
    offers: Vec<(u32, f64)>,
    /// The newsletter that is being read, and its age in days.
    pub(super) newsletter: Option<(Target, usize)>,
}

impl DayPlan {
    /// Plans every day of the period.
    pub(super) fn of_period(taxonomy: &Taxonomy, marketing: &Marketing) -> Vec<Self> {
        let mut days: Vec<Self> = (0..N_DAYS).map(|day| Self::ordinary(taxonomy, day)).collect();
        for holiday in &marketing.holidays {
            for day in &mut days[holiday.first as usize..=holiday.last as usize] {
                day.traffic *= holiday.traffic;
                day.conversion *= holiday.conversion;
            }
        }
        for action in &marketing.actions {
            for (age, day) in days[action.first as usize..=action.last as usize].iter_mut().enumerate() {
                day.apply(taxonomy, action, age);
            }
        }
        for day in &mut days {
            day.offers.sort_by_key(|&(item, _)| item);
        }
        days
    }

    /// Returns the discount on an item of `leaf`: the best of those that apply, never their sum.
    pub(super) fn discount(&self, leaf: usize, item: u32) -> f64 {
        let first = self.offers.partition_point(|&(other, _)| other < item);
        let own = self.offers[first..].iter().take_while(|&&(other, _)| other == item);
        own.fold(self.discount[leaf], |best, &(_, discount)| best.max(discount))
    }

    fn ordinary(taxonomy: &Taxonomy, day: usize) -> Self {
        let leaves = &taxonomy.leaves;
        Self {
            traffic: rhythm(day),
            conversion: 1.0,
            pull: leaves.iter().map(|leaf| leaf.season.pull(day)).collect(),
            kept: leaves.iter().map(|leaf| kept(leaf.yearly_change, day)).collect(),
            discount: vec![0.0; leaves.len()],
            offers: Vec::new(),
            newsletter: None,
        }
    }

    fn apply(&mut self, taxonomy: &Taxonomy, action: &Action, age: usize) {
        if action.kind == Kind::Newsletter {
            self.traffic *= NEWSLETTER_TRAFFIC.get(age).copied().unwrap_or(1.0);
            self.newsletter = Some((action.target, age));
            return;
        }
        let whole_shop = action.target == Target::Shop;
        for (leaf, kind) in taxonomy.leaves.iter().enumerate() {
            if whole_shop || action.target == Target::Leaf(leaf) || action.target == Target::Department(kind.department)
            {
                self.discount[leaf] = self.discount[leaf].max(action.discount);
                // A discount on everything draws people to the shop, not to one leaf rather than another.
                if !whole_shop {
                    self.pull[leaf] *= 1.0 + PROMOTION_PULL * action.discount;
                }
            }
        }
        if let Target::Item(item) = action.target {
            self.offers.push((item, action.discount));
        }
    }
}

/// Returns the demand relative to its highest in the period, 1 at most.
fn kept(yearly_change: f64, day: usize) -> f64 {
    let peak = yearly_change.max(0.0) * years(N_DAYS);
    (yearly_change * years(day) - peak).exp()
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::Catalogue;
    use super::super::stream::Streams;
    use super::*;

    #[test]
    fn black_friday_draws_crowds_and_entertainment_fades() {
        let streams = Streams::new(1);
        let taxonomy = Taxonomy::read().expect("the embedded taxonomy is valid");
        let catalogue = Catalogue::draw(&streams, &taxonomy, 1_000);
        let marketing = Marketing::draw(&streams, &taxonomy, &catalogue).expect("a valid calendar");
        let days = DayPlan::of_period(&taxonomy, &marketing);
        let black_friday =
            marketing.holidays.iter().find(|holiday| holiday.name == "Black Friday 2025").expect("listed");
        let day = black_friday.first as usize;
        assert!(days[day].traffic > 2.0 * days[day - 7].traffic);
        assert!(days[day].discount(30, 0) >= 0.25);
        assert!(days[N_DAYS - 1].kept[0] < 0.4 && (days[0].kept[0] - 1.0).abs() < 1e-9);
        assert!(days.iter().all(|day| day.kept.iter().all(|&kept| kept <= 1.0)));
    }
}
