/** Accumulators with the mistakes that are made in practice. The laws are worth what they reject here. */
import { expect, test } from "vitest";
import { type Law, laws, type Row, type Subject } from "./laws.ts";
import { infiniteRows } from "./rows.ts";

interface Moments {
  sum: number;
  count: number;
}

const sumOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + row.weight * row.first, 0);

const naiveSum: Subject<Moments> = {
  name: "a sum that rounds at every step",
  empty: () => ({ sum: 0, count: 0 }),
  add: (a, rows) => {
    for (const row of rows) a.sum += row.weight * row.first;
    a.count += rows.length;
  },
  merge: (into, from) => {
    into.sum += from.sum;
    into.count += from.count;
  },
  result: (a) => a.sum,
  state: (a) => [a.sum, a.count],
  restore: (state) => {
    const [sum, count] = state as [number, number];
    return { sum, count };
  },
};

/** Whole numbers, so that only the mistake shows and no rounding. */
const wholeRows: readonly Row[] = Array.from({ length: 23 }, (_, i) => ({
  first: (i * i) % 17,
  second: i % 2,
  third: 0,
  weight: 1,
  file: 0,
  line: i + 2,
  key: "a",
}));

/** Their sum rounds differently in each order. */
const fractionRows: readonly Row[] = wholeRows.map((row) => ({ ...row, first: 10 ** (row.first % 5) / 3 }));

const correct: Subject<Moments> = {
  ...naiveSum,
  name: "a sum of whole numbers",
  weightedResult: (a) => a.sum,
};

const meanOfMeans: Subject<{ mean: number; parts: number }> = {
  name: "a mean of the means of parts",
  empty: () => ({ mean: 0, parts: 0 }),
  add: (a, rows) => {
    if (rows.length === 0) return;
    a.mean = (a.mean * a.parts + sumOf(rows) / rows.length) / (a.parts + 1);
    a.parts++;
  },
  merge: (into, from) => {
    const parts = into.parts + from.parts;
    into.mean = parts === 0 ? 0 : (into.mean * into.parts + from.mean * from.parts) / parts;
    into.parts = parts;
  },
  result: (a) => a.mean,
  state: (a) => a,
  restore: (state) => ({ ...(state as { mean: number; parts: number }) }),
};

const droppedCount: Subject<Moments> = {
  ...correct,
  name: "a merge that drops the second count",
  merge: (into, from) => {
    into.sum += from.sum;
  },
  result: (a) => [a.sum, a.count],
};

interface Welford {
  count: number;
  mean: number;
  squares: number;
}

const welford: Subject<Welford> = {
  name: "a variance by Welford's updates and Chan's merge",
  empty: () => ({ count: 0, mean: 0, squares: 0 }),
  add: (a, rows) => {
    for (const { first } of rows) {
      a.count++;
      const before = first - a.mean;
      a.mean += before / a.count;
      a.squares += before * (first - a.mean);
    }
  },
  merge: (into, from) => {
    const count = into.count + from.count;
    if (count === 0) return;
    const apart = from.mean - into.mean;
    into.squares += from.squares + (apart * apart * into.count * from.count) / count;
    into.mean += (apart * from.count) / count;
    into.count = count;
  },
  result: (a) => a.squares / a.count,
  state: (a) => ({ ...a }),
  restore: (state) => ({ ...(state as Welford) }),
};

const dividesByZero: Subject<Moments> = {
  ...correct,
  name: "a merge of means that divides by the counts of two empties",
  merge: (into, from) => {
    const count = into.count + from.count;
    into.sum = ((into.sum + from.sum) / count) * count;
    into.count = count;
  },
};

const ignoresWeights: Subject<Moments> = {
  ...correct,
  name: "a sum that forgets the weights",
  add: (a, rows) => {
    for (const row of rows) a.sum += row.first;
    a.count += rows.length;
  },
};

const wearsOut: Subject<Moments> = {
  ...correct,
  name: "a result that resets what it reads",
  result: (a) => {
    const { sum } = a;
    a.sum = 0;
    return sum;
  },
};

