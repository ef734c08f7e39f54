/** The formats of a comparison. Each is loaded only when it is asked for. */
import type { CompareReport } from "./compare-types.ts";
import { chooseAmong, type NamedFormat } from "./reporters.ts";
import type { RenderOptions } from "./types.ts";

export interface CompareFormat extends NamedFormat {
  /** The whole document; it ends in a newline. Machine formats ignore width and style. */
  render(report: CompareReport, options: RenderOptions): Promise<string>;
}

const TABLE: CompareFormat = {
  name: "table",
  endings: [],
  render: async (report, options) => (await import("./compare-table.ts")).renderCompareTable(report, options),
};

const formats: readonly CompareFormat[] = [
  TABLE,
  {
    name: "json",
    endings: [".json"],
    render: async (report) => (await import("./compare-json.ts")).renderCompareJson(report),
  },
  {
    name: "ndjson",
    endings: [".ndjson"],
    render: async (report) => (await import("./compare-lines.ts")).renderCompareNdjson(report),
  },
  {
    name: "csv",
    endings: [".csv"],
    render: async (report) => (await import("./compare-lines.ts")).renderCompareCsv(report),
  },
  {
    name: "markdown",
    endings: [".md"],
    render: async (report) => (await import("./compare-markdown.ts")).renderCompareMarkdown(report),
  },
  {
    name: "junit",
    endings: [".xml"],
    render: async (report) => (await import("./compare-ci.ts")).renderCompareJunit(report),
  },
  {
    name: "openmetrics",
    endings: [".prom"],
    render: async (report) => (await import("./compare-ci.ts")).renderCompareOpenMetrics(report),
  },
  {
    name: "metrics",
    endings: [],
    render: async (report) => (await import("./compare-ci.ts")).renderCompareMetrics(report),
  },
];

/** @throws LossctlError (usage) for an unknown name. */
export function chooseCompareFormat(name: string | undefined, output: string | undefined): CompareFormat {
  return chooseAmong(formats, TABLE, name, output);
}
