import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderCsv } from "../../src/report/csv.ts";
import { renderJson } from "../../src/report/json.ts";
import { renderNdjson } from "../../src/report/ndjson.ts";
import { dictionary, type Report } from "../../src/report/types.ts";
import { byRegion, HARD_TEXTS, losses, sample, slice } from "./sample.ts";

const parseLines = (text: string): unknown[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("json", () => {
  it("is the document of the contract, keys in its order", () => {
    const report = sample({
      rows: { read: 444, used: 442, skipped: { missing: 2 } },
      columns: { label: "y_true", prediction: ["p_a", "p_b"], weight: "w", by: ["segment"] },
      losses: losses({ mse: { value: 2900.1, details: { clippedRows: 3 } } }),
      slices: [slice([["segment", "a"]], 3, { mse: { value: null, reason: "no rows" } })],
      located: [{ loss: "max-error", what: "largest", file: "preds.csv", line: 17 }],
      gates: [
        {
          rule: "max-slice mse=3000",
          loss: "mse",
          slice: dictionary([["segment", "a"]]),
          value: null,
          reason: "no rows",
          limit: 3000,
          verdict: "fail",
        },
        { rule: "max-skipped 1%", loss: null, slice: null, value: 0.0045, limit: 0.01, verdict: "pass" },
      ],
      verdict: "fail",
    });
    const compact = JSON.stringify(JSON.parse(renderJson(report)));
    expect(compact).toBe(
      '{"schema":"lossctl.report/1","tool":{"name":"lossctl","version":"1.2.3"},"inputs":["preds.csv"],' +
        '"columns":{"label":"y_true","prediction":["p_a","p_b"],"weight":"w","by":["segment"]},' +
        '"rows":{"read":444,"used":442,"skipped":{"missing":2}},' +
        '"losses":{"mse":{"value":2900.1,"clippedRows":3}},' +
        '"slices":[{"by":{"segment":"a"},"rows":{"read":3,"used":3,"skipped":{}},' +
        '"losses":{"mse":{"value":null,"reason":"no rows"}}}],' +
        '"located":[{"loss":"max-error","what":"largest","file":"preds.csv","line":17}],' +
        '"gates":[{"rule":"max-slice mse=3000","loss":"mse","slice":{"segment":"a"},"value":null,' +
        '"reason":"no rows","limit":3000,"verdict":"fail"},' +
        '{"rule":"max-skipped 1%","loss":null,"slice":null,"value":0.0045,"limit":0.01,"verdict":"pass"}],' +
        '"verdict":"fail"}',
    );
  });

  it("states the coding of the label where a loss asks for it", () => {
    const columns = { ...byRegion, by: [], labelCoding: "-1/1" } as const;
    expect(JSON.parse(renderJson(sample({ columns }))).columns).toEqual(columns);
  });

  it("writes infinite values as texts, in losses and in gates", () => {
    const report = sample({
      losses: losses({ a: Number.POSITIVE_INFINITY, b: Number.NEGATIVE_INFINITY }),
      gates: [
        {
          rule: "max a=1",
          loss: "a",
          slice: null,
          value: Number.POSITIVE_INFINITY,
          limit: 1,
          verdict: "fail",
        },
      ],
    });
    const parsed = JSON.parse(renderJson(report));
    expect(parsed.losses).toEqual({ a: { value: "Infinity" }, b: { value: "-Infinity" } });
    expect(parsed.gates[0].value).toBe("Infinity");
  });

  it("parses always and gives back every number and text, whatever they are", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...HARD_TEXTS));
    const rows = fc.array(fc.tuple(text, fc.double({ noNaN: true })), { maxLength: 20 });
    fc.assert(
      fc.property(rows, text, (entries, column) => {
        const report = sample({
          inputs: [column],
          columns: { ...byRegion, by: [column] },
          slices: entries.map(([key, value]) => slice([[column, key]], 1, { mse: value })),
        });
        const rendered = renderJson(report);
        expect(rendered.endsWith("}\n")).toBe(true);
        const parsed = JSON.parse(rendered);
        expect(parsed.inputs).toEqual([column]);
        for (const [place, [key, value]] of entries.entries()) {
          expect(Object.entries(parsed.slices[place].by)).toEqual([[column, key]]);
          const { mse } = parsed.slices[place].losses;
          expect(Number(mse.value) + 0).toBe(value + 0);
          expect(typeof mse.value).toBe(Number.isFinite(value) ? "number" : "string");
        }
      }),
    );
  });
});

