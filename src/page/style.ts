/** The look of the page. Colours hold a contrast of 4.5 for text, in light and in dark. */
export const STYLE = `
:root { color-scheme: light dark;
  --ink: #1c2430; --soft: #566173; --paper: #f4f6f9; --card: #ffffff; --line: #dde3ea; --grid: #eef1f5;
  --first: #2563c9; --on-first: #ffffff; --second: #d9822b; --pass: #147a46; --fail: #c2332b; --undecided: #8a5d00; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #e6eaf0; --soft: #9aa6b6; --paper: #10141a; --card: #191f28; --line: #2c3542; --grid: #232b36;
  --first: #6aa5ff; --on-first: #0c1420; --second: #f0a35a; --pass: #5fd093; --fail: #ff8a80; --undecided: #f2c14e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main, header, footer { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 32px; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 36px 0 12px; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: 0; }
.meta { color: var(--soft); overflow-wrap: anywhere; }
.meta span { margin-right: 1.25em; }
.verdict { display: inline-block; font-weight: 600; padding: 2px 12px; border-radius: 999px; border: 1.5px solid;
  margin-top: 12px; }
.pass { color: var(--pass); } .fail { color: var(--fail); } .undecided { color: var(--undecided); }
.tiles { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); margin: 24px 0 0; padding: 0; }
.tile, figure, .panel { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tile { padding: 14px 16px; }
.tile dt { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
.tile dd { margin: 0; }
.tile .value { font-size: 1.75rem; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere; }
.tile .beside { color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
.figures { display: grid; gap: 16px; grid-template-columns: repeat(2, minmax(0, 1fr)); }
.narrow-only { display: none; }
@media (max-width: 820px) { .narrow-only { display: block; } .wide-only { display: none; }
  .figures { grid-template-columns: minmax(0, 1fr); } main, header, footer { padding-left: 12px; padding-right: 12px; }
  #gates th, #gates td { padding-right: 10px; } #gates td:not(.number) { white-space: normal; } }
figure { margin: 0; padding: 14px 16px 12px; min-width: 0; }
#slices .figures { grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); margin-bottom: 16px; }
figure.wide { grid-column: 1 / -1; }
figcaption p { color: var(--soft); font-size: .875rem; }
.keys { margin-top: 2px; } .key { margin-right: 1.2em; }
.key i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .4em; vertical-align: -.05em; }
.key .first { background: var(--first); } .key .second { background: var(--second); }
.plot { display: block; width: 100%; max-width: 100%; height: auto; overflow: visible; margin-top: 8px; }
.plot text { white-space: pre; }
figure:not(.wide) .plot { max-width: 560px; margin-left: auto; margin-right: auto; }
#slices figure .plot { max-width: 440px; }
.panel { padding: 4px 16px 8px; }
.scroll { overflow-x: auto; max-height: 28rem; overflow-y: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 5px 16px 5px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
th { color: var(--soft); font-weight: 500; }
.number { text-align: right; }
td.mark { font-weight: 600; }
details { margin-top: 8px; font-size: .875rem; } summary { color: var(--soft); cursor: pointer; }
footer { color: var(--soft); font-size: .875rem; padding-top: 28px; padding-bottom: 36px; }
@media print { body { background: none; } figure, .tile, .panel { break-inside: avoid; } details { display: none; } }
`;
