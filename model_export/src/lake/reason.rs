//! Why a row is not (wholly) what training reads: one name per reason, the same in the report, the documentation and JSON.
//!
//! Refused here: a reason without a sentence, and free text that could carry a customer's data.

use std::fmt;

use serde::{Serialize, Serializer};

/// What a reason does to its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// The row is left out.
    Dropped,
    /// The row is valid and counted, but it is not an interaction.
    SetAside,
    /// The row is kept without the field, or with the field put right.
    Repaired,
    /// Nothing happened to any row; it is said because somebody may have expected more.
    Noted,
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dropped => "dropped",
            Self::SetAside => "set aside",
            Self::Repaired => "repaired",
            Self::Noted => "noted",
        })
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $fate:ident, $fault:literal, $text:literal;)*) => {
        /// Why a row was dropped, set aside or repaired.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Reason {
            $(#[doc = $text] $variant,)*
            /// A filter of lake.toml dropped the row, under the name given there.
            Filter(Box<str>),
        }

        impl Reason {
            /// Every reason but the filters' own.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the stable name, e.g. `bad_timestamp`.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Filter(name) => name,
                }
            }

            /// Returns the stable name of a reason that is not a filter's, which has none.
            pub(crate) fn audit_name(&self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Filter(_) => "filter",
                }
            }

            /// Returns what becomes of the row.
            pub fn fate(&self) -> Fate {
                match self {
                    $(Self::$variant => Fate::$fate,)*
                    Self::Filter(_) => Fate::Dropped,
                }
            }

            /// Tells whether the reason is a fault of the data (or of its mapping) rather than a rule that was asked for.
            pub fn is_fault(&self) -> bool {
                match self {
                    $(Self::$variant => $fault,)*
                    Self::Filter(_) => false,
                }
            }

            /// Tells whether the row itself is well-formed and only names what another source does not have (any more): a
            /// delisted item, a customer who left.
            pub fn is_orphan(&self) -> bool {
                matches!(self, Self::UnknownItem | Self::UnknownCustomer | Self::UnknownTarget)
            }

            /// Tells whether such rows count as bad rows, of which only so many may be.
            pub fn is_bad_row(&self) -> bool {
                self.is_fault() && self.fate() == Fate::Dropped && !self.is_orphan()
            }

            /// Returns one sentence for people.
            pub fn sentence(&self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Filter(_) => "A filter of lake.toml.",
                }
            }
        }
    };
}

