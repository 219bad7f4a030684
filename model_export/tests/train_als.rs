//! The factorization finds what its formula says: the naive way's factors, an objective that only falls, the same bits
//! for any number of threads.

use etalage::model::{FoldInParams, QuantizedFactors};
use etalage::rank::FoldIn;
use etalage::session::Evidence;
use model_export::train::als::{Als, Params, Solver, ValidParams, objective};
use model_export::train::confidences::Confidences;
use ndarray::Array2;

const N_USERS: usize = 40;
const N_ITEMS: usize = 30;

/// Two tastes: even users touch even items, odd users odd ones, with some strays; no entry for the last item.
fn two_tastes() -> Confidences {
    let entries = (0..N_USERS as u32).flat_map(|user| {
        (0..N_ITEMS as u32 - 1)
            .filter(move |item| (user + item) % 2 == 0 && (user * 7 + item * 5) % 3 > 0 || (user * item) % 17 == 1)
            .map(move |item| (user, item, 1.0 + ((user + 2 * item) % 4) as f32))
    });
    Confidences::from_sorted(N_USERS, N_ITEMS, entries).expect("sorted, in range, positive")
}

fn params() -> ValidParams {
    Params::new(8, 3).a0(0.2).regularization(0.02).n_iterations(5).check().expect("in range")
}

/// Solves (a0·YᵀY + Σ c·y·yᵀ + λ·I)·x = Σ (c + a0)·y by elimination in f64, as the formula is written.
fn naive_row(params: &ValidParams, confidences: &Confidences, row: usize, others: &Array2<f32>) -> Vec<f64> {
    let d = others.ncols();
    let a0 = f64::from(params.a0());
    let y = others.mapv(f64::from);
    let (columns, values) = confidences.row(row);
    let mut matrix = y.t().dot(&y) * a0;
    let mut right = vec![0.0; d];
    for (&column, &value) in columns.iter().zip(values) {
        let vector = y.row(column as usize);
        for i in 0..d {
            right[i] += (f64::from(value) + a0) * vector[i];
            for j in 0..d {
                matrix[[i, j]] += f64::from(value) * vector[i] * vector[j];
            }
        }
    }
    let diagonal = f64::from(params.row_regularization(values, confidences.n_columns()));
    for i in 0..d {
        matrix[[i, i]] += diagonal;
    }
    for pivot in 0..d {
        for below in pivot + 1..d {
            let factor = matrix[[below, pivot]] / matrix[[pivot, pivot]];
            for k in pivot..d {
                matrix[[below, k]] -= factor * matrix[[pivot, k]];
            }
            right[below] -= factor * right[pivot];
        }
    }
    for i in (0..d).rev() {
        let known: f64 = (i + 1..d).map(|k| matrix[[i, k]] * right[k]).sum();
        right[i] = (right[i] - known) / matrix[[i, i]];
    }
    right
}

#[test]
fn each_row_solves_the_equation_as_it_is_written() {
    let (params, confidences) = (params(), two_tastes());
    let als = params.fit(&confidences, |_| {}).expect("something to learn");
    let folded = params.solve_side(&confidences, &als.item_factors);
    for user in 0..N_USERS {
        let naive = naive_row(&params, &confidences, user, &als.item_factors);
        for (found, wanted) in folded.row(user).iter().zip(naive) {
            assert!((f64::from(*found) - wanted).abs() < 1e-4, "user {user}: {found} instead of {wanted}");
        }
    }
}

#[test]
fn the_objective_falls_in_every_iteration() {
    let (params, confidences) = (params(), two_tastes());
    let mut values = Vec::new();
    params.fit(&confidences, |als| values.push(objective(&params, &confidences, als))).expect("something to learn");
    assert_eq!(values.len(), 5);
    assert!(values.windows(2).all(|pair| pair[1] <= pair[0] * (1.0 + 1e-6)), "{values:?}");
}

#[test]
fn few_steps_an_iteration_end_where_exact_rows_do() {
    let confidences = two_tastes();
    let value = |solver| {
        let params = Params::new(8, 3).a0(0.2).regularization(0.02).n_iterations(40).solver(solver);
        let params = params.check().expect("in range");
        let mut values = Vec::new();
        params.fit(&confidences, |als| values.push(objective(&params, &confidences, als))).expect("something to learn");
        assert!(values.windows(2).all(|pair| pair[1] <= pair[0] * (1.0 + 1e-6)), "{values:?}");
        values[values.len() - 1]
    };
    let (exact, near) = (value(Solver::Cholesky), value(Solver::ConjugateGradient { steps: 2 }));
    assert!((near / exact - 1.0).abs() < 1e-3, "{near} instead of {exact}");
}

