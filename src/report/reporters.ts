/** The formats of a report. Each is loaded only when it is asked for. */
import { usageError } from "../errors.ts";
import { refuseOtherEnding } from "./endings.ts";
import type { RenderOptions, Report } from "./types.ts";

/** How a format is chosen. */
export interface NamedFormat {
  readonly name: string;
  /** Endings of `-o` that choose it, in small letters. */
  readonly endings: readonly string[];
}

export interface Format extends NamedFormat {
  /** The whole document; it ends in a newline. Machine formats ignore width and style. */
  render(report: Report, options: RenderOptions): Promise<string>;
}

const TABLE: Format = {
  name: "table",
  endings: [],
  render: async (report, options) => (await import("./table.ts")).renderTable(report, options),
};

export const formats: readonly Format[] = [
  TABLE,
  {
    name: "json",
    endings: [".json"],
    render: async (report) => (await import("./json.ts")).renderJson(report),
  },
  {
    name: "ndjson",
    endings: [".ndjson"],
    render: async (report) => (await import("./ndjson.ts")).renderNdjson(report),
  },
  {
    name: "csv",
    endings: [".csv"],
    render: async (report) => (await import("./csv.ts")).renderCsv(report),
  },
  {
    name: "markdown",
    endings: [".md"],
    render: async (report) => (await import("./markdown.ts")).renderMarkdown(report),
  },
  {
    name: "junit",
    endings: [".xml"],
    render: async (report) => (await import("./junit.ts")).renderJunit(report),
  },
  {
    name: "openmetrics",
    endings: [".prom"],
    render: async (report) => (await import("./openmetrics.ts")).renderOpenMetrics(report),
  },
  {
    name: "metrics",
    endings: [],
    render: async (report) => (await import("./metrics.ts")).renderMetrics(report),
  },
];

/**
 * The format named, else the one of the output file's ending in any case of letters, else the table.
 * @throws LossctlError (usage) for an unknown name, or the ending of a format of other documents.
 */
export function chooseFormat(name: string | undefined, output: string | undefined): Format {
  return chooseAmong(formats, TABLE, name, output);
}

/** The same among the formats of another document. */
export function chooseAmong<Kind extends NamedFormat>(
  formats: readonly Kind[],
  otherwise: Kind,
  name: string | undefined,
  output: string | undefined,
): Kind {
  if (name !== undefined) {
    const named = formats.find((format) => format.name === name);
    if (named !== undefined) return named;
    throw usageError(
      `unknown format "${name}"`,
      `there are ${formats.map((format) => format.name).join(", ")}`,
    );
  }
  const file = output?.toLowerCase() ?? "";
  const found = formats.find((format) => format.endings.some((ending) => file.endsWith(ending)));
  if (found !== undefined) return found;
  refuseOtherEnding(
    output,
    formats.map((format) => format.name),
  );
  return otherwise;
}
