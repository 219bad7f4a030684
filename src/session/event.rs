//! The kinds of events, under Google Analytics 4's names.

use crate::{Error, ItemIx};

/// What a visitor did with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum EventKind {
    /// Looked at the product page.
    ViewItem = 0,
    /// Clicked the product in a list.
    SelectItem = 1,
    /// Put it on the wish list.
    AddToWishlist = 2,
    /// Put it in the cart.
    AddToCart = 3,
    /// Took it out of the cart.
    RemoveFromCart = 4,
    /// Bought it.
    Purchase = 5,
}

impl EventKind {
    /// The number of kinds.
    pub const COUNT: usize = 6;

    /// Every kind, in the order of its number.
    pub const ALL: [Self; Self::COUNT] =
        [Self::ViewItem, Self::SelectItem, Self::AddToWishlist, Self::AddToCart, Self::RemoveFromCart, Self::Purchase];

    /// Returns the kind that GA4 calls `name`.
    ///
    /// # Errors
    /// `unknown_event` for any other name, impressions (`view_item_list`) among them.
    pub fn from_ga4(name: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|kind| kind.ga4() == name).ok_or_else(|| Error::unknown_event(name))
    }

    /// Returns the kind of a number.
    ///
    /// # Errors
    /// `bad_argument` for a number of no kind.
    pub fn from_number(number: u8) -> Result<Self, Error> {
        Self::ALL
            .get(usize::from(number))
            .copied()
            .ok_or_else(|| Error::argument("event", "the number of a kind, below 6", number.into()))
    }

    /// Returns GA4's name of the kind.
    pub const fn ga4(self) -> &'static str {
        match self {
            Self::ViewItem => "view_item",
            Self::SelectItem => "select_item",
            Self::AddToWishlist => "add_to_wishlist",
            Self::AddToCart => "add_to_cart",
            Self::RemoveFromCart => "remove_from_cart",
            Self::Purchase => "purchase",
        }
    }
}

/// One thing that a visitor did. The derived order (time, item, kind) is the canonical order of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// When, in ms since the Unix epoch.
    pub at_ms: i64,
    /// With which item.
    pub item: ItemIx,
    /// What.
    pub kind: EventKind,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_go_both_ways() {
        for (number, kind) in EventKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, number);
            assert_eq!(EventKind::from_ga4(kind.ga4()), Ok(kind));
        }
        assert_eq!(EventKind::from_ga4("view_item_list").map_err(|e| e.code()), Err("unknown_event"));
    }
}
