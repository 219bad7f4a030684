//! The page's style sheet: system fonts, the reader's own choice of light or dark, and paper.

/// Everything the page looks like.
pub(super) const STYLE: &str = "
:root { color-scheme: light dark; --paper: #f7f8fa; --card: #fff; --ink: #1d2430; --soft: #5b6678; --line: #e1e5eb;
  --brand: #0b6e4f; --track: #e8ecf1; --good: #0b6e4f; --warn: #8a5a00; --bad: #a8322a; --good-bg: #e7f4ee; --warn-bg: #fdf3dc;
  --bad-bg: #fbe9e7; }
@media (prefers-color-scheme: dark) { :root { --paper: #12161c; --card: #1a2029; --ink: #e6e9ef; --soft: #a3adbd;
  --line: #2c3542; --brand: #4cc38a; --track: #2a323e; --good: #5fd39b; --warn: #f0b848; --bad: #ff8a7d; --good-bg: #16302a;
  --warn-bg: #33291a; --bad-bg: #3a2123; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
h1 { font-size: 2.4rem; line-height: 1.15; margin: 0 0 .4rem; letter-spacing: -.02em; }
h2 { font-size: 1.45rem; margin: 0 0 1rem; letter-spacing: -.01em; }
h3 { font-size: 1.05rem; margin: 1.8rem 0 .5rem; }
h4 { font-size: .95rem; margin: 1.2rem 0 .3rem; color: var(--soft); }
p { margin: .3rem 0; }
section { margin-top: 3rem; }
.eyebrow { color: var(--brand); font-weight: 650; font-size: .85rem; letter-spacing: .06em; text-transform: uppercase; }
.lead { font-size: 1.2rem; color: var(--soft); } .facts, .soft { color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 1rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.2rem 1.3rem 1rem; break-inside: avoid; }
.card h3 { margin: .7rem 0 0; font-size: 1.2rem; } .asks { color: var(--soft); }
.card ul { list-style: none; margin: .9rem 0 0; padding: 0; font-size: .93rem; }
.card li { display: flex; gap: .55rem; padding: .32rem 0; border-top: 1px solid var(--line); }
.badge { display: inline-flex; gap: .45rem; align-items: center; padding: .15rem .7rem .15rem .35rem; border-radius: 99px; font-weight: 650; font-size: .9rem; margin: 0; }
.fit .badge { background: var(--good-bg); color: var(--good); } .fit_with_work .badge { background: var(--warn-bg); color: var(--warn); }
.not_fit .badge { background: var(--bad-bg); color: var(--bad); }
.mark { width: 1.15em; height: 1.15em; flex: none; margin-top: .2em; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
.badge .mark { margin: 0; } .mark.fit { color: var(--good); } .mark.fit_with_work { color: var(--warn); } .mark.not_fit { color: var(--bad); }
.steps { margin: 0; padding: 0; list-style: none; counter-reset: step; }
.steps li { counter-increment: step; display: flex; gap: .9rem; align-items: baseline; background: var(--card); border: 1px solid var(--line); border-bottom-width: 0; padding: .7rem 1.1rem; }
.steps li:first-child { border-radius: 12px 12px 0 0; } .steps li:last-child { border-radius: 0 0 12px 12px; border-bottom-width: 1px; }
.steps li:only-child { border-radius: 12px; }
.steps li::before { content: counter(step); font-weight: 700; color: var(--brand); min-width: 1.5em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
caption { text-align: left; color: var(--soft); font-size: .85rem; padding-bottom: .4rem; }
th, td { text-align: left; padding: .42rem .9rem .42rem 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
thead th { color: var(--soft); font-weight: 600; font-size: .83rem; white-space: nowrap; }
tbody th { font-weight: 550; } .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td:last-child, th:last-child { padding-right: 0; }
tr.group th { font-weight: 650; font-size: .83rem; color: var(--brand); padding-top: .9rem; }
a { color: inherit; text-decoration-color: var(--brand); text-underline-offset: .2em; }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.tag { color: var(--soft); font-size: .78rem; font-weight: 400; border: 1px solid var(--line); border-radius: 99px; padding: 0 .5em; white-space: nowrap; }
.source { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.6rem 1.6rem 1.4rem; }
.source h2 { margin-bottom: .2rem; } .notes { margin: 0; padding-left: 1.2rem; font-size: .93rem; }
.months { width: 100%; height: auto; } .bar, .fill { fill: var(--brand); } .track { fill: var(--track); } .grid { stroke: var(--line); }
.tick { fill: var(--soft); font-size: 12px; }
.share { display: flex; align-items: center; gap: .7rem; min-width: 12rem; } .share svg { flex: 1; height: 8px; border-radius: 4px; }
.share span { min-width: 4.2rem; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.split { width: 100%; height: 12px; border-radius: 6px; margin: .3rem 0 .8rem; } .kept { margin-top: .6rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
footer { margin-top: 3rem; color: var(--soft); font-size: .93rem; } footer h2 { color: var(--ink); font-size: 1.1rem; margin-bottom: .5rem; }
@media (max-width: 560px) { .cards { grid-template-columns: 1fr; } main { padding: 1.5rem 1rem; } h1 { font-size: 1.8rem; } }
@media print { :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --track: #ddd; }
  body { font-size: 11px; print-color-adjust: exact; } main { max-width: none; padding: 0; } section, .source { margin-top: 1.4rem; }
  .source { border: 0; padding: 0; } h2, h3 { break-after: avoid; } tr, .steps li { break-inside: avoid; } }
";
