import { describe, expect, it } from "vitest";
import { chooseFormat, formats } from "../../src/report/reporters.ts";
import { PLAIN } from "../../src/report/style.ts";
import { byRegion, losses, sample, slice } from "./sample.ts";

describe("chooseFormat", () => {
  it.each([
    [undefined, undefined, "table"],
    [undefined, "report.json", "json"],
    [undefined, "out.dir/REPORT.NDJSON", "ndjson"],
    [undefined, "report.csv", "csv"],
    [undefined, "report.md", "markdown"],
    [undefined, "report.txt", "table"],
    [undefined, "json", "table"],
    ["csv", "report.json", "csv"],
    ["table", "report.json", "table"],
  ])("takes --format %s with -o %s for %s", (name, output, format) => {
    expect(chooseFormat(name, output).name).toBe(format);
  });

  it("refuses an unknown format and lists those there are", () => {
    expect(() => chooseFormat("xml", undefined)).toThrow(/"xml".*table, json, ndjson, csv, markdown/);
  });
});

describe("every format", () => {
  it.each(formats.map((format) => [format.name, format] as const))(
    "%s ends in one newline, also for slices without rows",
    async (_, format) => {
      const empty = slice([["region", "a"]], 0, { mse: { value: null, reason: "no rows" } });
      for (const report of [
        sample(),
        sample({ columns: byRegion, losses: losses({ mse: 1 }), slices: [empty] }),
      ]) {
        expect(await format.render(report, { width: 80, style: PLAIN })).toMatch(/[^\n]\n$/);
      }
    },
  );
});