const emptiesItsSource: Subject<Moments> = {
  ...correct,
  name: "a merge that empties its source",
  merge: (into, from) => {
    correct.merge(into, from);
    if (into !== from) Object.assign(from, { sum: 0, count: 0 });
  },
};

const sharesItsSource: Subject<{ values: number[] }> = {
  name: "a merge into an empty one that shares its source's memory",
  empty: () => ({ values: [] }),
  add: (a, rows) => {
    for (const row of rows) a.values.push(row.first);
    a.values.sort((x, y) => x - y);
  },
  merge: (into, from) => {
    into.values = into.values.length === 0 ? from.values : [...into.values, ...from.values];
    into.values.sort((x, y) => x - y);
  },
  result: (a) => a.values.at(a.values.length >> 1) ?? null,
  state: (a) => [...a.values],
  restore: (state) => ({ values: [...(state as number[])] }),
};

const growsWithItself: Subject<{ values: number[] }> = {
  ...sharesItsSource,
  name: "a merge with itself that loses the second copy",
  merge: (into, from) => {
    const { values } = from;
    if (into !== from) into.values = [...into.values, ...values].sort((x, y) => x - y);
  },
};

interface Largest {
  value: number;
  line: number;
}

const lastWins: Subject<Largest> = {
  name: "a maximum at the row that came last",
  empty: () => ({ value: 0, line: 0 }),
  add: (a, rows) => {
    for (const { first, file, line } of rows) {
      if (first >= a.value) Object.assign(a, { value: first, line: 1000 * file + line });
    }
  },
  merge: (into, from) => {
    if (from.value >= into.value && from.line > 0) Object.assign(into, from);
  },
  result: (a) => a.value,
  state: (a) => ({ ...a }),
  restore: (state) => ({ ...(state as Largest) }),
};

const infinityIsNull: Subject<Largest> = {
  ...lastWins,
  name: "a state whose infinity JSON turns to null",
  empty: () => ({ value: Number.NEGATIVE_INFINITY, line: 0 }),
};

const keepsArrivals: Subject<{ values: number[] }> = {
  ...sharesItsSource,
  name: "a state in order of arrival",
  add: (a, rows) => {
    for (const row of rows) a.values.push(row.first);
  },
  merge: (into, from) => {
    into.values = [...into.values, ...from.values];
  },
  result: (a) => a.values.length,
};

function broken(law: Law, rows: readonly Row[], subject: Subject<never>): [string, () => string[]] {
  return [subject.name, () => law(subject as Subject<unknown>, rows)];
}

const of = <A>(subject: Subject<A>) => subject as unknown as Subject<never>;

test("what is right passes", () => {
  for (const law of Object.values(laws) as Law[]) expect(law(correct, wholeRows)).toEqual([]);
});

test.each([
  broken(laws.orderDoesNotShow, fractionRows, of(naiveSum)),
  broken(laws.mergingEqualsOnePass, fractionRows, of(naiveSum)),
  broken(laws.chunksDoNotShow, wholeRows, of(meanOfMeans)),
  broken(laws.mergingEqualsOnePass, wholeRows, of(droppedCount)),
  broken(laws.emptyIsIdentity, wholeRows, of(droppedCount)),
  broken(laws.mergingEqualsOnePass, wholeRows, of(welford)),
  broken(laws.emptyIsIdentity, [], of(dividesByZero)),
  broken(laws.weightsAreRepeatedRows, wholeRows, of(ignoresWeights)),
  broken(laws.readingChangesNothing, wholeRows, of(wearsOut)),
  broken(laws.mergeLeavesItsSource, wholeRows, of(emptiesItsSource)),
  broken(laws.mergeLeavesItsSource, [wholeRows[3]!], of(sharesItsSource)),
  broken(laws.mergeWithItselfDoubles, wholeRows, of(growsWithItself)),
  broken(laws.orderDoesNotShow, wholeRows, of(lastWins)),
  broken(laws.stateSurvivesJson, infiniteRows, of(infinityIsNull)),
  broken(laws.orderDoesNotShow, wholeRows, of(keepsArrivals)),
])("the laws reject %s", (_, run) => {
  expect(run()).not.toEqual([]);
});
