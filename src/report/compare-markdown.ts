/** A comparison as GitHub-flavoured Markdown, for pull requests and job summaries. */
import { visible } from "../visible.ts";
import type { CompareReport } from "./compare-types.ts";
import {
  changeText,
  compareHeading,
  compareNotes,
  marginLines,
  probabilityText,
  valueText,
  winsText,
} from "./compare-words.ts";
import { sliceCell } from "./gate-lines.ts";
import { escaped } from "./markdown.ts";
import { significant } from "./significant.ts";

/** Heading, a table of values and changes, one of the slices that carry them, notes and margins as lists. */
export function renderCompareMarkdown(report: CompareReport): string {
  const { inputs, parts } = compareHeading(report);
  const head = [`**${escaped(inputs)}**`, ...parts.map(escaped)].join(" · ");
  const lists = [
    compareNotes(report).map(({ loss, text }) => `${loss}: ${text}`),
    marginLines(report).map(({ mark, what, text }) => [mark, what, text].join(" · ")),
  ];
  return [
    [head],
    lossTable(report),
    sliceTable(report),
    ...lists.map((list) => list.map((item) => `- ${escaped(item)}`)),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
}

function lossTable(report: CompareReport): string[] {
  const p = report.models.length > 2 ? "p (Holm)" : "p";
  return [
    row(["loss", "model", visible(report.reference), "value", "change", p, "wins"]),
    "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ...Object.entries(report.losses).flatMap(([key, loss]) =>
      loss.differences.map((difference) =>
        row([
          visible(key),
          visible(difference.model),
          valueText(loss.values[report.reference]),
          valueText(loss.values[difference.model]),
          changeText(loss, difference),
          probabilityText(difference),
          winsText(difference),
        ]),
      ),
    ),
  ];
}

function sliceTable(report: CompareReport): string[] {
  const { by } = report.columns;
  if (report.contributions.length === 0) return [];
  return [
    row([...by.map(visible), "loss", "model", "contribution", "of the change"]),
    `|${" --- |".repeat(by.length + 2)} ---: | ---: |`,
    ...report.contributions.map(({ slice, loss, model, contribution, share }) =>
      row([
        ...by.map((name) => sliceCell(slice[name] ?? "")),
        visible(loss),
        visible(model),
        significant(contribution),
        share === null ? "-" : `${significant(share, 3, true)}%`,
      ]),
    ),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(" | ")} |`;
}
