//! The accountant agrees with Google's, whose figures `reference.py` writes.

use model_export::privacy::accountant::{Accountant, epsilon};

const REFERENCE: &str = include_str!("reference.tsv");

#[test]
fn epsilon_is_googles_within_a_hundredth() {
    let mut n = 0;
    for line in REFERENCE.lines() {
        let mut fields = line.split('\t');
        let mut number = || fields.next().and_then(|field| field.parse::<f64>().ok()).expect("a number");
        let (delta, theirs) = (number(), number());
        let mut accountant = Accountant::default();
        for sigma in fields.next().expect("noise").split(' ') {
            accountant.spend(1.0, sigma.parse().expect("a number"));
        }
        let ours = accountant.epsilon(delta);
        assert!((ours / theirs - 1.0).abs() < 0.01, "{line}: {ours}");
        assert!((epsilon(accountant.mu(), delta) - ours).abs() < 1e-12);
        n += 1;
    }
    assert_eq!(n, 14);
}
