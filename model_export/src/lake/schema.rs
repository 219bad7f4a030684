//! The six sources and their fields, and those of the suppression list: canonical name, kind of value, required or not.
//!
//! `docs/lake.md` says the same for people; a test compares the two. Refused here: reading.

use std::fmt::{self, Debug};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// One of the six sources, or the suppression list, which tells nothing to learn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The items.
    Catalogue,
    /// Who may be learned from.
    Customers,
    /// Who objected or asked for erasure, kept apart from the customers.
    Suppression,
    /// What was bought.
    Orders,
    /// What was done on the site.
    Behaviour,
    /// What was on hand.
    Stock,
    /// What marketing did and plans.
    Marketing,
    /// Files that another source is joined with.
    Joined,
}

impl Source {
    /// Returns the name of the source's table in lake.toml.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Customers => "customers",
            Self::Suppression => "suppression",
            Self::Orders => "orders",
            Self::Behaviour => "behaviour",
            Self::Stock => "stock",
            Self::Marketing => "marketing",
            Self::Joined => "joins",
        }
    }
}

impl Source {
    /// Tells whether a lake may have the source without a row in it: nothing planned, nothing counted, nobody objected.
    pub const fn may_be_empty(self) -> bool {
        matches!(self, Self::Stock | Self::Marketing | Self::Suppression | Self::Joined)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a field's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// Yes or no.
    Flag,
    /// An instant.
    Timestamp,
    /// A day.
    Date,
}

impl Kind {
    /// Returns what a value has to be, for a message.
    pub const fn wanted(self) -> &'static str {
        match self {
            Self::Text => "text or whole numbers",
            Self::Number => "numbers",
            Self::Whole => "whole numbers",
            Self::Flag => "true/false or 0/1",
            Self::Timestamp => "timestamps, or text that timestamp_formats reads",
            Self::Date => "dates, or text that timestamp_formats reads",
        }
    }
}

/// The fields of one source, as an enum whose variants are numbered from 0.
pub trait Field: Copy + Ord + Debug + DeserializeOwned + 'static {
    /// The source.
    const SOURCE: Source;
    /// Every field, in the order of [`Field::ix`].
    const ALL: &'static [Self];
    /// Returns the canonical name.
    fn name(self) -> &'static str;
    /// Returns what the values are.
    fn kind(self) -> Kind;
    /// Tells whether the source is unreadable without it.
    fn required(self) -> bool;
    /// Tells whether it says who a row is of, or what may be learned of them: it must not get lost on the way.
    fn guards(self) -> bool {
        matches!(self.name(), "customer_id" | "allowed_purposes" | "suppressed")
    }
    /// Returns the field's number.
    fn ix(self) -> usize;
}

macro_rules! fields {
    ($(#[$doc:meta])* $enum:ident of $source:ident { $($variant:ident $name:literal $kind:ident $required:literal, $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        pub enum $enum {
            $(#[doc = $text] #[serde(rename = $name)] $variant,)*
        }

        impl Field for $enum {
            const SOURCE: Source = Source::$source;
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
            fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind),* }
            }
            fn required(self) -> bool {
                match self { $(Self::$variant => $required),* }
            }
            fn ix(self) -> usize {
                self as usize
            }
        }
    };
}

fields! {
    /// What the shop sells.
    CatalogueField of Catalogue {
        ItemId "item_id" Text true, "The shop's public identifier.";
        Name "name" Text false, "What shoppers read.";
        Price "price" Number false, "In the lake's currency.";
        Category "category" Text false, "The path, ` > ` between levels.";
        Category2 "category_2" Text false, "What the path goes on with, where levels have columns of their own.";
        Category3 "category_3" Text false, "What the path goes on with after that.";
        Brand "brand" Text false, "The brand.";
        PrivateLabel "private_label" Flag false, "Whether the brand is the shop's own.";
        VariantId "variant_id" Text false, "What the other sources call one variant of the item.";
    }
}

fields! {
    /// Who may be learned from.
    CustomersField of Customers {
        CustomerId "customer_id" Text true, "The customer.";
        AllowedPurposes "allowed_purposes" Text false, "Purposes, `;` between them; `recommendation` has to be one.";
        Suppressed "suppressed" Flag false, "Objection or erasure.";
    }
}

