/** A report as one page for people: nothing to load, nothing that runs. What a build makes of it, `load.ts` starts. */
import { gateLines, sliceCell } from "../report/gate-lines.ts";
import { heading } from "../report/heading.ts";
import { notes } from "../report/notes.ts";
import type { Pictures } from "../report/picture-types.ts";
import { significant } from "../report/significant.ts";
import { lossCell } from "../report/slice-blocks.ts";
import type { LossResult, Report, Slice, Verdict } from "../report/types.ts";
import { worstTable } from "../report/worst-rows.ts";
import { confusion } from "./class-figures.ts";
import { type Figure, figureHtml } from "./figure.ts";
import { histogram } from "./histogram.ts";
import { escaped, folded, number, table, text } from "./html.ts";
import { intervalOf } from "./interval.ts";
import { levelFigure } from "./level-figure.ts";
import { orderFigure } from "./order-figure.ts";
import { regressionFigures } from "./regression-figures.ts";
import { curves, reliability, scoresByClass } from "./score-figures.ts";
import { sliceFigure } from "./slice-figure.ts";
import { STYLE } from "./style.ts";

/** Losses whose slices are drawn, and slices that the table lists. */
const DRAWN_LOSSES = 4;
const LISTED_SLICES = 1000;

/** The whole document. */
export function renderPage(report: Report, pictures: Pictures): string {
  const { inputs } = heading(report);
  const sections = [
    gateSection(report),
    sliceSection(report, pictures),
    figureSection("Predictions", rowFigures(report, pictures)),
    worstSection(report),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="lossctl ${escaped(report.tool.version)}">
<title>${escaped(inputs)} · lossctl</title>
<style>${STYLE}</style>
</head>
<body>
${header(report)}
<main>
${tiles(report)}
${sections.filter((section) => section !== "").join("\n")}
</main>
<footer><p>lossctl ${escaped(report.tool.version)}. The numbers are those of its JSON report; each has all its digits in the page's source.</p></footer>
</body>
</html>
`;
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  pass: "✓ pass",
  fail: "✗ fail",
  undecided: "? undecided",
};

function header(report: Report): string {
  const { inputs, rows, columns } = heading(report);
  const words = [rows, ...columns.map((column) => column.join(" "))];
  const verdict =
    report.verdict === null
      ? ""
      : `\n<p><span class="verdict ${report.verdict}">${VERDICTS[report.verdict]}</span></p>`;
  return `<header>
<h1>${escaped(inputs)}</h1>
<p class="meta">${words.map((word) => `<span>${escaped(word)}</span>`).join(" ")}</p>${verdict}
</header>`;
}

function tiles(report: Report): string {
  const all = notes(report);
  const tile = ([key, result]: [string, LossResult]): string => {
    const beside = [
      intervalText(result),
      ...all.filter(({ loss }) => loss === key).map((note) => escaped(note.text)),
    ].filter((line) => line !== "");
    return `<div class="tile" data-loss="${escaped(key)}"><dt>${text(key)}</dt><dd><span class="value">${valueHtml(result)}</span>${beside.map((line) => `<br><span class="beside">${line}</span>`).join("")}</dd></div>`;
  };
  return `<dl class="tiles">\n${Object.entries(report.losses).map(tile).join("\n")}\n</dl>`;
}

function valueHtml(result: LossResult | undefined): string {
  if (result === undefined || result.value === null) return "–";
  return number(result.value, lossCell(result));
}

function intervalText(result: LossResult): string {
  const interval = intervalOf(result);
  if (interval === null) return "";
  const { level, low, high } = interval;
  return `${number(low, significant(low, 4))} to ${number(high, significant(high, 4))} (${significant(level, 4, true)}% interval)`;
}

function gateSection(report: Report): string {
  const lines = gateLines(report.gates, report.columns.by);
  if (lines.length === 0) return "";
  const columns = [
    { name: "verdict", numeric: false },
    { name: "gate", numeric: false },
    { name: "value", numeric: true },
    { name: "distance", numeric: true },
    ...(lines.some(({ slice }) => slice !== "") ? [{ name: "slice", numeric: false }] : []),
  ];
  const rows = lines.map(({ verdict, mark, rule, value, distance, slice }) =>
    [
      `<span class="${verdict}">${escaped(mark)}</span>`,
      ...[rule, value, distance, slice].map(escaped),
    ].slice(0, columns.length),
  );
  return `<section id="gates"><h2>Gates</h2><div class="panel">${table(columns, rows)}</div></section>`;
}

function figureSection(title: string, figures: readonly Figure[]): string {
  if (figures.length === 0) return "";
  return `<section><h2>${title}</h2>\n<div class="figures">\n${figures.map(figureHtml).join("\n")}\n</div></section>`;
}

function rowFigures(report: Report, pictures: Pictures): Figure[] {
  const { kind, scores, loss } = pictures;
  const figures: (Figure | null)[] = [...regressionFigures(pictures)];
  if (kind === "probability" && scores !== null) {
    figures.push(
      reliability(scores, { title: "Reliability", x: "mean prediction", y: "share of positive rows" }),
      scoresByClass(scores, "prediction"),
      ...curves(scores),
    );
  }
  if (kind === "score" && scores !== null) figures.push(scoresByClass(scores, "score"), ...curves(scores));
  if (pictures.confusion !== null && Array.isArray(report.columns.prediction)) {
    figures.push(confusion(pictures.confusion, report.columns.prediction, ""));
  }
  if (kind === "classes" && scores !== null) {
    const title = "Reliability of the largest probability";
    figures.push(reliability(scores, { title, x: "largest probability", y: "share of right rows" }));
  }
  if (pictures.levels !== null) figures.push(levelFigure(pictures.levels));
  if (loss?.sizes != null) {
    figures.push(
      histogram(loss.sizes, {
        id: "losses",
        title: `${loss.key} of the rows`,
        about: "How much single rows cost.",
        axis: loss.key,
      }),
    );
  }
  if (loss !== null)
    figures.push(
      orderFigure(loss, report.inputs, figures.filter((figure) => figure !== null).length % 2 === 0),
    );
  return figures.filter((figure) => figure !== null);
}

function sliceSection(report: Report, pictures: Pictures): string {
  const { by } = report.columns;
  if (by.length === 0) return "";
  const keys = Object.keys(report.losses);
  const figures = keys
    .slice(0, DRAWN_LOSSES)
    .map((key) => sliceFigure(report, key, pictures))
    .filter((figure) => figure !== null);
  const listed = report.slices.slice(0, LISTED_SLICES);
  const left = report.slices.length - listed.length;
  const columns = [
    ...by.map((name) => ({ name, numeric: false })),
    { name: "rows", numeric: true },
    ...keys.map((name) => ({ name, numeric: true })),
  ];
  const cells = (slice: Slice): string[] => [
    ...by.map((name) => escaped(sliceCell(slice.by[name] ?? ""))),
    String(slice.rows.used),
    ...keys.map((key) => valueHtml(slice.losses[key])),
  ];
  const content = table(columns, listed.map(cells));
  const more = left > 0 ? `<p class="meta">${left} more are in the JSON report.</p>` : "";
  const drawn =
    figures.length === 0 ? "" : `<div class="figures">\n${figures.map(figureHtml).join("\n")}\n</div>`;
  const list = listed.length <= 12 ? `<div class="panel">${content}</div>` : folded(`All slices`, content);
  return `<section id="slices"><h2>Slices</h2>\n${drawn}\n${list.replace('class="panel"', 'class="panel slices"')}${more}</section>`;
}

function worstSection(report: Report): string {
  const worst = worstTable(report);
  if (worst === null) return "";
  const rows = worst.rows.map((cells) => cells.map(escaped));
  return `<section id="worst"><h2>${escaped(worst.title)}</h2><div class="panel">${table(worst.columns, rows)}</div></section>`;
}
