/** Standard errors of labels far from 0: those of the same labels about 0, or none. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairTerms } from "../../src/evaluate/linear.ts";
import { UNRESOLVED } from "../../src/evaluate/resolution.ts";
import { Intervals } from "../../src/evaluate/uncertainty.ts";
import { createMeasure, parseLoss } from "../../src/losses/spec.ts";
import { totalsOf } from "../losses/totals.ts";

/** Of rows whose labels and predictions are all moved by `shift`, which changes no residual and no variance. */
function uncertaintyAt(shift: number, id: string, rows: readonly (readonly [number, number])[]) {
  const measure = createMeasure(parseLoss(id));
  const moved = rows.map(([label, prediction]) => ({ label: shift + label, prediction: shift + prediction }));
  const totals = {
    ...totalsOf({ terms: [...measure.terms, ...pairTerms(measure)] }, moved),
    used: rows.length,
  };
  return new Intervals(0.95).of(measure, totals, measure.finish(totals).value);
}

/** An eighth, so that shifts up to 2^48 round nothing. */
const eighth = fc.integer({ min: -40, max: 40 }).map((n) => n / 8);
const someRows = fc.array(fc.tuple(eighth, eighth), { minLength: 3, maxLength: 20 });

describe.each(["r2", "explained-variance", "pearson"])("%s", (id) => {
  test("has the standard error that it has about 0, or none", () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 48 }), (rows, power) => {
        const [near, far] = [uncertaintyAt(0, id, rows), uncertaintyAt(2 ** power, id, rows)];
        if (near.standardError === null || far.standardError === null) return;
        expect(Math.abs(far.standardError - near.standardError)).toBeLessThanOrEqual(
          1e-3 * near.standardError + 2 ** -29,
        );
      }),
    );
  });

  const spread = Array.from({ length: 30 }, (_, n) => [(n * 7) % 11, ((n * 7) % 11) + (n % 3) / 2] as const);

  test("has one as long as labels vary by a hundred-thousandth of themselves", () => {
    const { standardError } = uncertaintyAt(0, id, spread);
    for (const shift of [100, 1e4, 1e5]) {
      const far = uncertaintyAt(shift, id, spread).standardError as number;
      expect(Math.abs(far / (standardError as number) - 1)).toBeLessThan(1e-6);
    }
  });

  test("says that it has none where they vary by a billionth", () => {
    expect(uncertaintyAt(1e9, id, spread)).toMatchObject({
      standardError: null,
      interval: null,
      intervalReason: `${UNRESOLVED}; --bootstrap gives an interval`,
    });
  });
});

test("rows that are all right have an error of 0, wherever they are", () => {
  const rows = Array.from({ length: 9 }, (_, n) => [n, n] as const);
  for (const shift of [0, 1e9, 1e15]) expect(uncertaintyAt(shift, "r2", rows).standardError).toBe(0);
});
