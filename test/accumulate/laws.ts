/**
 * The laws of accumulators, each a function that returns what violates it. They hold for single accumulators,
 * for series and for slices alike, through the `Subject` that a test makes of them.
 */

/** A row as all kinds of accumulators take it. */
export interface Row {
  readonly first: number;
  readonly second: number;
  readonly third: number;
  /** Above 0. */
  readonly weight: number;
  readonly file: number;
  readonly line: number;
  readonly key: string;
}

export interface Subject<A> {
  readonly name: string;
  empty(): A;
  /** Folds rows in one go. */
  add(accumulator: A, rows: readonly Row[]): void;
  merge(into: A, from: A): void;
  /** All values, without places. */
  result(accumulator: A): unknown;
  /** The part of the result in which a row of weight n counts as n rows; absent if there is none. */
  weightedResult?(accumulator: A): unknown;
  /** Plain data, with places. */
  state(accumulator: A): unknown;
  restore(state: unknown): A;
}

export type Law = <A>(subject: Subject<A>, rows: readonly Row[]) => string[];

/** JSON that tells -0, infinities and NaN apart. */
export function show(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "number" && (Object.is(item, -0) || !Number.isFinite(item))
      ? `number ${Object.is(item, -0) ? "-0" : item}`
      : item,
  );
}

const emptyIsIdentity: Law = (subject, rows) => {
  const alone = onePass(subject, rows);
  const left = subject.empty();
  subject.merge(left, onePass(subject, rows));
  const right = onePass(subject, rows);
  subject.merge(right, subject.empty());
  const both = subject.empty();
  subject.merge(both, subject.empty());
  return [
    ...differences("empty merged with rows", subject, alone, left),
    ...differences("rows merged with empty", subject, alone, right),
    ...differences("empty merged with empty", subject, subject.empty(), both),
  ];
};

const chunksDoNotShow: Law = (subject, rows) =>
  [1, 7, 1000].flatMap((size) => {
    const accumulator = subject.empty();
    for (const chunk of chunksOf(rows, size)) subject.add(accumulator, chunk);
    return differences(`chunks of ${size}`, subject, onePass(subject, rows), accumulator);
  });

const mergingEqualsOnePass: Law = (subject, rows) => {
  const expected = onePass(subject, rows);
  return [1, 7, 1000].flatMap((size) => {
    const parts = () => chunksOf(rows, size).map((chunk) => onePass(subject, chunk));
    return [
      ...differences(`parts of ${size} from the left`, subject, expected, mergeInTurn(subject, parts())),
      ...differences(
        `parts of ${size} from the right`,
        subject,
        expected,
        mergeInTurn(subject, parts().reverse()),
      ),
      ...differences(`parts of ${size} as a tree`, subject, expected, mergeAsTree(subject, parts())),
    ];
  });
};

const orderDoesNotShow: Law = (subject, rows) => {
  const expected = onePass(subject, rows);
  return [1, 2, 3].flatMap((seed) => {
    const shuffled = shuffle(rows, seed);
    // Rows that keep their place while threads take them in any order: not even places change.
    const taken = subject.empty();
    for (const chunk of chunksOf(shuffled, 1 + 3 * seed)) subject.add(taken, chunk);
    // Another file with the same rows: only places change.
    const rewritten = shuffled.map((row, i) => ({ ...row, file: rows[i]!.file, line: rows[i]!.line }));
    return [
      ...differences(`taken in order ${seed}`, subject, expected, taken),
      ...difference(
        `written in order ${seed}`,
        subject.result(expected),
        subject.result(onePass(subject, rewritten)),
      ),
    ];
  });
};

const readingChangesNothing: Law = (subject, rows) => {
  const [before, after] = halves(rows);
  const accumulator = onePass(subject, before);
  const result = show(subject.result(accumulator));
  const state = show(subject.state(accumulator));
  const again = [
    ...difference("second result", result, show(subject.result(accumulator))),
    ...difference("second state", state, show(subject.state(accumulator))),
  ];
  subject.add(accumulator, after);
  return [...again, ...differences("rows added after reading", subject, onePass(subject, rows), accumulator)];
};

