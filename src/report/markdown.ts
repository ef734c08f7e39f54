/** The report as GitHub-flavoured Markdown, for pull requests and job summaries. */

import { visible } from "../visible.ts";
import { gateLines, sliceCell } from "./gate-lines.ts";
import { heading } from "./heading.ts";
import { intervalCells } from "./interval-cells.ts";
import { notes } from "./notes.ts";
import { significant } from "./significant.ts";
import { lossCell } from "./slice-blocks.ts";
import type { Report } from "./types.ts";
import { type WorstTable, worstTable } from "./worst-rows.ts";

/** Heading, a table of values, notes and gates as lists. */
export function renderMarkdown(report: Report): string {
  const { inputs, rows, columns } = heading(report);
  const words = [rows, ...columns.map((column) => column.join(" "))].map(escaped);
  const head = [`**${escaped(inputs)}**`, ...words].join(" · ");
  const table = report.columns.by.length === 0 ? lossTable(report) : sliceTable(report);
  const worst = worstTable(report);
  const lists = [
    notes(report).map((note) => `${visible(note.loss)}: ${note.text}`),
    gateLines(report.gates, report.columns.by).map(({ mark, rule, value, distance, slice }) =>
      [mark, rule, value, distance, slice].filter((part) => part !== "" && part !== "-").join(" · "),
    ),
  ];
  const section = worst === null ? [] : [[escaped(worst.title)], worstLines(worst)];
  return [[head], table, ...section, ...lists.map((list) => list.map((item) => `- ${escaped(item)}`))]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
}

function lossTable(report: Report): string[] {
  const cells = Object.entries(report.losses).map(([key, result]) => ({
    key: visible(key),
    ...intervalCells(result),
  }));
  if (cells.every(({ interval }) => interval === "")) {
    return [row(["loss", "value"]), "| --- | ---: |", ...cells.map(({ key, value }) => row([key, value]))];
  }
  const { level = 0 } = Object.values(report.losses).find(({ interval }) => interval)?.interval ?? {};
  return [
    row(["loss", "value", `${significant(level, 5, true)}%`]),
    "| --- | ---: | --- |",
    ...cells.map(({ key, value, interval }) => row([key, value, interval])),
  ];
}

function sliceTable(report: Report): string[] {
  const { by } = report.columns;
  const losses = Object.keys(report.losses);
  const all = { texts: by.map((_, place) => (place === 0 ? "all" : "")), ...report };
  const slices = report.slices.map((slice) => ({
    ...slice,
    texts: by.map((name) => sliceCell(slice.by[name] ?? "")),
  }));
  return [
    row([...by.map(visible), "rows", ...losses.map(visible)]),
    `|${" --- |".repeat(by.length)}${" ---: |".repeat(losses.length + 1)}`,
    ...[all, ...slices].map((group) =>
      row([...group.texts, String(group.rows.used), ...losses.map((key) => lossCell(group.losses[key]))]),
    ),
  ];
}

function worstLines({ columns, rows }: WorstTable): string[] {
  return [
    row(columns.map(({ name }) => name)),
    `|${columns.map(({ numeric }) => (numeric ? " ---: |" : " --- |")).join("")}`,
    ...rows.map(row),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(" | ")} |`;
}

/** Everything that Markdown or HTML would take for markup, with a backslash; newlines are visible already. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_~[\]<>|&#$]/g, "\\$&");
}