const hardSlices = (column: string): Report =>
  sample({
    columns: { ...byRegion, by: [column] },
    slices: HARD_TEXTS.map((text, place) => slice([[column, text]], place, { mse: place / 3 })),
  });

describe("csv", () => {
  it("has a line for each loss without --by", () => {
    const report = sample({
      losses: losses({
        mse: 1 / 3,
        r2: { value: null, reason: "one row" },
        "log-loss": Number.POSITIVE_INFINITY,
      }),
    });
    expect(renderCsv(report)).toBe(
      "loss,value,rows\nmse,0.3333333333333333,442\nr2,,442\nlog-loss,Infinity,442\n",
    );
  });

  it("has a line for each slice and loss with --by, and none for all rows", () => {
    const report = sample({
      columns: { ...byRegion, by: ["region", "sex"] },
      slices: [
        slice(
          [
            ["region", "a"],
            ["sex", ""],
          ],
          2,
          { mse: 1.5, mae: 1 },
        ),
      ],
    });
    expect(renderCsv(report)).toBe("region,sex,loss,value,rows\na,,mse,1.5,2\na,,mae,1,2\n");
  });

  it("gives back every text to a strict reader", () => {
    // A lone surrogate has no UTF-8; every other text survives.
    const texts = HARD_TEXTS.map((text) => Buffer.from(text).toString());
    const records: string[][] = parse(renderCsv(hardSlices("__proto__")));
    expect(records[0]).toEqual(["__proto__", "loss", "value", "rows"]);
    expect(records.slice(1).map(([text]) => text)).toEqual(texts);
  });

  it("quotes what another reader would take for the end of a line or for a byte order mark", () => {
    const texts = ["a\rb", "\uFEFFa"];
    const report = sample({
      columns: byRegion,
      slices: texts.map((text) => slice([["region", text]], 1, { mse: 1 })),
    });
    expect(renderCsv(report)).toBe('region,loss,value,rows\n"a\rb",mse,1,1\n"\uFEFFa",mse,1,1\n');
  });

  it("numbers a field that is called like a --by column, which keeps its name", () => {
    const report = sample({
      columns: { ...byRegion, by: ["value", "loss", "loss#2"] },
      slices: [
        slice(
          [
            ["value", "v"],
            ["loss", "l"],
            ["loss#2", "m"],
          ],
          2,
          { mse: 1.5 },
        ),
      ],
    });
    expect(renderCsv(report)).toBe("value,loss,loss#2,loss#3,value#2,rows\nv,l,m,mse,1.5,2\n");
    expect(renderNdjson(report)).toBe(
      '{"value": "v", "loss": "l", "loss#2": "m", "loss#3": "mse", "value#2": 1.5, "rows": 2}\n',
    );
  });
});

describe("ndjson", () => {
  it("has an object for each loss, with a reason where there is no value", () => {
    const report = sample({
      losses: losses({
        mse: 1 / 3,
        r2: { value: null, reason: "one row" },
        "log-loss": Number.POSITIVE_INFINITY,
      }),
    });
    expect(parseLines(renderNdjson(report))).toEqual([
      { loss: "mse", value: 1 / 3, rows: 442 },
      { loss: "r2", value: null, reason: "one row", rows: 442 },
      { loss: "log-loss", value: "Infinity", rows: 442 },
    ]);
  });

  it("keeps a --by column called reason", () => {
    const report = sample({
      columns: { ...byRegion, by: ["reason"] },
      slices: [slice([["reason", "late"]], 1, { r2: { value: null, reason: "one row" } })],
    });
    expect(parseLines(renderNdjson(report))).toEqual([
      { reason: "late", loss: "r2", value: null, "reason#2": "one row", rows: 1 },
    ]);
  });

  it("gives back every text, one object a line", () => {
    const objects = parseLines(renderNdjson(hardSlices("__proto__")));
    expect(objects.map((object) => Object.entries(object as object)[0])).toEqual(
      HARD_TEXTS.map((text) => ["__proto__", text]),
    );
  });
});
