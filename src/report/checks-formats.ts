/** The formats of the evaluations of a configuration. Each is loaded only when it is asked for. */
import type { ChecksReport } from "./checks.ts";
import { chooseAmong, type NamedFormat } from "./reporters.ts";
import type { RenderOptions } from "./types.ts";

export interface ChecksFormat extends NamedFormat {
  /** The whole document; it ends in a newline. Machine formats ignore width and style. */
  render(checks: ChecksReport, options: RenderOptions): Promise<string>;
}

const TABLE: ChecksFormat = {
  name: "table",
  endings: [],
  render: async (checks, options) => (await import("./checks.ts")).renderChecksTable(checks, options),
};

const formats: readonly ChecksFormat[] = [
  TABLE,
  {
    name: "json",
    endings: [".json"],
    render: async (checks) => (await import("./checks.ts")).renderChecksJson(checks),
  },
  {
    name: "markdown",
    endings: [".md"],
    render: async (checks) => (await import("./checks.ts")).renderChecksMarkdown(checks),
  },
  {
    name: "junit",
    endings: [".xml"],
    render: async ({ evaluations }) => (await import("./junit.ts")).renderJunitOf(evaluations),
  },
  {
    name: "openmetrics",
    endings: [".prom"],
    render: async ({ evaluations }) => (await import("./openmetrics.ts")).renderOpenMetricsOf(evaluations),
  },
  {
    name: "metrics",
    endings: [],
    render: async ({ evaluations }) => (await import("./metrics.ts")).renderMetricsOf(evaluations),
  },
];

/** @throws LossctlError (usage) for an unknown name. */
export function chooseChecksFormat(name: string | undefined, output: string | undefined): ChecksFormat {
  return chooseAmong(formats, TABLE, name, output);
}
