//! Promise: rules do what docs/rules.md says, and whatever they say the laws of reranking hold.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::expect_used, reason = "a test says what it holds for certain")]

use std::collections::BTreeMap;

use etalage::format::encode;
use etalage::rank::{Arranged, Campaign, DiversityRule, Part, Placed, Rule, RuleAction, Rules};
use etalage::session::EventKind;
use etalage::{Model, Personalizer, fixture};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const N_ITEMS: u32 = 60;

fn random_shop() -> Personalizer {
    let parts = fixture::random(3, N_ITEMS as usize, 16, 4).expect("16 is a multiple of 8");
    Personalizer::new(Model::decode(encode(&parts).expect("a valid model")).expect("just encoded"))
}

/// Four tools and then four toys, by descending popularity; nothing is known of the visitor.
fn toys_and_tools() -> Personalizer {
    let parts = fixture::toys_and_tools();
    Personalizer::new(Model::decode(encode(&parts).expect("a valid model")).expect("just encoded"))
}

fn set(shop: &mut Personalizer, rules: &Rules) {
    let (texts, numbers) = rules.flat();
    shop.set_rules(&texts, &numbers).expect("good rules");
}

fn only(rule: Rule) -> Rules {
    Rules { rules: vec![rule], ..Rules::default() }
}

/// The order of the page 0..8 in the shop of toys and tools.
fn ordered(rules: &Rules, out_of_stock: &[bool], now_ms: f64) -> Arranged {
    let mut shop = toys_and_tools();
    set(&mut shop, rules);
    shop.arrange(&[0, 1, 2, 3, 4, 5, 6, 7], out_of_stock, 1.0, now_ms).expect("valid arguments")
}

#[expect(clippy::unnecessary_wraps, reason = "as a rule holds them")]
fn items(ids: &[&str]) -> Option<Vec<String>> {
    Some(ids.iter().map(|&id| id.to_owned()).collect())
}

