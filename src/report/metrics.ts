/** Flat JSON of names and numbers, as DVC reads it and others take it. */
import { jsonText } from "./json.ts";
import type { NamedReport } from "./named-report.ts";
import type { Report } from "./types.ts";

export function renderMetrics(report: Report): string {
  return jsonText(metricsOf([{ name: null, report }]));
}

export function renderMetricsOf(reports: readonly NamedReport[]): string {
  return jsonText(metricsOf(reports));
}

/**
 * `mse` for all rows, `mse/region=south,sex=f` for a slice, and `name/` before both where several are reported. What
 * is no finite number is left out: those who read this know numbers only.
 */
export function metricsOf(reports: readonly NamedReport[]): ReadonlyMap<string, number> {
  const metrics = new Map<string, number>();
  for (const { name: evaluation, report } of reports) {
    const before = evaluation === null ? "" : `${evaluation}/`;
    const { by } = report.columns;
    const groups = [{ after: "", losses: report.losses }].concat(
      report.slices.map((slice) => ({
        after: `/${by.map((column) => `${column}=${slice.by[column] ?? ""}`).join(",")}`,
        losses: slice.losses,
      })),
    );
    for (const key of Object.keys(report.losses)) {
      for (const { after, losses } of groups) {
        const value = losses[key]?.value;
        if (typeof value !== "number" || !Number.isFinite(value)) continue;
        let name = before + key + after;
        // Texts of slices may hold what stands between them.
        for (let count = 2; metrics.has(name); count++) name = `${before}${key}${after}#${count}`;
        metrics.set(name, value);
      }
    }
  }
  return metrics;
}
