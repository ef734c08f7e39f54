/** Cross-products are exact: so they are the same for any chunks, parts and order. */
import { describe, expect, test } from "vitest";
import { CrossProducts, isConstant, meanOf, momentsAbout } from "../../src/accumulate/cross-products.ts";
import { Rational } from "../../src/accumulate/rational.ts";
import { StateError } from "../../src/accumulate/state.ts";
import { random } from "../kernel/random.ts";

const ROWS = 1500;
const source = random(3);
const columns = [
  Float64Array.from({ length: ROWS }, () => 1e9 + source.next()),
  Float64Array.from({ length: ROWS }, () => (source.next() - 0.5) * 10 ** (source.below(30) - 15)),
  Float64Array.from({ length: ROWS }, () => source.below(5)),
  Float64Array.from({ length: ROWS }, () => 0.1),
];
const weights = Float64Array.from({ length: ROWS }, () => source.below(4) / 2);

function added(
  chunk: number,
  weighted: boolean,
  order = Array.from({ length: ROWS }, (_, i) => i),
): CrossProducts {
  const products = new CrossProducts(columns.length);
  for (let from = 0; from < ROWS; from += chunk) {
    const rows = order.slice(from, from + chunk);
    const cut = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!);
    products.add(columns.map(cut), weighted ? cut(weights) : null, rows.length);
  }
  return products;
}

describe.each([false, true])("with weights: %s", (weighted) => {
  const whole = added(ROWS, weighted);

  test("each sum is exact", () => {
    const weight = (row: number) => Rational.fromNumber(weighted ? weights[row]! : 1);
    const total = (of: (row: number) => Rational) => {
      let sum = Rational.zero;
      for (let row = 0; row < ROWS; row++) sum = sum.plus(weight(row).times(of(row)));
      return sum;
    };
    const same = (found: Rational, expected: Rational) => expect(found.minus(expected).sign()).toBe(0);
    same(
      whole.weight,
      total(() => Rational.fromNumber(1)),
    );
    for (let i = 0; i < columns.length; i++) {
      const first = (row: number) => Rational.fromNumber(columns[i]![row]!);
      same(whole.sum(i), total(first));
      for (let j = i; j < columns.length; j++) {
        const product = total((row) => first(row).times(Rational.fromNumber(columns[j]![row]!)));
        same(whole.product(i, j), product);
        same(whole.product(j, i), product);
      }
    }
  });

  test.each([1, 100, 255, 256, 700])("chunks of %d rows give the same bytes", (chunk) => {
    expect(JSON.stringify(added(chunk, weighted).state())).toBe(JSON.stringify(whole.state()));
  });

  test("any order gives the same bytes", () => {
    const order = Array.from({ length: ROWS }, (_, i) => i).sort((a, b) => columns[1]![a]! - columns[1]![b]!);
    expect(JSON.stringify(added(ROWS, weighted, order).state())).toBe(JSON.stringify(whole.state()));
  });

  test("parts merge, and travel as JSON", () => {
    const parts = [0, 1, 2].map((part) => {
      const products = new CrossProducts(columns.length);
      const cut = (column: Float64Array) => column.subarray(500 * part, 500 * part + 500);
      products.add(columns.map(cut), weighted ? cut(weights) : null, 500);
      return products;
    });
    const merged = new CrossProducts(columns.length);
    for (const part of parts.reverse()) {
      merged.merge(CrossProducts.fromState(JSON.parse(JSON.stringify(part.state()))));
    }
    expect(merged.state()).toEqual(whole.state());
  });

  test("what was added may be looked at on the way", () => {
    const products = new CrossProducts(columns.length);
    for (let from = 0; from < ROWS; from += 300) {
      const cut = (column: Float64Array) => column.subarray(from, from + 300);
      products.add(columns.map(cut), weighted ? cut(weights) : null, 300);
      products.product(0, 1);
      products.state();
    }
    expect(products.state()).toEqual(whole.state());
  });
});

test("moments are rounded once, however far the columns are from 0", () => {
  const products = added(ROWS, false);
  const centre = Float64Array.from(columns, (_, i) => meanOf(products, i));
  const { size, values } = momentsAbout(products, centre);
  const near = new CrossProducts(1);
  near.add([columns[0]!.map((value) => value - 1e9)], null, ROWS);
  const there = momentsAbout(near, Float64Array.of(centre[0]! - 1e9));
  expect(values[0]).toBe(there.values[0]);
  expect(size).toBe(columns.length + 1);
  expect(values.at(-1)).toBe(1);
  expect([0, 1, 2, 3].map((i) => isConstant(products, i))).toEqual([false, false, false, true]);
  expect(meanOf(products, 3)).toBe(0.1);
});

test("states of other versions and columns are refused", () => {
  const state = new CrossProducts(2).state();
  expect(() => CrossProducts.fromState({ ...state, version: 2 })).toThrow(StateError);
  expect(() => CrossProducts.fromState({ ...state, products: [] })).toThrow(StateError);
  expect(() => new CrossProducts(2).merge(new CrossProducts(3))).toThrow(StateError);
});
