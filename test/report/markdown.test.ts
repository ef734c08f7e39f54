import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { dictionary } from "../../src/report/types.ts";
import { byRegion, HARD_TEXTS, losses, sample, slice } from "./sample.ts";

describe("markdown", () => {
  it("has a heading, a table of losses, notes and gates as lists", () => {
    const report = sample({
      losses: losses({ mse: 2912.4123, r2: { value: null, reason: "one row" } }),
      gates: [
        { rule: "max mse=3000", loss: "mse", slice: null, value: 2912.4123, limit: 3000, verdict: "pass" },
      ],
    });
    expect(renderMarkdown(report)).toBe(
      [
        "**preds.csv** · 442 rows · label y\\_true · prediction y\\_pred",
        "",
        "| loss | value |",
        "| --- | ---: |",
        "| mse | 2912.4 |",
        "| r2 | - |",
        "",
        "- r2: no value: one row",
        "",
        "- ✓ pass · max mse=3000 · 2912.4 · 87.6 under",
        "",
      ].join("\n"),
    );
  });

  it("has a table of slices and losses with a row for all", () => {
    const report = sample({
      columns: byRegion,
      losses: losses({ mse: 1.5 }),
      slices: [slice([["region", "a"]], 2, { mse: 3 })],
      gates: [
        {
          rule: "max-slice mse=2",
          loss: "mse",
          slice: dictionary([["region", "a"]]),
          value: 3,
          limit: 2,
          verdict: "fail",
        },
      ],
    });
    expect(renderMarkdown(report).split("\n").slice(2)).toEqual([
      "| region | rows | mse |",
      "| --- | ---: | ---: |",
      "| all | 442 | 1.5 |",
      "| a | 2 | 3 |",
      "",
      "- ✗ fail · max-slice mse=2 · 3 · 1 over · region a",
      "",
    ]);
  });

  it("lets no text end a cell or a line, or become markup", () => {
    const report = sample({
      columns: byRegion,
      losses: losses({ mse: 1 }),
      slices: HARD_TEXTS.map((text) => slice([["region", text]], 7, { mse: 1 })),
    });
    const rows = renderMarkdown(report).trimEnd().split("\n").slice(5);
    expect(rows).toHaveLength(HARD_TEXTS.length);
    for (const row of rows) {
      expect(row.split(/(?<!\\)\|/)).toHaveLength(5);
      expect(row).not.toMatch(/(?<!\\)[<>`*_]/);
    }
    expect(rows[3]).toBe("| a\\\\nb | 7 | 1 |");
    expect(rows[7]).toBe("| a\\|b | 7 | 1 |");
  });
});
