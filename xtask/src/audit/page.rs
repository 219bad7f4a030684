//! The page and the JSON of the audit, in `target/audit/`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::line::{Line, Part, State};
use crate::workspace::Workspace;

const STYLE: &str = include_str!("page.css");

/// Writes `index.html` and `audit.json`, and gives the path of the page.
pub(crate) fn write(workspace: &Workspace, lines: &[Line]) -> Result<PathBuf> {
    let folder = workspace.built("audit");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let page = folder.join("index.html");
    for (path, text) in
        [(folder.join("audit.json"), format!("{:#}\n", json(lines))), (page.clone(), document(lines).into_string())]
    {
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(page)
}

/// Gives all lines as they stand in `audit.json`.
pub(crate) fn json(lines: &[Line]) -> Value {
    json!({
        "green": count(lines, State::Green),
        "red": count(lines, State::Red),
        "grey": count(lines, State::Grey),
        "lines": lines.iter().map(Line::json).collect::<Vec<_>>(),
    })
}

fn count(lines: &[Line], state: State) -> usize {
    lines.iter().filter(|line| line.state == state).count()
}

fn document(lines: &[Line]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { "Etalage: privacy audit" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Privacy audit" }
                    p.sum {
                        @for state in [State::Green, State::Red, State::Grey] {
                            span class={ "sum-" (state.word()) } { b { (count(lines, state)) } " " (state.word()) }
                        }
                    }
                    p {
                        "Green: looked at in this run, and it holds. Red: it does not hold. Grey: not looked at here; the "
                        "line says what is missing. No line says that a processing is lawful or that a file is anonymous: "
                        "that is for the data protection officer, with docs/privacy and the model card."
                    }
                    nav { @for part in Part::ALL { a href={ "#" (anchor(part)) } { (part.title()) } } }
                }
                main {
                    @for part in Part::ALL {
                        section id=(anchor(part)) {
                            h2 { (part.title()) }
                            @if part == Part::Law {
                                p.note { "The colour is that of the tests. Whether the norm is met is for the DPO." }
                            }
                            @for line in lines.iter().filter(|line| line.part == part) { (article(line)) }
                        }
                    }
                }
            }
        }
    }
}

fn anchor(part: Part) -> String {
    part.title().to_lowercase().replace(' ', "-")
}

fn article(line: &Line) -> Markup {
    html! {
        article id=(line.id) class=(line.state.word()) {
            h3 { span.state { (line.state.word()) } (line.what) }
            dl {
                dt { "expected" } dd { (line.expected) }
                dt { "found" } dd { (line.found) }
                dt { "again" } dd { code { (line.again) } }
            }
            @if !line.details.is_empty() {
                details {
                    summary { "details (" (line.details.len()) ")" }
                    ul { @for detail in &line.details { li { (detail) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_on_the_page_and_what_was_found_is_escaped() {
        let line = |id: &str, state| Line::new(Part::Build, id, "what").ends(state, "<script>x</script>");
        let lines = [line("a", State::Green), line("b", State::Red), line("c", State::Grey)];
        let page = document(&lines).into_string();
        assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"));
        for mark in ["id=\"a\" class=\"green\"", "id=\"b\" class=\"red\"", "id=\"c\" class=\"grey\""] {
            assert!(page.contains(mark), "{mark}");
        }
        assert_eq!(json(&lines)["red"], 1);
    }
}
