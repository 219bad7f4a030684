//! The tables of the page.

use maud::{Markup, html};

use super::super::baskets::List;
use super::super::report::{Attack, Report};
use super::text::Text;

/// Shows the attack by everything, by each kind of what is published, and by each statistic.
pub(super) fn attacks(report: &Report, text: &Text) -> Markup {
    let all = [(text.get("joint").to_owned(), &report.joint)];
    let groups = report.groups.iter().map(|group| (text.named("group", group.name).to_owned(), group));
    let control = [(text.get("control").to_owned(), &report.control)];
    let groups: Vec<(String, &Attack)> = all.into_iter().chain(groups).chain(control).collect();
    let statistics: Vec<(String, &Attack)> =
        report.statistics.iter().map(|of| (text.named("statistic", of.name).to_owned(), of)).collect();
    let dropped: Vec<&str> = report.dropped.iter().map(|name| text.named("statistic", name)).collect();
    html! {
        section { h2 { (text.get("by_group")) } (attack_table(&groups, text)) }
        section {
            h2 { (text.get("by_statistic")) }
            (attack_table(&statistics, text))
            @if !dropped.is_empty() { p.soft { (text.with("dropped", &[("names", &dropped.join(", "))])) } }
        }
    }
}

fn attack_table(rows: &[(String, &Attack)], text: &Text) -> Markup {
    let columns = ["attack", "auc", "tpr1", "tpr01", "exposed_auc"].map(|key| text.get(key));
    let rows = rows.iter().map(|(name, attack)| {
        let all = attack.all;
        let figures = [all.auc, all.tpr_at_1_percent, all.tpr_at_01_percent, attack.exposed.auc];
        (name.clone(), figures.map(|figure| text.interval(figure, 3)).to_vec())
    });
    table(&columns, rows)
}

/// Shows how well lists tell baskets, and the outsiders excluded for certain.
pub(super) fn baskets(report: &Report, text: &Text) -> Markup {
    let columns = ["list", "training_customers", "lists", "inside", "outside", "gap"].map(|key| text.get(key));
    let rows = report.baskets.iter().map(|gap| {
        let name = match gap.list {
            List::Nearest => "nearest",
            List::Successors => "successors",
            List::Popular => "popular",
        };
        let least = gap.customers.0.to_string();
        let bucket = match gap.customers.1 {
            None => text.with("bucket_open", &[("least", &least)]),
            Some(most) if most == gap.customers.0 => least,
            Some(most) => text.with("bucket", &[("least", &least), ("most", &most.to_string())]),
        };
        let shares = [gap.inside, gap.outside].map(|share| text.number(share, 3));
        let [inside, outside] = shares;
        (text.get(name).to_owned(), vec![bucket, gap.lists.to_string(), inside, outside, text.interval(gap.gap, 3)])
    });
    let outsiders = report.outsiders;
    let [excluded, held_out, most] =
        [outsiders.excluded, outsiders.held_out, outsiders.most_of_a_model].map(|n| n.to_string());
    let outsiders = text.with("outsiders", &[("excluded", &excluded), ("held_out", &held_out), ("most", &most)]);
    html! {
        section {
            h2 { (text.get("baskets")) }
            p.soft { (text.get("baskets_caption")) }
            (table(&columns, rows))
            p { (outsiders) }
        }
    }
}

/// Shows what became of canaries; nothing where none were tried.
pub(super) fn canaries(report: &Report, text: &Text) -> Markup {
    let columns = ["buyers", "pairs", "before", "after", "move", "row_change", "row", "published", "untouched"];
    let rows = report.canaries.iter().map(|of| {
        let [customers, visits] = [of.buyers.customers, of.buyers.visits].map(|n| n.to_string());
        let key = if of.buyers.both_items { "buyers_each" } else { "buyers_control" };
        let figures = vec![
            of.pairs.to_string(),
            text.number(of.percentile_before, 0),
            text.number(of.percentile_after, 0),
            text.interval(of.move_percentile, 0),
            text.number(of.row_change, 3),
            text.interval(of.row_percentile, 0),
            text.number(of.published, 2),
            text.number(of.references_published, 2),
        ];
        (text.with(key, &[("customers", &customers), ("visits", &visits)]), figures)
    });
    html! {
        @if !report.canaries.is_empty() {
            section {
                h2 { (text.get("canaries")) }
                p.soft { (text.get("canaries_caption")) }
                (table(&columns.map(|key| text.get(key)), rows))
            }
        }
    }
}

/// Shows what two releases tell of a customer who went; nothing where it was not tried.
pub(super) fn erasures(report: &Report, text: &Text) -> Markup {
    let Some(of) = &report.erasures else { return Markup::default() };
    let [same, other] = [of.auc_same_seed, of.auc_other_seed].map(|auc| text.interval(auc, 3));
    let sentence = text.with("erasures_text", &[("n", &of.erasures.to_string()), ("same", &same), ("other", &other)]);
    let changed = |places: &[String]| if places.is_empty() { text.get("none").to_owned() } else { places.join(" ") };
    let [numbers, texts] = [&of.manifest_numbers, &of.manifest_texts].map(|places| changed(places));
    html! {
        section {
            h2 { (text.get("erasures")) }
            p { (sentence) }
            p.soft { (text.with("manifest_numbers", &[("names", &numbers)])) }
            p.soft { (text.with("manifest_texts", &[("names", &texts)])) }
        }
    }
}

fn table(columns: &[&str], rows: impl Iterator<Item = (String, Vec<String>)>) -> Markup {
    html! {
        div.wide { table {
            thead { tr { @for column in columns { th scope="col" { (column) } } } }
            tbody {
                @for (name, cells) in rows {
                    tr { th scope="row" { (name) } @for cell in cells { td.n { (cell) } } }
                }
            }
        } }
    }
}
