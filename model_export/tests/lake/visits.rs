//! A log without sessions: visits are made of a customer's events, and a mapping that takes customers for sessions is told.

use model_export::lake::Source;

use super::folder::{Folder, report};

/// Events of `customers`, each with `visits` visits on different days, of three events each.
fn log(customers: usize, visits: usize) -> String {
    let mut text = "at,user,event,item\n".to_owned();
    for visit in 0..visits {
        for customer in 0..customers {
            for minute in 0..3 {
                let line = format!(
                    "2025-{:02}-{:02}T10:{:02}:00Z,u{customer},view_item,i{}\n",
                    visit / 28 + 1,
                    visit % 28 + 1,
                    minute * 5,
                    (customer + minute) % 7
                );
                text.push_str(&line);
            }
        }
    }
    text
}

const MAPPED: &str = "[behaviour]\npath = 'b.csv'\ncolumns = { item_id = 'item', customer_id = 'user' }\n";

#[test]
fn the_events_of_a_customer_are_parted_into_visits() {
    let folder = |rules: &str| Folder::new(&format!("{MAPPED}{rules}")).with("b.csv", log(30, 40));
    let message = folder("").fault();
    assert!(
        message.contains("no column for behaviour.session_id") && message.contains("session_gap_minutes = 30"),
        "{message}"
    );
    for (minutes, sessions) in [(30, 1_200), (5, 1_200), (4, 3_600), (2_000, 60), (10_000, 30)] {
        let dataset = folder(&format!("[rules]\nsession_gap_minutes = {minutes}\n")).read();
        let n_sessions = dataset.interactions.iter().map(|act| act.session).max().map_or(0, |last| last + 1);
        assert_eq!((n_sessions, dataset.visitors.len()), (sessions, 30), "{minutes}");
        assert_eq!(report(&dataset, Source::Behaviour).rows_kept, 3_600);
    }
    let message = folder("[rules]\nsession_gap_minutes = 0\n").fault();
    assert!(message.contains("expected 1 or more minutes"), "{message}");
}

#[test]
fn visits_do_not_depend_on_the_order_or_the_files_of_the_events() {
    let rules = format!("{}[rules]\nsession_gap_minutes = 30\n", MAPPED.replace("b.csv", "b"));
    let text = log(5, 6);
    let (header, body) = text.split_once('\n').expect("a header");
    let mut lines: Vec<&str> = body.lines().collect();
    let unreported = |folder: Folder| model_export::lake::Dataset {
        report: model_export::lake::ReadReport::default(),
        ..folder.read()
    };
    let one = unreported(Folder::new(&rules).with("b/1.csv", &text));
    lines.reverse();
    let (first, second) = lines.split_at(33);
    let file = |lines: &[&str]| format!("{header}\n{}\n", lines.join("\n"));
    assert_eq!(unreported(Folder::new(&rules).with("b/1.csv", file(first)).with("b/2.csv", file(second))), one);
}

#[test]
fn customers_mapped_to_sessions_are_suspected() {
    let mapped = MAPPED.replace("customer_id = 'user'", "customer_id = 'user', session_id = 'user'");
    let dataset = Folder::new(&mapped).with("b.csv", log(30, 40)).read();
    let remark =
        report(&dataset, Source::Behaviour).remarks.iter().find(|it| it.reason.name() == "sessions_are_customers");
    assert!(
        remark.and_then(|it| it.advice.as_deref()).is_some_and(|advice| advice.contains("session_gap_minutes = 30"))
    );
    let busy = Folder::new(&format!("{mapped}[rules]\nmax_events_per_session = 50\n")).with("b.csv", log(30, 40));
    let message = busy.fault();
    assert!(message.contains("robot_session") && message.contains("session_gap_minutes"), "{message}");
    let day = Folder::new(&mapped).with("b.csv", log(30, 1)).read();
    assert_eq!(report(&day, Source::Behaviour).rows("sessions_are_customers"), 0, "a log of one day");
}

#[test]
fn a_wholesalers_order_is_large_and_no_robot() {
    let lines = (0..20).map(|n| format!("o1,i{n},,2025-01-01,1\n")).collect::<Vec<_>>().concat();
    let folder = |customer: &str| {
        Folder::new("[orders]\npath = 'o.csv'\n[rules]\nmax_events_per_session = 10\n").with(
            "o.csv",
            format!("order_id,item_id,customer_id,ordered_at,quantity\no2,i1,c2,2025-01-01,1\n{lines}")
                .replace(",,", &format!(",{customer},")),
        )
    };
    let dataset = folder("").read();
    let read = report(&dataset, Source::Orders);
    assert_eq!((read.rows("large_order"), read.rows("robot_session"), read.rows_kept), (20, 0, 1));
    assert_eq!(report(&folder("c1").read(), Source::Orders).rows("large_order"), 0, "a known customer may buy much");
}
