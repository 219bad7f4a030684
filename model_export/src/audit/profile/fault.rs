//! The faults that the audit knows: stable names, and which group of findings each belongs to.

use serde::Serialize;

/// What sort of finding a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Something that should be there is not.
    Missing,
    /// The same thing twice.
    Duplicate,
    /// Not of the form that the field has.
    Format,
    /// Far from everything else.
    Outlier,
    /// Points to something that another source does not have.
    Orphan,
    /// Two things that do not agree.
    Consistency,
    /// No fault: what a real shop has, and what whoever reads the figures should know.
    Note,
}

macro_rules! faults {
    ($($variant:ident $name:literal $group:ident;)*) => {
        /// A fault, or a note.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault { $(#[doc = concat!("`", $name, "`.")] $variant,)* }

        impl Fault {
            /// Every fault, in the order of the report.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Returns the group.
            pub fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group),* }
            }
        }
    };
}

faults! {
    MissingId "missing_id" Missing;
    MissingItemId "missing_item_id" Missing;
    MissingCategory "missing_category" Missing;
    MissingName "missing_name" Missing;
    MissingTimestamp "missing_timestamp" Missing;
    MissingDates "missing_dates" Missing;
    MissingQuantity "missing_quantity" Missing;
    MissingEvent "missing_event" Missing;
    Duplicate "duplicate" Duplicate;
    RepeatedId "repeated_id" Duplicate;
    WrongFieldCount "wrong_field_count" Format;
    NotUtf8 "not_utf8" Format;
    StrayEncoding "stray_encoding" Format;
    PaddedText "padded_text" Format;
    BadTimestamp "bad_timestamp" Format;
    BadQuantity "bad_quantity" Format;
    NegativeQuantity "negative_quantity" Format;
    ZeroQuantity "zero_quantity" Format;
    BadPrice "bad_price" Format;
    NegativePrice "negative_price" Format;
    ZeroPrice "zero_price" Format;
    BadFlag "bad_flag" Format;
    UnknownEvent "unknown_event" Format;
    UnknownPurpose "unknown_purpose" Format;
    UnknownKind "unknown_kind" Format;
    ReversedDates "reversed_dates" Format;
    ImpossibleDiscount "impossible_discount" Format;
    UnsetTimestamp "unset_timestamp" Outlier;
    FutureTimestamp "future_timestamp" Outlier;
    PriceOutlier "price_outlier" Outlier;
    QuantityOutlier "quantity_outlier" Outlier;
    Robot "robot" Outlier;
    LongSession "long_session" Outlier;
    UnknownItem "unknown_item" Orphan;
    UnknownCustomer "unknown_customer" Orphan;
    UnknownTarget "unknown_target" Orphan;
    PurchaseWithoutOrder "purchase_without_order" Orphan;
    OrderWithoutPurchase "order_without_purchase" Orphan;
    PriceOffCatalogue "price_off_catalogue" Consistency;
    SharedSession "shared_session" Consistency;
    OpenSession "open_session" Note;
    ReturnLine "return_line" Note;
    FeeLine "fee_line" Note;
    GuestLine "guest_line" Note;
    LargeOrder "large_order" Note;
}

/// How many rows have each fault.
#[derive(Debug, Clone)]
pub(super) struct Tally([u64; Fault::ALL.len()]);

impl Default for Tally {
    fn default() -> Self {
        Self([0; Fault::ALL.len()])
    }
}

impl Tally {
    /// Counts a row when it has the fault.
    pub(super) fn note(&mut self, fault: Fault, has: bool) {
        self.0[fault as usize] += u64::from(has);
    }

    /// Counts rows.
    pub(super) fn add(&mut self, fault: Fault, rows: u64) {
        self.0[fault as usize] += rows;
    }

    /// Returns the faults that occurred.
    pub(super) fn found(&self) -> impl Iterator<Item = (Fault, u64)> + '_ {
        Fault::ALL.iter().zip(self.0).filter(|(_, rows)| *rows > 0).map(|(fault, rows)| (*fault, rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_explains_each() {
        let manual = include_str!("../../../../docs/audit.md");
        for fault in Fault::ALL {
            assert!(manual.contains(&format!("`{}`", fault.name())), "docs/audit.md lacks {}", fault.name());
        }
    }
}
