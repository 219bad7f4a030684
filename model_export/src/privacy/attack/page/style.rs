//! The page's style sheet: system fonts, the reader's own choice of light or dark, and paper.

/// Everything the page looks like.
pub(super) const STYLE: &str = "
:root { color-scheme: light dark; --paper: #f7f8fa; --card: #fff; --ink: #1d2430; --soft: #5b6678; --line: #e1e5eb;
  --ours: #a8322a; --others: #2f5d8a; --brand: #0b6e4f; }
@media (prefers-color-scheme: dark) { :root { --paper: #12161c; --card: #1a2029; --ink: #e6e9ef; --soft: #a3adbd;
  --line: #2c3542; --ours: #ff8a7d; --others: #8ab8e6; --brand: #4cc38a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
h1 { font-size: 2.2rem; line-height: 1.15; margin: 0 0 .4rem; } h2 { font-size: 1.35rem; margin: 0 0 .6rem; }
p { margin: .3rem 0; } section { margin-top: 2.6rem; }
.eyebrow { color: var(--brand); font-weight: 650; font-size: .85rem; letter-spacing: .06em; text-transform: uppercase; }
.lead { font-size: 1.2rem; color: var(--soft); } .facts, .soft { color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 1rem; margin-bottom: .8rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.2rem; break-inside: avoid; }
.figure { font-size: 2rem; font-weight: 650; line-height: 1.1; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th { text-align: left; font-weight: 600; } thead th { color: var(--soft); vertical-align: bottom; }
th, td { padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line); }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
svg { width: 100%; max-width: 760px; height: auto; font-size: 12px; fill: var(--ink); }
.grid { stroke: var(--line); } .tick { fill: var(--soft); } polyline { fill: none; stroke-width: 2; }
.chance { stroke: var(--soft); stroke-dasharray: 4 4; } polyline.ours { stroke: var(--ours); }
polyline.others { stroke: var(--others); stroke-dasharray: 7 3; } .label { font-weight: 600; }
text.ours { fill: var(--ours); } text.others { fill: var(--others); }
@media print { body { background: #fff; } main { max-width: none; padding: 0; } }
";