#[test]
fn without_rules_and_without_strength_the_shops_order_stays() {
    assert_eq!(ordered(&Rules::default(), &[], 0.0).order, [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn a_share_of_the_spread_moves_as_far_on_any_page() {
    // Without strength the keys are the shop's own, which fall evenly from 1 to 0.
    let boost = |by| Rule { items: items(&["toy-train"]), ..Rule::new("Up", RuleAction::Boost(by)) };
    let mut shop = toys_and_tools();
    for n in [8_u32, 4] {
        let page: Vec<u32> = (8 - n..8).collect();
        for places in 0..n {
            let step = 1.0 / f64::from(n - 1);
            set(&mut shop, &only(boost(((f64::from(places) + 0.5) * step).min(1.0))));
            let order = shop.arrange(&page, &[], 0.0, 0.0).expect("valid arguments").order;
            let slot = order.iter().position(|&position| position == n - 1).expect("a permutation");
            // A whole spread takes the last to the first one's key, who keeps the tie.
            assert_eq!(slot as u32, (n - 1 - places).max(1), "{n} products, {places} up");
        }
    }
}

#[test]
fn what_is_boosted_rises_what_is_buried_sinks_and_both_are_told() {
    let mut shop = toys_and_tools();
    let rules = Rules {
        rules: vec![
            Rule { categories: items(&["Toys"]), ..Rule::new("Toys up", RuleAction::Boost(1.0)) },
            Rule { items: items(&["toy-bear"]), ..Rule::new("Not the bear", RuleAction::Bury(1.0)) },
        ],
        ..Rules::default()
    };
    set(&mut shop, &rules);
    let page: Vec<u32> = (0..8).collect();
    let order = shop.arrange(&page, &[], 1.0, 0.0).expect("valid arguments").order;
    assert!(order.iter().position(|&p| p == 5).expect("there") < order.iter().position(|&p| p == 1).expect("there"));
    let scores: Vec<f64> =
        order.iter().map(|&position| shop.explain(page[position as usize]).expect("a known item").score).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "the explained scores are those of the order: {scores:?}");
    let bear = shop.explain(4).expect("a known item");
    let told: Vec<&str> = bear
        .contributions
        .iter()
        .filter_map(|part| if let Part::Rule(rule) = part.part { Some(shop.rule_name(rule)) } else { None })
        .collect();
    assert_eq!(told, ["Toys up", "Not the bear"]);
}

#[test]
fn the_first_pin_wins_and_the_next_gets_the_next_free_slot() {
    let pin = |name, item, slot| Rule { items: items(&[item]), ..Rule::new(name, RuleAction::Pin(slot)) };
    let rules = Rules {
        rules: vec![pin("a", "toy-train", 1), pin("b", "toy-kite", 1), pin("c", "toy-train", 0)],
        ..Rules::default()
    };
    assert_eq!(ordered(&rules, &[], 0.0).order, [0, 7, 6, 1, 2, 3, 4, 5]);
}

#[test]
fn a_pin_of_what_is_out_of_stock_is_refused_and_none_lets_another_rise() {
    let pin = |item, slot| Rule { items: items(&[item]), ..Rule::new("pin", RuleAction::Pin(slot)) };
    let mut out_of_stock = [false; 8];
    out_of_stock[7] = true;
    assert_eq!(ordered(&only(pin("toy-train", 0)), &out_of_stock, 0.0).order, [0, 1, 2, 3, 4, 5, 6, 7]);
    // All but the first are out of stock: were it put last, they would all rise by one.
    let mut only_first = [true; 8];
    only_first[0] = false;
    assert_eq!(ordered(&only(pin("tool-drill", 7)), &only_first, 0.0).order, [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn what_is_hidden_is_listed_and_what_is_in_stock_comes_first() {
    let hide = Rule { brands: items(&["Amazing Basics"]), ..Rule::new("hide", RuleAction::Hide) };
    let arranged = ordered(&only(hide), &[], 0.0);
    assert_eq!((arranged.order, arranged.hidden), (vec![1, 2, 3, 5, 6, 7], vec![0, 4]));
    let mut out_of_stock = [false; 8];
    (out_of_stock[0], out_of_stock[2]) = (true, true);
    let first = Rule::new("in stock first", RuleAction::InStockFirst);
    assert_eq!(ordered(&only(first), &out_of_stock, 0.0).order, [1, 3, 4, 5, 6, 7, 0, 2]);
}

#[test]
fn conditions_are_joined_by_and_and_dates_are_inclusive() {
    let hide = |change: fn(&mut Rule)| {
        let mut rule = Rule::new("hide", RuleAction::Hide);
        change(&mut rule);
        only(rule)
    };
    let found = |rules: &Rules, now_ms: f64| ordered(rules, &[], now_ms).hidden;
    assert_eq!(found(&hide(|rule| rule.price_bands = Some(vec![1, 3])), 0.0), [1, 3, 5, 7]);
    let toys_of_band_1 = hide(|rule| (rule.price_bands, rule.categories) = (Some(vec![1]), items(&["Toys"])));
    assert_eq!(found(&toys_of_band_1, 0.0), [5]);
    assert_eq!(found(&hide(|rule| rule.private_label = Some(true)), 0.0), [0, 4]);
    assert_eq!(found(&hide(|rule| rule.items = items(&["no such item"])), 0.0), [] as [u32; 0]);
    assert_eq!(found(&hide(|rule| rule.categories = items(&["Toy"])), 0.0), [] as [u32; 0], "no whole level of a path");
    let dated = hide(|rule| (rule.dates, rule.items) = ((5.0, 7.0), items(&["toy-bear"])));
    let hidden: Vec<usize> = [4.0, 5.0, 7.0, 8.0].map(|now| found(&dated, now).len()).to_vec();
    assert_eq!(hidden, [0, 1, 1, 0]);
}

#[test]
fn a_campaign_runs_between_its_dates_and_holds_for_items_or_categories() {
    let mut rules =
        only(Rule { campaign: Some("toys".to_owned()), dates: (0.0, 9.0), ..Rule::new("hide", RuleAction::Hide) });
    let campaign = Campaign { items: items(&["tool-saw"]), categories: items(&["Toys"]), dates: (5.0, f64::INFINITY) };
    rules.campaigns.insert("toys".to_owned(), campaign);
    assert_eq!(ordered(&rules, &[], 4.0).hidden, [] as [u32; 0]);
    assert_eq!(ordered(&rules, &[], 5.0).hidden, [2, 4, 5, 6, 7]);
    assert_eq!(ordered(&rules, &[], 10.0).hidden, [] as [u32; 0]);
}

#[test]
fn a_segments_rule_is_for_visitors_with_events_who_are_most_likely_in_it() {
    let mut shop = toys_and_tools();
    set(&mut shop, &only(Rule { segments: items(&["Toys"]), ..Rule::new("hide all", RuleAction::Hide) }));
    let hidden = |shop: &mut Personalizer| shop.arrange(&[0, 5], &[], 1.0, 0.0).expect("valid arguments").hidden.len();
    assert_eq!(hidden(&mut shop), 0, "nothing is known of the visitor");
    shop.observe(EventKind::AddToCart, 0, 0).expect("a known item");
    assert_eq!(hidden(&mut shop), 0, "a visitor of tools");
    shop.erase();
    shop.observe(EventKind::AddToCart, 5, 0).expect("a known item");
    assert_eq!(hidden(&mut shop), 2);
}

#[test]
fn a_cap_lets_no_category_fill_the_first_slots() {
    let cap = |most, first| Rules { diversity: Some(DiversityRule::Cap { first, most, level: 1 }), ..Rules::default() };
    assert_eq!(ordered(&cap(1, 4), &[], 0.0).order, [0, 4, 1, 2, 3, 5, 6, 7]);
    assert_eq!(ordered(&cap(2, 4), &[], 0.0).order, [0, 1, 4, 5, 2, 3, 6, 7]);
    assert_eq!(ordered(&cap(2, 8), &[], 0.0).order, [0, 1, 4, 5, 2, 3, 6, 7]);
}

#[test]
fn relevance_alone_changes_nothing_and_difference_alone_alternates() {
    let mmr = |lambda| Rules { diversity: Some(DiversityRule::Mmr { first: 8, lambda }), ..Rules::default() };
    assert_eq!(ordered(&mmr(1.0), &[], 0.0).order, [0, 1, 2, 3, 4, 5, 6, 7]);
    let order = ordered(&mmr(0.0), &[], 0.0).order;
    assert!(order[1] > 3, "a toy after the first tool: {order:?}");
}

#[test]
fn what_has_no_meaning_is_refused_with_its_place() {
    let mut shop = toys_and_tools();
    let mut refused = |rules: &Rules| {
        let (texts, numbers) = rules.flat();
        let error = shop.set_rules(&texts, &numbers).expect_err("bad rules");
        assert_eq!(error.code(), "bad_rules");
        let sentence = error.to_string();
        sentence.split(':').next().expect("a place before the colon").to_owned()
    };
    let good = Rule::new("good", RuleAction::Boost(0.1));
    for (action, field) in [
        (RuleAction::Boost(1.1), "by"),
        (RuleAction::Boost(f64::NAN), "by"),
        (RuleAction::Bury(-0.1), "by"),
        (RuleAction::Pin(u32::MAX), "slot"),
    ] {
        let rules = Rules { rules: vec![good.clone(), Rule::new("bad", action)], ..Rules::default() };
        assert_eq!(refused(&rules), format!("rules[1].{field}"));
    }
    assert_eq!(refused(&only(Rule { price_bands: Some(vec![5]), ..good.clone() })), "rules[0].priceBands");
    assert_eq!(refused(&only(Rule { campaign: Some("none".to_owned()), ..good.clone() })), "rules[0].campaign");
    assert_eq!(refused(&only(Rule { dates: (2.0, 1.0), ..good.clone() })), "rules[0].until");
    assert_eq!(refused(&Rules { rules: vec![good; 65], ..Rules::default() }), "rules[0].length");
    let campaigns = BTreeMap::from([("c".to_owned(), Campaign { items: None, categories: None, dates: (2.0, 1.0) })]);
    assert_eq!(refused(&Rules { campaigns, ..Rules::default() }), "campaigns[0].until");
    for (diversity, field) in [
        (DiversityRule::Cap { first: 101, most: 1, level: 1 }, "first"),
        (DiversityRule::Cap { first: 1, most: 0, level: 1 }, "most"),
        (DiversityRule::Mmr { first: 1, lambda: 2.0 }, "lambda"),
    ] {
        let rules = Rules { diversity: Some(diversity), ..Rules::default() };
        assert_eq!(refused(&rules), format!("diversity[0].{field}"));
    }
    // Whatever comes in place of a flat list, it is refused or followed, and ends.
    let mut random = fixture::SplitMix64(9);
    let (texts, numbers) = only(Rule::new("good", RuleAction::Hide)).flat();
    for _ in 0..20_000 {
        let mut forged = numbers.clone();
        let at = (random.next() % forged.len() as u64) as usize;
        let values = [f64::NAN, -2.0, 1e300, 2.0, 1e6, 63.0, f64::INFINITY, 0.5];
        forged[at] = values[(random.next() % 8) as usize];
        forged.truncate((random.next() % (forged.len() as u64 + 1)) as usize);
        let _refused_or_not = shop.set_rules(&texts, &forged);
        shop.arrange(&[0, 1, 2], &[], 1.0, 0.0).expect("valid arguments");
    }
}

/// Any rule, over items and categories of the random shop.
fn rule() -> impl Strategy<Value = Rule> {
    let action = prop_oneof![
        (0.0..=1.0).prop_map(RuleAction::Boost),
        (0.0..=1.0).prop_map(RuleAction::Bury),
        (0..45_u32).prop_map(RuleAction::Pin),
        Just(RuleAction::Hide),
        Just(RuleAction::InStockFirst),
    ];
    let items = option::weighted(0.7, vec(0..N_ITEMS + 5, 0..6));
    let categories = option::weighted(0.3, vec(prop::sample::select(vec!["A", "A > B", "C"]), 0..3));
    (action, items, categories, option::weighted(0.2, any::<bool>())).prop_map(
        |(action, items, categories, private)| Rule {
            items: items.map(|items| items.iter().map(|item| format!("item-{item:08}")).collect()),
            categories: categories.map(|paths| paths.into_iter().map(str::to_owned).collect()),
            private_label: private,
            ..Rule::new("any", action)
        },
    )
}

fn rules() -> impl Strategy<Value = Rules> {
    let diversity = prop_oneof![
        Just(None),
        (1..30_u32, 1..4_u32, 0..3_u32).prop_map(|(first, most, level)| Some(DiversityRule::Cap {
            first,
            most,
            level
        })),
        (1..30_u32, 0.0..=1.0).prop_map(|(first, lambda)| Some(DiversityRule::Mmr { first, lambda })),
    ];
    (vec(rule(), 0..6), diversity).prop_map(|(rules, diversity)| Rules { rules, diversity, campaigns: BTreeMap::new() })
}

fn page() -> impl Strategy<Value = Vec<(u32, bool)>> {
    vec((0..N_ITEMS + 10, prop::bool::weighted(0.3)), 0..40)
}

fn events() -> impl Strategy<Value = Vec<(usize, u32, i64)>> {
    vec((0..EventKind::COUNT, 0..N_ITEMS, 0..5_i64), 0..6)
}

fn visited(events: &[(usize, u32, i64)]) -> Personalizer {
    let mut shop = random_shop();
    for &(kind, item, minutes) in events {
        shop.observe(EventKind::ALL[kind], item, minutes * 60_000).expect("a known item, a valid time");
    }
    shop
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn no_rule_breaks_a_law(rules in rules(), events in events(), page in page(), strength in 0.0_f32..=1.0) {
        let (items, stock): (Vec<u32>, Vec<bool>) = page.into_iter().unzip();
        let mut shop = visited(&events);
        set(&mut shop, &rules);
        let Arranged { order, hidden } = shop.arrange(&items, &stock, strength, 0.0).expect("valid arguments");
        let mut all = [order.clone(), hidden.clone()].concat();
        all.sort_unstable();
        prop_assert_eq!(all, (0..items.len() as u32).collect::<Vec<_>>(), "nothing lost, nothing twice");
        // With the hidden ones left out, what is out of stock never rises and the unknown keep their place.
        let shown: Vec<u32> = (0..items.len() as u32).filter(|position| !hidden.contains(position)).collect();
        for (slot, position) in order.iter().enumerate() {
            let place = shown.binary_search(position).expect("it is shown");
            prop_assert!(!stock[*position as usize] || slot >= place, "out of stock rose from {} to {}", place, slot);
            let repeated = shown[..place].iter().any(|&before| items[before as usize] == items[*position as usize]);
            if items[*position as usize] >= N_ITEMS || repeated {
                prop_assert_eq!(slot, place);
            }
        }
        for item in 0..N_ITEMS {
            let explanation = shop.explain(item).expect("a known item");
            let forward: f64 = explanation.contributions.iter().map(|part| part.value).sum();
            let backward: f64 = explanation.contributions.iter().rev().map(|part| part.value).sum();
            prop_assert_eq!((forward, backward), (explanation.score, explanation.score));
            for note in explanation.notes {
                let at = note.to.map(|slot| items[order[slot as usize] as usize]);
                prop_assert!(at == Some(item) || (note.placed == Placed::Hide && at.is_none()), "{:?}", note);
            }
        }
        shop.set_enabled(false);
        let off = shop.arrange(&items, &stock, strength, 0.0).expect("valid arguments");
        prop_assert_eq!(off.order, (0..items.len() as u32).collect::<Vec<_>>());
    }

    #[test]
    fn without_rules_a_page_is_ordered_as_by_rerank(events in events(), page in page(), strength in 0.0_f32..=1.0) {
        let (items, stock): (Vec<u32>, Vec<bool>) = page.into_iter().unzip();
        let mut shop = visited(&events);
        let arranged = shop.arrange(&items, &stock, strength, 0.0).expect("valid arguments");
        prop_assert_eq!(arranged.order, shop.rerank(&items, &stock, strength).expect("valid arguments"));
    }

    #[test]
    fn replayed_events_are_as_good_as_observed(events in vec((0..6_usize, 0..N_ITEMS, -9..9_i64), 0..300)) {
        let (shop, mut other) = (visited(&events), visited(&events[..events.len() / 2]));
        other.replay(shop.session().events().iter().copied().map(Ok)).expect("events of a session");
        prop_assert_eq!(other.session(), shop.session());
        for item in 0..N_ITEMS {
            prop_assert_eq!(other.explain(item), shop.explain(item));
        }
    }
}
