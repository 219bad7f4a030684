//! An evaluation on a shop's own lake says how good the reranker would have been: nothing from after the cut helps it, and
//! the figures do not depend on the machine.

use std::sync::OnceLock;

use model_export::evaluate::lake::{Comparison, LakeOptions, LakeReport, Page, Reading, Split, evaluate};
use model_export::lake::{Dataset, Item, Lake};
use model_export::synth::{Format, Recipe, Size, make};
use model_export::train::{Params, Privacy, Stages};

fn dataset() -> &'static Dataset {
    static DATASET: OnceLock<Dataset> = OnceLock::new();
    DATASET.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("lake");
        let recipe = Recipe { out: out.clone(), truth: None, seed: 7, size: Size::Small, format: Format::Parquet };
        let made = make(&recipe).expect("a lake");
        let lake = Lake::open(&made.lake, Some(&out)).expect("a mapping");
        lake.read(&mut |_, _| {}).expect("rows")
    })
}

/// Evaluates on so many threads, with a small model with learned parts.
fn report(threads: usize) -> LakeReport {
    report_of(Privacy::unchecked("compared with baselines that protect nobody either"), threads)
}

fn report_of(privacy: Privacy, threads: usize) -> LakeReport {
    let params = Params { n_factors: 32, privacy, ..Params::default() }.check().expect("in range");
    let options = LakeOptions { resamples: 200, ..LakeOptions::default() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| evaluate("Amazing", dataset(), &params, &options, &mut Stages::default())).expect("a report")
}

/// Returns the report without what the clock and the system say.
fn timeless(mut report: LakeReport) -> LakeReport {
    (report.report.train_seconds, report.report.peak_rss_mb) = (0.0, None);
    report
}

fn estimates(comparison: &Comparison) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
    let figures = comparison.methods.iter().flat_map(|method| method.figures.values());
    figures.map(|estimate| (estimate.low, estimate.mean, estimate.high))
}

#[test]
fn the_reranker_is_above_the_baselines_and_the_figures_are_sane() {
    let (report, again) = (report(1), report(2));
    assert_eq!(timeless(report.clone()), timeless(again), "one thread and two");

    let session = report.reading(Reading::Session).expect("every visit begins unknown");
    assert_eq!(session.next_item[0].n_test, report.report.figures.n_test);
    let by_events: usize = session.next_item[1..].iter().map(|stratum| stratum.n_test).sum();
    assert_eq!(by_events, report.report.figures.n_test, "every question is in one stratum");
    let pages = session.pages.iter().flat_map(|page| &page.by_events_seen);
    for (low, mean, high) in session.next_item.iter().chain(pages).flat_map(estimates) {
        // A sum over visitors drawn anew has another order, and so other last digits.
        let rounding = 1e-9;
        assert!(0.0 <= low && low <= mean + rounding, "{low} {mean}");
        assert!(mean <= high + rounding && high <= 1.0 + rounding, "{mean} {high}");
    }
    let all = &session.next_item[0];
    for baseline in &all.methods[1..] {
        let above = baseline.difference("ndcg_at_20").expect("a difference");
        println!("{}: {above:?}", baseline.name);
        assert!(above.low > 0.0, "the reranker is not above {}: {above:?}", baseline.name);
    }
    // Where nothing was seen, a neighbour of the last item is nobody, and popularity answers.
    let none_seen = &session.next_item[1];
    assert_eq!(none_seen.questions, "0");
    assert_eq!(none_seen.methods[1].figures, none_seen.methods[2].figures);
    // A page in the order of bestsellers is in the order of popularity.
    let bestsellers = &session.pages[0].by_events_seen[0];
    let ndcg = |name| bestsellers.method(name).and_then(|method| method.figure("ndcg"));
    assert_eq!(ndcg("original order"), ndcg("popularity"));

    let named = LakeReport { lake: "Toys <R> us".to_owned(), ..report };
    let page = Page(&named).to_string();
    assert!(page.contains("<h1>Toys &lt;R&gt; us") && page.contains("ndcg@20 of the reranker"), "{page}");
    assert_eq!(page.matches("<svg").count(), 4 * named.readings.len(), "a chart of the next items and of three pages");
    assert!(!page.contains("http") && !page.contains("<script"), "the page loads and runs nothing");
}

#[test]
fn what_comes_after_the_cut_teaches_nothing() {
    let (dataset, options) = (dataset(), LakeOptions::default());
    let split = Split::of(dataset, &options).expect("two sides");
    assert!(split.train.interactions.iter().all(|interaction| interaction.at_ms < split.cut_ms));
    assert!(split.visits.iter().all(|visit| visit.events.iter().all(|event| event.at_ms >= split.cut_ms)));

    // An item that appears after the cut, to be touched by everybody.
    let mut changed = dataset.clone();
    let planted = changed.items.len() as u32;
    changed.items.push(Item { id: "~planted".into(), ..changed.items[0].clone() });
    let later: Vec<usize> =
        (0..changed.interactions.len()).filter(|&i| changed.interactions[i].at_ms >= split.cut_ms).collect();
    later.iter().step_by(2).for_each(|&i| changed.interactions[i].item = planted);
    let resplit = Split::of(&changed, &options).expect("two sides");
    assert_eq!(resplit.train, split.train, "training saw what came after the cut");
    assert!(resplit.with_new_items >= later.len() / 2);
    assert!(resplit.train.items.iter().all(|item| &*item.id != "~planted"), "nobody can recommend it");
}

#[test]
fn the_training_part_is_a_lake_of_its_own() {
    let Split { train, visits, n_visitors, .. } =
        Split::of(dataset(), &LakeOptions { max_visits: 100, ..LakeOptions::default() }).expect("two sides");
    assert!(train.items.is_sorted_by(|a, b| a.id < b.id));
    let mut acted = vec![false; train.visitors.len()];
    train.interactions.iter().for_each(|interaction| acted[interaction.visitor as usize] = true);
    assert!(acted.iter().all(|&acted| acted), "a visitor without an interaction");
    assert!(train.interactions.is_sorted_by_key(|i| (i.visitor, i.at_ms, i.item, i.kind, i.session, i.quantity)));
    assert!(visits.len() <= 100 && visits.iter().all(|visit| (visit.visitor as usize) < n_visitors));
    let n_items = train.items.len() as u32;
    assert!(visits.iter().flat_map(|visit| visit.events.iter().chain(&visit.profile)).all(|e| e.item < n_items));
    assert!(visits.iter().all(|visit| visit.profile.iter().all(|event| event.at_ms < visit.events[0].at_ms)));
}

#[test]
fn the_public_tier_is_far_above_popularity_without_anybodys_pairs() {
    let (report, again) = (report_of(Privacy::default(), 1), report_of(Privacy::default(), 2));
    assert_eq!(timeless(report.clone()), timeless(again), "one thread and two");
    let all = &report.reading(Reading::Session).expect("every visit begins unknown").next_item[0];
    let above = all.methods[1].difference("ndcg_at_20").expect("a difference");
    assert_eq!(all.methods[1].name, "popularity");
    assert!(above.low > 0.05, "{above:?}");
}

#[test]
fn a_share_that_splits_nothing_is_refused() {
    for test_share in [0.0, 1.0, f64::NAN] {
        let params = Params::default().check().expect("in range");
        let options = LakeOptions { test_share, ..LakeOptions::default() };
        let error = evaluate("Amazing", dataset(), &params, &options, &mut Stages::default()).expect_err("no split");
        assert!(error.to_string().contains("--test-share"), "{error}");
    }
}
