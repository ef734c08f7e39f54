/** From an example's numbers to a table that `lossctl eval` reads, with names of columns that it finds by itself if it can. */
import type { Example, Measure } from "../losses/types.ts";
import type { ExampleTable } from "./types.ts";

const CLASSES = "abcdefghijklmnopqrstuvwxyz";

/** Labels of one column are rows of a measure of one column, and one row of a measure of several. */
export function exampleTable(example: Example, measure: Measure): Omit<ExampleTable, "key"> {
  const { label, prediction, variance, levels } = example;
  const predictions = typeof prediction === "number" ? [prediction] : prediction;
  const labels = label === null ? null : typeof label === "number" ? [label] : label;
  if (measure.shape === "scalar") {
    const beside = variance === undefined ? [] : [text(variance)];
    const rows = predictions.map((p, row) => [text(labels?.[row] ?? 0), text(p), ...beside]);
    return {
      table: [["y", "p", ...beside.map(() => "v")], ...rows],
      options: variance === undefined ? [] : ["--variance", "v"],
    };
  }
  const options = ["--pred", "p_*"];
  if (labels === null) return { table: [numbered("p", predictions), predictions.map(text)], options };
  if (measure.domain.label.kind === "classes" && isOneHot(labels)) {
    const classes = [...CLASSES.slice(0, predictions.length)];
    const header = ["y", ...classes.map((name) => `p_${name}`)];
    const own = classes[labels.indexOf(1)] ?? "";
    return { table: [header, [own, ...predictions.map(text)]], options };
  }
  if (levels !== undefined) {
    const header = ["y", ...levels.map((level) => `p_${level}`)];
    return { table: [header, [...labels, ...predictions].map(text)], options };
  }
  const header = [...numbered("y", labels), ...numbered("p", predictions)];
  return {
    table: [header, [...labels, ...predictions].map(text)],
    options: ["--label", "y_*", ...options],
  };
}

function isOneHot(labels: readonly number[]): boolean {
  return (
    labels.every((label) => label === 0 || label === 1) && labels.filter((label) => label === 1).length === 1
  );
}

function numbered(name: string, values: readonly number[]): string[] {
  return values.map((_, index) => `${name}_${index + 1}`);
}

function text(value: number): string {
  return String(value);
}
