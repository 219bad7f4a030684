//! What the public manifest says: numbers that are the same for every candidate, and that each of them changes.

use super::view::View;

/// Customers in the training data.
pub(super) fn customers(view: &View<'_>) -> f64 {
    number(view, "/visitors/customers")
}

/// Interactions in the training data.
pub(super) fn interactions(view: &View<'_>) -> f64 {
    number(view, "/visitors/interactions")
}

/// Items learned from customers.
pub(super) fn learned(view: &View<'_>) -> f64 {
    number(view, "/items/learned")
}

/// Returns a number of the manifest, 0 where it says none.
fn number(view: &View<'_>, pointer: &str) -> f64 {
    view.reader.target.manifest.pointer(pointer).and_then(serde_json::Value::as_f64).unwrap_or(0.0)
}
