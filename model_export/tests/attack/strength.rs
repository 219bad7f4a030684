//! How strong the attack is: certain where pairs are published, at chance where nothing is, strong on a trained model.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use model_export::lake::Lake;
use model_export::privacy::attack::{self, LakeTrainer, Membership, Population, Report};
use model_export::synth::{Format, Recipe, Size, make};
use model_export::train::{Params, Privacy, SegmentCount, next_item};

use crate::toy::{blind, leaky, options, population};

fn assert_control(report: &Report) {
    assert!(report.bounds().control_off_chance <= 0.02, "control: {:?}", report.control.all.auc);
}

#[test]
fn who_publishes_pairs_betrays_nearly_everybody() -> anyhow::Result<()> {
    let population = population(700);
    let report = attack::run(&population, &|release| leaky(&population, release), &options(16))?;
    let all = report.joint.all;
    assert!(all.auc.low > 0.97, "{all:?}");
    assert!(all.tpr_at_1_percent.mean > 0.7, "{all:?}");
    assert!(report.joint.exposed.auc.mean >= 0.99, "{:?}", report.joint.exposed);
    assert_control(&report);
    Ok(())
}

#[test]
fn who_looks_at_no_customer_betrays_none() -> anyhow::Result<()> {
    let population = population(1_500);
    let report = attack::run(&population, &|release| blind(&population, release), &options(16))?;
    assert!(!report.statistics.is_empty(), "pairs and popularity vary from model to model");
    for attack in report.groups.iter().chain([&report.joint]) {
        assert!((attack.all.auc.mean - 0.5).abs() <= 0.02, "{}: {:?}", attack.name, attack.all.auc);
        assert!(attack.all.tpr_at_01_percent.mean <= 0.005, "{}: {:?}", attack.name, attack.all);
    }
    assert!(report.baskets.iter().all(|gap| gap.gap.mean.abs() < 0.02), "{:?}", report.baskets);
    assert_control(&report);
    Ok(())
}

#[test]
fn threads_change_no_figure_and_finished_models_are_not_trained_again() -> anyhow::Result<()> {
    let population = population(200);
    let folder = tempfile::tempdir()?;
    let trained = AtomicUsize::new(0);
    let run = |threads: usize| -> anyhow::Result<String> {
        let options = attack::Options { work: Some(folder.path().to_path_buf()), ..options(8) };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let publish = |release: &attack::Release<'_>| {
            trained.fetch_add(1, Ordering::Relaxed);
            leaky(&population, release)
        };
        let report = pool.install(|| attack::run(&population, &publish, &options))?;
        Ok(serde_json::to_string(&report)?)
    };
    let first = run(1)?;
    assert_eq!(trained.load(Ordering::Relaxed), 8);
    // A run that was killed between the files of a model left it without its manifest: that model alone is trained again.
    std::fs::remove_file(folder.path().join("003.manifest.json"))?;
    assert_eq!(run(2)?, first);
    assert_eq!(trained.load(Ordering::Relaxed), 9);
    Ok(())
}

#[test]
fn too_few_models_and_customers_are_errors_that_say_so() {
    let population = population(40);
    for n_models in [6, 9] {
        let error = attack::run(&population, &|release| leaky(&population, release), &options(n_models));
        let error = error.expect_err("too few or odd").to_string();
        assert!(error.contains("--shadows") && error.contains(&n_models.to_string()), "{error}");
    }
    let few = Population { candidates: population.candidates[..5].to_vec(), ..population };
    let error = attack::run(&few, &|release| leaky(&few, release), &options(8)).expect_err("five customers");
    assert!(error.to_string().contains("found 5"), "{error}");
}

#[test]
fn a_model_trained_without_protection_is_found_out() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let recipe =
        Recipe { out: folder.path().join("lake"), truth: None, seed: 1, size: Size::Small, format: Format::Csv };
    let lake = Lake::open(&make(&recipe)?.lake, None)?;
    let params = Params {
        segments: SegmentCount::Fixed(4),
        privacy: Privacy::unchecked("the attack has to find something"),
        next_item: next_item::Params { min_pair_customers: 3, ..Params::default().next_item },
        ..Params::default()
    };
    let (dataset, paid) = lake.read_with_prices(&mut |_, _| ())?;
    let population = attack::population(&dataset, &paid, &params);
    let trainer = LakeTrainer { lake: &lake, params: &params, item_ids: &population.item_ids };
    let options = attack::Options { n_canary_pairs: 40, n_erasures: 2, ..options(8) };
    let report = attack::run(&population, &|release| trainer.publish(release), &options)?;
    let bounds = report.bounds();
    assert!(report.joint.all.auc.mean > 0.8, "{:?}", report.joint.all.auc);
    assert!(report.joint.exposed.auc.mean > 0.95, "{:?}", report.joint.exposed.auc);
    assert!(bounds.auc >= report.joint.all.auc.mean && bounds.basket_gap > 0.02, "{bounds:?}");
    assert_control(&report);

    // One customer with one visit moves a pair, three publish it, and two who buy one item each do neither.
    let canaries = &report.canaries;
    assert!(canaries[0].move_percentile.low > 80.0 && canaries[0].published == 0.0, "{:?}", canaries[0]);
    assert_eq!(canaries[3].published, 1.0);
    assert!((canaries[4].move_percentile.mean - 50.0).abs() < 15.0, "{:?}", canaries[4]);
    assert!(bounds.canary_off_chance > 30.0, "{bounds:?}");
    let erasures = report.erasures.as_ref().expect("two customers were left out");
    assert!(erasures.auc_same_seed.mean > 0.7, "{erasures:?}");
    assert!(
        !erasures.manifest_numbers.contains(&"/visitors/customers".to_owned()),
        "no exact count is served: {erasures:?}"
    );

    for (lang, decimal) in [(model_export::audit::Lang::En, "0."), (model_export::audit::Lang::Fr, "0,")] {
        let page = attack::page(&report, lang);
        assert!(
            page.contains("<svg") && page.contains(decimal) && !page.contains("http"),
            "no address leaves the page"
        );
    }
    Ok(())
}

#[test]
fn halves_are_halves_of_the_customers() {
    let (population, membership) = (population(61), Membership::draw(61, 4, 2));
    let sizes: BTreeSet<usize> = (0..8).map(|model| population.included(membership.of(model)).len()).collect();
    assert_eq!(sizes, BTreeSet::from([30, 31]));
}