reasons! {
    LinkedFolder = "linked_folder", Noted, false, "A link to a folder was not followed: one that points upwards has no end.";
    TwinFile = "twin_file", Noted, false, "A file lies beside a packed one of the same name: perhaps the same rows twice.";
    SpelledOtherwise = "spelled_otherwise", Noted, false, "An optional field is not read, though the file has a column of nearly its name.";
    InSomeFiles = "in_some_files", Noted, false, "An optional column is in other files of the source and not in this one.";
    NoConsentColumn = "no_consent_column", Noted, false, "The customers have neither purposes nor objections: everybody is learned from.";
    MixedCustomerId = "mixed_customer_id", Noted, false, "Customers whose id occurs in two forms: each counts as two people.";
    MixedItemId = "mixed_item_id", Noted, false, "Items whose id occurs in two forms: each counts as two items.";
    ScientificId = "scientific_id", Noted, false, "Ids in scientific notation: a spreadsheet has cut their last digits, and different ones became one.";
    NoValueId = "no_value_id", Noted, false, "Rows of a customer whose id looks like \"no value\": they count as one person.";
    SessionsAreCustomers = "sessions_are_customers", Noted, false, "Nearly each customer has one session: the column mapped to the session may name the customer.";
    EmptyFile = "empty_file", Noted, false, "The file or folder has no row.";
    TornFile = "torn_file", Dropped, true, "The file ends in the middle; what comes after is not known, and counts as one row.";
    TornRowGroup = "torn_row_group", Dropped, true, "The rest of the rows of a Parquet row group that cannot be decoded.";
    SwallowedLines = "swallowed_lines", Dropped, true, "A quoted field holds whole lines: a quote within it was not escaped as lake.toml says.";
    WrongFieldCount = "wrong_field_count", Dropped, true, "The line has more or fewer fields than the header.";
    NotUtf8 = "not_utf8", Repaired, true, "The line is not UTF-8 and was read as Windows-1252.";
    MissingId = "missing_id", Dropped, true, "A required identifier is empty.";
    LongId = "long_id", Dropped, true, "The item's id is longer than the 255 bytes that a model file can hold.";
    UnjoinedRow = "unjoined_row", Dropped, true, "The joined file has no row of this key.";
    BadJson = "bad_json", Dropped, true, "The line is not a JSON object.";
    DuplicateId = "duplicate_id", Dropped, true, "An earlier row has the same identifier.";
    Duplicate = "duplicate", Dropped, false, "Another row says exactly the same.";
    MissingTimestamp = "missing_timestamp", Dropped, true, "The time or date is empty.";
    BadTimestamp = "bad_timestamp", Dropped, true, "The time or date fits none of the `timestamp_formats`.";
    OutsideWindow = "outside_window", Dropped, false, "The time is before `rules.first_day` or after `rules.last_day`.";
    PastRetention = "past_retention", Dropped, false, "The time is more than `rules.retention_days` before the newest.";
    StrayTimestamp = "stray_timestamp", Dropped, true, "The time is before 1990, after 2090, or far from all others of the source: a clock that was never set or runs ahead.";
    MissingQuantity = "missing_quantity", Dropped, true, "The quantity is empty.";
    BadQuantity = "bad_quantity", Dropped, true, "The quantity is not a whole number that fits.";
    NegativeQuantity = "negative_quantity", Dropped, true, "The quantity is negative and nothing marks a return.";
    ZeroQuantity = "zero_quantity", Dropped, true, "The quantity is zero.";
    BadPrice = "bad_price", Dropped, true, "The price is not a number, or negative.";
    ZeroPrice = "zero_price", Dropped, false, "The price is zero (`rules.zero_price`).";
    BadCataloguePrice = "bad_catalogue_price", Repaired, true, "The catalogue's price is not a positive number; the item has none.";
    MissingName = "missing_name", Repaired, true, "The item has no name; its id stands for it.";
    BadFlag = "bad_flag", Repaired, true, "A yes/no field says neither; read as the careful answer.";
    ItemIdForm = "item_id_form", Dropped, true, "The catalogue has the item, but writes its id in another form, such as `7` for `007`.";
    UnknownItem = "unknown_item", Dropped, true, "The catalogue does not have the item.";
    SensitiveCategory = "sensitive_category", Dropped, false, "The item's category says something of health, sexual life, religion, politics or a union.";
    CustomerIdForm = "customer_id_form", Dropped, true, "The customers source has the customer, but writes the id in another form, such as `17850` for `17850.0`.";
    UnknownCustomer = "unknown_customer", Dropped, true, "The customers source does not have the customer, so nothing allows the row.";
    Suppressed = "suppressed", Dropped, false, "The customer objected or asked for erasure.";
    NoPurpose = "no_purpose", Dropped, false, "The customer, or the row's own list, did not allow the purpose `recommendation`.";
    SharedSession = "shared_session", Dropped, false, "The session names two customers.";
    GuestOrder = "guest_order", Dropped, false, "The order names no customer (`rules.guest_orders`).";
    FeeLine = "fee_line", Dropped, false, "The item is a fee, not a product (`rules.fee_items`).";
    MissingEvent = "missing_event", Dropped, true, "The event's name is empty.";
    UnknownEvent = "unknown_event", Dropped, true, "The event's name is none of those of GA4 that are read.";
    Impression = "impression", SetAside, false, "The item was shown in a list; nobody acted.";
    PurchaseInOrders = "purchase_in_orders", SetAside, false, "Purchases are taken from the orders.";
    ReturnLine = "return_line", SetAside, false, "A return: it takes back what the customer bought before.";
    ReturnUnmatched = "return_unmatched", SetAside, false, "A return of something that the same customer did not buy before in this lake.";
    Returned = "returned", Dropped, false, "Everything that this line bought was returned.";
    RobotSession = "robot_session", Dropped, false, "The session has more events than `rules.max_events_per_session`.";
    LargeOrder = "large_order", Dropped, false, "The guest's order has more lines than `rules.max_events_per_session`: a wholesaler's, perhaps.";
    OverCustomerCap = "over_customer_cap", Dropped, false, "The customer has more events than `rules.max_events_per_customer`; the latest are kept.";
    UnknownKind = "unknown_kind", Dropped, true, "The action is none of newsletter, promotion and holiday.";
    EndsBeforeStart = "ends_before_start", Dropped, true, "The last day is before the first.";
    BadDiscount = "bad_discount", Dropped, true, "The discount is not between 0 and 1.";
    UnknownTarget = "unknown_target", Dropped, true, "The target is neither a category nor an item of the catalogue.";
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_the_manual_explains_each() {
        let manual = include_str!("../../../docs/lake.md");
        let mut names: Vec<&str> = Reason::ALL.iter().map(Reason::name).collect();
        for reason in Reason::ALL {
            let line = format!("| `{}` | {} | {}", reason.name(), reason.fate(), reason.sentence());
            assert!(manual.contains(&line), "docs/lake.md lacks {line}");
        }
        let is_bad = |reason: &&Reason| reason.is_bad_row();
        let faults: Vec<String> =
            Reason::ALL.iter().filter(is_bad).map(|reason| format!("`{}`", reason.name())).collect();
        let (last, others) = faults.split_last().expect("some reasons are faults");
        let sentence = format!("Faulty are the rows dropped as {} and {last}.", others.join(", "));
        let one_line = manual.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(one_line.contains(&sentence), "docs/lake.md lacks: {sentence}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Reason::ALL.len());
    }
}