const mergeLeavesItsSource: Law = (subject, rows) => {
  const [one, other] = halves(rows);
  const target = onePass(subject, one);
  const source = onePass(subject, other);
  subject.merge(target, source);
  const untouched = differences("source of a merge", subject, onePass(subject, other), source);
  subject.add(source, one);
  const apart = differences("target after its source grew", subject, onePass(subject, rows), target);
  subject.add(target, other);
  const twice = onePass(subject, [...rows, ...other]);
  return [
    ...untouched,
    ...apart,
    ...differences("source used after a merge", subject, onePass(subject, [...other, ...one]), source),
    ...differences("target used after a merge", subject, twice, target),
  ];
};

const mergeWithItselfDoubles: Law = (subject, rows) => {
  const accumulator = onePass(subject, rows);
  subject.merge(accumulator, accumulator);
  return differences("merged with itself", subject, onePass(subject, [...rows, ...rows]), accumulator);
};

const stateSurvivesJson: Law = (subject, rows) => {
  const [before, after] = halves(rows);
  const travelled = (accumulator: ReturnType<typeof subject.empty>) =>
    subject.restore(JSON.parse(JSON.stringify(subject.state(accumulator))));
  const restored = travelled(onePass(subject, before));
  const found = [
    ...differences("empty after JSON", subject, subject.empty(), travelled(subject.empty())),
    ...differences("restored from JSON", subject, onePass(subject, before), restored),
  ];
  subject.add(restored, after);
  return [...found, ...differences("used after JSON", subject, onePass(subject, rows), restored)];
};

const weightsAreRepeatedRows: Law = (subject, rows) => {
  const { weightedResult } = subject;
  if (weightedResult === undefined) return [];
  const weighted = rows.map((row, i) => ({ ...row, weight: 1 + (i % 4) }));
  const repeated = weighted.flatMap((row) =>
    Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })),
  );
  return difference(
    "integer weights and repeated rows",
    weightedResult(onePass(subject, repeated)),
    weightedResult(onePass(subject, weighted)),
  );
};

export const laws = {
  emptyIsIdentity,
  chunksDoNotShow,
  mergingEqualsOnePass,
  orderDoesNotShow,
  readingChangesNothing,
  mergeLeavesItsSource,
  mergeWithItselfDoubles,
  stateSurvivesJson,
  weightsAreRepeatedRows,
} as const;

/** What violates any of the laws. */
export function violations<A>(subject: Subject<A>, rows: readonly Row[]): string[] {
  return Object.values(laws).flatMap((law: Law) => law(subject, rows));
}

function onePass<A>(subject: Subject<A>, rows: readonly Row[]): A {
  const accumulator = subject.empty();
  subject.add(accumulator, rows);
  return accumulator;
}

function mergeInTurn<A>(subject: Subject<A>, parts: readonly A[]): A {
  const merged = subject.empty();
  for (const part of parts) subject.merge(merged, part);
  return merged;
}

function mergeAsTree<A>(subject: Subject<A>, parts: readonly A[]): A {
  if (parts.length <= 1) return parts[0] ?? subject.empty();
  const middle = Math.ceil(parts.length / 3);
  const left = mergeAsTree(subject, parts.slice(0, middle));
  subject.merge(left, mergeAsTree(subject, parts.slice(middle)));
  return left;
}

function differences<A>(what: string, subject: Subject<A>, expected: A, found: A): string[] {
  return [
    ...difference(`${what}: result`, subject.result(expected), subject.result(found)),
    ...difference(`${what}: state`, subject.state(expected), subject.state(found)),
  ];
}

function difference(what: string, expected: unknown, found: unknown): string[] {
  return show(expected) === show(found) ? [] : [`${what}: expected ${show(expected)}, found ${show(found)}`];
}

function chunksOf(rows: readonly Row[], size: number): Row[][] {
  const chunks: Row[][] = [];
  for (let from = 0; from < rows.length; from += size) chunks.push(rows.slice(from, from + size));
  return chunks;
}

function halves(rows: readonly Row[]): [Row[], Row[]] {
  const middle = rows.length >> 1;
  return [rows.slice(0, middle), rows.slice(middle)];
}

/** Fisher and Yates, on a linear congruential generator (Numerical Recipes). */
function shuffle(rows: readonly Row[], seed: number): Row[] {
  const shuffled = [...rows];
  let state = seed;
  for (let i = shuffled.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