fields! {
    /// Who objected or asked for erasure.
    SuppressionField of Suppression {
        CustomerId "customer_id" Text true, "The customer.";
        Ground "ground" Text false, "`erasure`, or `objection` for all else.";
    }
}

fields! {
    /// What was bought, one row per line of an order.
    OrdersField of Orders {
        OrderId "order_id" Text true, "The order.";
        ItemId "item_id" Text true, "The item.";
        CustomerId "customer_id" Text false, "The customer; empty for a guest.";
        OrderedAt "ordered_at" Timestamp true, "When.";
        Quantity "quantity" Whole true, "Units; the sign is free on a return.";
        UnitPrice "unit_price" Number false, "Price of one unit.";
        LineTotal "line_total" Number false, "Price of all units together, for a lake without unit prices.";
        IsReturn "is_return" Flag false, "Whether the line takes something back.";
        ItemName "item_name" Text false, "The item's name, for a lake without a catalogue.";
        ItemCategory "item_category" Text false, "The item's category, for a lake without a catalogue.";
        ItemBrand "item_brand" Text false, "The item's brand, for a lake without a catalogue.";
        AllowedPurposes "allowed_purposes" Text false, "Purposes of this row, `;` between them.";
    }
}

fields! {
    /// What was done on the site, one row per event and item.
    BehaviourField of Behaviour {
        SessionId "session_id" Text false, "The session; without it, `rules.session_gap_minutes` makes the visits of a customer.";
        At "at" Timestamp true, "When.";
        Event "event" Text true, "GA4's name of the event.";
        ItemId "item_id" Text true, "The item.";
        CustomerId "customer_id" Text false, "The customer; empty when unknown.";
        AllowedPurposes "allowed_purposes" Text false, "Purposes of this row, `;` between them.";
        Sequence "sequence" Whole false, "The place within the session, where times are too coarse to tell.";
        ItemName "item_name" Text false, "The item's name, for a lake with neither catalogue nor orders.";
        ItemCategory "item_category" Text false, "The item's category, for such a lake.";
        ItemBrand "item_brand" Text false, "The item's brand, for such a lake.";
        ItemPrice "item_price" Number false, "The item's price as shown, for such a lake.";
    }
}

fields! {
    /// What was on hand, one row per item and day.
    StockField of Stock {
        ItemId "item_id" Text true, "The item.";
        Date "date" Date true, "The day.";
        Quantity "quantity" Whole true, "Units on hand.";
    }
}

fields! {
    /// What marketing did and plans.
    MarketingField of Marketing {
        ActionId "action_id" Text true, "The action.";
        Kind "kind" Text true, "newsletter, promotion or holiday.";
        Name "name" Text false, "What marketing calls it.";
        StartsOn "starts_on" Date true, "First day.";
        EndsOn "ends_on" Date true, "Last day.";
        Target "target" Text false, "A category path or an item; empty for the whole shop.";
        Discount "discount" Number false, "Price reduction, 0 to 1.";
        Audience "audience" Text false, "Whom it is meant for.";
    }
}

/// The fields of a joined file: none of ours, its columns are looked up by their own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum NoField {}

impl Field for NoField {
    const SOURCE: Source = Source::Joined;
    const ALL: &'static [Self] = &[];
    fn name(self) -> &'static str {
        match self {}
    }
    fn kind(self) -> Kind {
        match self {}
    }
    fn required(self) -> bool {
        match self {}
    }
    fn ix(self) -> usize {
        match self {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documented<F: Field>() {
        let manual = include_str!("../../../docs/lake.md");
        for field in F::ALL {
            let need = if field.required() { "required" } else { "optional" };
            let start = format!("| `{}.{}` | {need} |", F::SOURCE, field.name());
            assert!(manual.contains(&start), "docs/lake.md lacks {start}");
            assert_eq!(F::ALL[field.ix()], *field);
        }
    }

    #[test]
    fn the_manual_lists_every_field() {
        documented::<CatalogueField>();
        documented::<CustomersField>();
        documented::<SuppressionField>();
        documented::<OrdersField>();
        documented::<BehaviourField>();
        documented::<StockField>();
        documented::<MarketingField>();
    }
}
