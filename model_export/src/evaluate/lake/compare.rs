//! Methods side by side: the mean of every figure, and how far the first method is above each other, with intervals.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bootstrap::{Estimate, Resamples};

/// One question's figures of every method.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a, const F: usize> {
    /// The visitor's number.
    pub(super) visitor: u32,
    /// The figures, by method.
    pub(super) figures: &'a [[f64; F]],
}

/// The methods on some of the questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Which questions.
    pub questions: String,
    /// How many.
    pub n_test: usize,
    /// The methods; the first is the one that is compared with the others.
    pub methods: Vec<Method>,
}

/// One method on some of the questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Its figures by name.
    pub figures: BTreeMap<&'static str, Estimate>,
    /// How far the first method is above this one, question by question; empty for the first.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub first_is_above_by: BTreeMap<&'static str, Estimate>,
}

/// Compares the methods on `rows`.
pub(super) fn compare<const F: usize>(
    questions: &str,
    rows: &[Row<'_, F>],
    methods: &[&'static str],
    figures: [&'static str; F],
    resamples: &Resamples,
) -> Comparison {
    let named = |value: &dyn Fn(&[[f64; F]], usize) -> f64| -> BTreeMap<&'static str, Estimate> {
        let estimate = |figure| resamples.mean(rows.iter().map(|row| (row.visitor, value(row.figures, figure))));
        figures.iter().enumerate().map(|(figure, &name)| (name, estimate(figure))).collect()
    };
    let of_method = |(method, &name): (usize, &&'static str)| Method {
        name,
        figures: named(&|row, figure| row[method][figure]),
        first_is_above_by: match method {
            0 => BTreeMap::new(),
            _ => named(&|row, figure| row[0][figure] - row[method][figure]),
        },
    };
    Comparison {
        questions: questions.to_owned(),
        n_test: rows.len(),
        methods: methods.iter().enumerate().map(of_method).collect(),
    }
}

impl Method {
    /// Returns the estimate of a figure.
    pub fn figure(&self, name: &str) -> Option<Estimate> {
        self.figures.get(name).copied()
    }

    /// Returns how far the first method is above this one.
    pub fn difference(&self, name: &str) -> Option<Estimate> {
        self.first_is_above_by.get(name).copied()
    }
}

impl Comparison {
    /// Returns the method of that name.
    pub fn method(&self, name: &str) -> Option<&Method> {
        self.methods.iter().find(|method| method.name == name)
    }
}
