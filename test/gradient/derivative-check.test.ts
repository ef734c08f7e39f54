/** The check over an input: what is counted, which derivatives are named, and what the verdict is. */
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { chooseColumns, makePlan } from "../../src/evaluate/plan.ts";
import { DEFAULT_TOLERANCES } from "../../src/gradient/check-derivative.ts";
import { DerivativeCheck } from "../../src/gradient/derivative-check.ts";
import type { RowWise } from "../../src/gradient/row-wise.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import type { ScalarRow } from "../../src/losses/types.ts";
import { openTable } from "../../src/read/open.ts";
import { checkVerdict } from "../../src/report/check-report.ts";

const SQUARE = {
  value: (y: number, p: number) => (p - y) ** 2,
  gradient: (y: number, p: number) => 2 * (p - y),
  hessian: () => 2,
};

/** The rows of the input by another row loss in place of the squared error. */
async function check(csv: string, row: ScalarRow & { gradient: NonNullable<ScalarRow["gradient"]> }) {
  const options = { by: [], missing: "skip", invalid: "skip", maxSlices: 1, header: true } as const;
  const stdin = Readable.from([Buffer.from(csv)]);
  const table = await openTable(["-"], { header: true }, { stdin, chunkRows: 2 });
  const available = { names: table.names, open: false, file: "-" };
  const plan = makePlan([parseLoss("mse")], chooseColumns(options, true, available), options);
  const loss: RowWise = { shape: "scalar", row };
  const found = new DerivativeCheck(plan, loss, ["rows.csv"], DEFAULT_TOLERANCES);
  for await (const chunk of table.chunks(plan.requests)) found.add(chunk);
  return found;
}

it("a right loss agrees in every row that is used", async () => {
  const found = await check("y,p\n1,3\n,3\n2,2\n5,1\n", SQUARE);
  const counts = { agree: 3, differ: 0, skipped: { kink: 0, infinite: 0, unresolved: 0 } };
  expect([found.gradient, found.hessian]).toEqual([counts, counts]);
  expect(checkVerdict(found.gradient, found.hessian)).toBe("pass");
});

it("a gradient that is wrong in one row is found there, with its file, line and record", async () => {
  const wrong = { ...SQUARE, gradient: (y: number, p: number) => (p === 7 ? 1 : 2) * (p - y) };
  const found = await check('id,y,p\na,1,3\n"b\nc",1,4\n,,\nd,2,7\ne,5,1\n', { ...wrong, hessian: () => 2 });
  expect([found.gradient.agree, found.gradient.differ]).toEqual([3, 1]);
  expect(found.worst.find(({ derivative }) => derivative === "gradient")).toMatchObject({
    column: "p",
    file: "rows.csv",
    line: 6,
    row: 4,
    analytic: 5,
    verdict: "differs",
  });
  expect(found.worst.find(({ derivative }) => derivative === "gradient")?.numeric).toBeCloseTo(10, 6);
  expect(checkVerdict(found.gradient, found.hessian)).toBe("fail");
});

it("five derivatives are named, the farthest off first, and of equals the first in the input", async () => {
  const wrong = { ...SQUARE, gradient: (y: number, p: number) => 2 * (p - y) + p };
  const csv = `y,p\n${[1, 2, 4, 8, 16, 32, 64].map((size) => `${size},${size}`).join("\n")}\n`;
  const { hessian: _, ...rest } = wrong;
  const found = await check(csv, rest);
  expect(found.worst).toHaveLength(5);
  expect(found.worst.map(({ excess }) => excess)).toEqual(
    [...found.worst.map(({ excess }) => excess)].sort((a, b) => b - a),
  );
  expect(found.gradient.differ).toBe(7);
  expect(found.hessian).toBeNull();
});

it("where no gradient could be compared, nothing is decided", async () => {
  const infinite = { value: () => Infinity, gradient: () => Infinity };
  const found = await check("y,p\n1,3\n", infinite);
  expect(found.gradient).toEqual({ agree: 0, differ: 0, skipped: { kink: 0, infinite: 1, unresolved: 0 } });
  expect(checkVerdict(found.gradient, found.hessian)).toBe("undecided");
});