#[test]
fn the_objective_is_the_sum_over_all_pairs() {
    let (params, confidences) = (params(), two_tastes());
    let als = params.fit(&confidences, |_| {}).expect("something to learn");
    let a0 = f64::from(params.a0());
    let mut naive = 0.0;
    for (user, x) in als.user_factors.rows().into_iter().enumerate() {
        let (items, values) = confidences.row(user);
        for (item, y) in als.item_factors.rows().into_iter().enumerate() {
            let score: f64 = x.iter().zip(y).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
            naive += match items.binary_search(&(item as u32)) {
                Ok(place) => (f64::from(values[place]) + a0) * (1.0 - score).powi(2),
                Err(_) => a0 * score.powi(2),
            };
        }
    }
    let by_item = confidences.transposed();
    for (matrix, factors) in [(&confidences, &als.user_factors), (&by_item, &als.item_factors)] {
        for (row, w) in factors.rows().into_iter().enumerate() {
            let length: f64 = w.iter().map(|v| f64::from(*v).powi(2)).sum();
            naive += f64::from(params.row_regularization(matrix.row(row).1, matrix.n_columns())) * length;
        }
    }
    let found = objective(&params, &confidences, &als);
    assert!((found - naive).abs() < 1e-6 * naive, "{found} instead of {naive}");
}

#[test]
fn tastes_are_told_apart_and_untouched_items_stay_at_zero() {
    let als = params().fit(&two_tastes(), |_| {}).expect("something to learn");
    let score = |item: usize| als.user_factors.row(4).dot(&als.item_factors.row(item));
    let mean = |parity: usize| (0..28).filter(|item| item % 2 == parity).map(score).sum::<f32>() / 14.0;
    assert!(mean(0) > mean(1) + 0.3, "an even user: {} for even items, {} for odd ones", mean(0), mean(1));
    assert!(als.item_factors.row(N_ITEMS - 1).iter().all(|&value| value.to_bits() == 0));
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    // More rows than one chunk of the Gram sum, so that its order is put to the test.
    let entries = (0..3000_u32).flat_map(|user| {
        let mut items: Vec<u32> = (0..5).map(|n| (user * 31 + n * n * 7 + user / 7) % 500).collect();
        items.sort_unstable();
        items.dedup();
        items.into_iter().map(move |item| (user, item, 1.0 + (user % 3) as f32))
    });
    let confidences = Confidences::from_sorted(3000, 500, entries).expect("sorted, in range, positive");
    for solver in [Solver::Cholesky, Solver::ConjugateGradient { steps: 3 }] {
        let params = Params::new(24, 9).n_iterations(2).solver(solver).check().expect("in range");
        let bits = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            let als: Als = pool.install(|| params.fit(&confidences, |_| {})).expect("something to learn");
            als.item_factors.iter().map(|value| value.to_bits()).collect::<Vec<_>>()
        };
        let one = bits(1);
        assert_eq!(one, bits(2));
        assert_eq!(one, bits(3));
    }
}

#[test]
fn the_trainer_folds_in_as_the_browser_does() {
    let (params, confidences) = (params(), two_tastes());
    let als = params.fit(&confidences, |_| {}).expect("something to learn");
    let row_major: Vec<f32> = als.item_factors.iter().copied().collect();
    let quantized = QuantizedFactors::quantize(&row_major, 8).expect("finite factors");
    let view = quantized.view();
    let as_shipped =
        Array2::from_shape_vec((N_ITEMS, 8), (0..N_ITEMS as u32).flat_map(|item| view.vector(item)).collect())
            .expect("8 factors an item")
            .mapv(|value| value as f32);
    let folded = params.solve_side(&confidences, &as_shipped);
    let browser = FoldIn::without_segments(
        &FoldInParams {
            unobserved_weight: 0.2,
            regularization: 0.02,
            regularization_exponent: 1.0,
            prior_strength: 0.5,
            segment_concentration: 1.0,
        },
        view,
    );
    for user in 0..N_USERS {
        let (items, values) = confidences.row(user);
        let evidence = items.iter().zip(values).map(|(&item, &c)| Evidence { item, confidence: f64::from(c) });
        let in_browser = browser.fold(view, evidence.collect());
        for (found, wanted) in folded.row(user).iter().zip(in_browser.vector) {
            assert!((f64::from(*found) - wanted).abs() < 1e-4, "user {user}: {found} instead of {wanted}");
        }
    }
}
