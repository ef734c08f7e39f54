import { describe, expect, test } from "vitest";
import { GroupBy, SliceLimitError } from "../../src/accumulate/group-by.ts";
import { Series } from "../../src/accumulate/series.ts";
import { StateError } from "../../src/accumulate/state.ts";
import type { Batch } from "../../src/accumulate/types.ts";
import type { Term } from "../../src/losses/types.ts";

const of = () => 0;
const sum: Term = { key: "mse", fold: "sum", of };
const maximum: Term = { key: "max-error", fold: "maximum", of };
const terms = [sum, maximum];
const { POSITIVE_INFINITY: INF } = Number;

function batch(values: readonly number[], weights: readonly number[] | null = null, file = 0): Batch {
  const columns = {
    first: Float64Array.from(values),
    second: null,
    third: null,
    weights: weights === null ? null : Float64Array.from(weights),
  };
  return { rows: values.length, columns: [columns, columns], places: { file, line: (row) => row + 2 } };
}

describe("a series", () => {
  test("gives the totals of its terms, the weight and the rows", () => {
    const series = new Series(terms);
    series.add(batch([4, 1], [0.1, 0.2]));
    series.add(batch([2]));
    const totals = series.totals();
    expect(totals.rows).toBe(3);
    expect(totals.weight.toNumber()).toBe(1.3);
    expect(totals.sum("mse").toNumber()).toBe(2.6);
    expect(totals.maximum("max-error")).toBe(4);
    expect(totals.exact(0.5).toNumber()).toBe(0.5);
  });

  test("names the places of maxima and of infinite sums, and no others", () => {
    const series = new Series(terms);
    series.add(batch([4, 7]));
    expect([...series.places()]).toEqual([["max-error", { file: 0, line: 3 }]]);
    series.add(batch([1, 1, INF], null, 1));
    expect(Object.fromEntries(series.places())).toEqual({
      mse: { file: 1, line: 4 },
      "max-error": { file: 1, line: 4 },
    });
  });

  test("without rows has totals and no places", () => {
    const series = new Series(terms);
    expect(series.totals().rows).toBe(0);
    expect(series.totals().weight.sign()).toBe(0);
    expect(series.places().size).toBe(0);
  });

  test("refuses to read a term that it does not have, or as another kind", () => {
    const totals = new Series(terms).totals();
    expect(() => totals.sum("mae")).toThrow("no term mae");
    expect(() => totals.maximum("mse")).toThrow("mse is a sum");
  });

  test("refuses the state or the part of other terms, in another order, or of another version", () => {
    const state = new Series(terms).state();
    expect(() => Series.fromState(state, [sum])).toThrow(StateError);
    expect(() => Series.fromState(state, [maximum, sum])).toThrow(
      "expected the terms maximum max-error, sum mse, found sum mse, maximum max-error",
    );
    expect(() => Series.fromState({ ...state, version: 2 }, terms)).toThrow("series, version 2");
    expect(() => new Series(terms).merge(new Series([maximum, sum]))).toThrow(StateError);
    const damaged = { ...state, accumulators: state.accumulators.toReversed() };
    expect(() => Series.fromState(damaged, terms)).toThrow(StateError);
  });
});

describe("slices", () => {
  test("hold each row in the slice of its key, and the whole is all of them", () => {
    const slices = new GroupBy(terms);
    const [b, a] = [slices.group(["b", "1"]), slices.group(["a", "1"])];
    slices.add(batch([1, 2, 4, 8, 16], [1, 1, 2, 1, 1]), Int32Array.of(b, a, b, a, b));
    const sums = slices.slices.map(({ key, series }) => [key, series.totals().sum("mse").toNumber()]);
    expect(sums).toEqual([
      [["b", "1"], 25],
      [["a", "1"], 10],
    ]);
    expect(slices.slices.map(({ series }) => series.places().get("max-error")?.line)).toEqual([6, 5]);
    expect(slices.total().series.totals().sum("mse").toNumber()).toBe(35);
    expect(slices.total().rows.used).toBe(5);
  });

  test("are matched by key, not by number, when parts merge", () => {
    const [left, right] = [new GroupBy(terms), new GroupBy(terms)];
    left.add(batch([1]), Int32Array.of(left.group(["a"])));
    const [b, a] = [right.group(["b"]), right.group(["a"])];
    right.add(batch([10, 100]), Int32Array.of(b, a));
    left.merge(right);
    expect(left.slices.map(({ key, series }) => [...key, series.totals().sum("mse").toNumber()])).toEqual([
      ["a", 101],
      ["b", 10],
    ]);
  });

  test("keep keys apart whose texts only look alike when joined", () => {
    const slices = new GroupBy(terms);
    const keys = [["a", ",b"], ["a,", "b"], ["a,b"], ['a","b'], ["a", "b"], [""], ["", ""]];
    expect(new Set(keys.map((key) => slices.group(key))).size).toBe(keys.length);
    expect(slices.group(["a", "b"])).toBe(4);
  });

  test("count the rows that are used and those that are left out", () => {
    const slices = new GroupBy(terms);
    const group = slices.group(["a"]);
    const { rows } = slices.slices[group]!;
    slices.add(batch([1, 2]), Int32Array.of(group, group));
    rows.use(1);
    rows.skip("missing", 2);
    rows.skip("infinite", 0);
    const other = GroupBy.fromState(JSON.parse(JSON.stringify(slices.state())), terms);
    slices.merge(other);
    expect(slices.total().rows.state()).toEqual({ used: 6, skipped: { missing: 4 } });
    expect(slices.total().rows.skippedFor("missing")).toBe(4);
    expect(slices.slices[group]!.series.rows).toBe(4);
  });

  test("beyond the limit are an error that says so, also when they come by merging", () => {
    const slices = new GroupBy(terms, 2);
    slices.group(["a"]);
    slices.group(["b"]);
    slices.group(["a"]);
    expect(() => slices.group(["c"])).toThrow(new SliceLimitError(2));
    const other = new GroupBy(terms, 2);
    other.group(["c"]);
    expect(() => slices.merge(other)).toThrow(SliceLimitError);
  });

  test("refuse the state of other terms or another version", () => {
    const state = new GroupBy(terms).state();
    expect(() => GroupBy.fromState(state, [sum])).toThrow(StateError);
    expect(() => GroupBy.fromState({ ...state, version: 2 }, terms)).toThrow(StateError);
  });
});
