/**
 * What every loss promises. A law looks at one instance and returns what it found broken, as sentences; `laws.test.ts`
 * runs all of them over the catalogue, `broken.test.ts` shows that each can fail.
 */
import { Rational } from "../../src/accumulate/rational.ts";
import { findDefinition, parseLoss } from "../../src/losses/spec.ts";
import type { Interval } from "../../src/losses/types.ts";
import { derivative, jump } from "./differences.ts";
import type { Instance } from "./instances.ts";
import { extremeRows, ordinaryRows, perfectRows, type Row, type RowLoss, rowLossOf, within } from "./rows.ts";
import { totalsOf } from "./totals.ts";

export type Law = (instance: Instance) => string[];

/** Gradient and Hessian are the derivatives of the value that is reported: compared with differences, away from kinks. */
export const derivatives: Law = (instance) =>
  overRows(instance, ordinaryRows, (loss, row) => {
    const found: string[] = [];
    if (!Number.isFinite(loss.value(row.label, row.prediction))) return [];
    const gradient = loss.gradient?.(row.label, row.prediction);
    const hessian = loss.hessian?.(row.label, row.prediction);
    row.prediction.forEach((x, column) => {
      const room = roomAround(instance, loss, row, x);
      const step = Math.min(room, 1e-2 * Math.max(1, Math.abs(x)));
      if (room === 0 || loss.nearKink?.(row.label, row.prediction, step)) return;
      const along = (of: (label: Float64Array, prediction: Float64Array) => number) => (value: number) =>
        of(row.label, row.prediction.with(column, value));
      if (gradient !== undefined) {
        const expected = derivative(along(loss.value), x, room);
        if (!agrees(gradient[column]!, expected)) {
          found.push(`gradient is ${gradient[column]}, differences give ${expected.value} at ${show(row)}`);
        }
      }
      if (hessian !== undefined && loss.gradient !== undefined) {
        const slope = loss.gradient;
        const expected = derivative(
          along((label, prediction) => slope(label, prediction)[column]!),
          x,
          room,
        );
        if (!agrees(hessian[column]!, expected)) {
          found.push(`Hessian is ${hessian[column]}, differences give ${expected.value} at ${show(row)}`);
        }
      }
    });
    return found;
  });

/** At a kink the gradient is 0 if 0 lies between the slopes of both sides, else between them; a corner's Hessian is 0. */
export const kinks: Law = (instance) =>
  overKinks(instance, (loss, label, kink) => {
    const at = (x: number) => loss.gradient?.(label, Float64Array.of(x))[0] ?? 0;
    const second = (x: number) => loss.hessian?.(label, Float64Array.of(x))[0] ?? 0;
    const step = 1e-9 * Math.max(1, Math.abs(kink));
    const sides = [at(kink - step), at(kink + step)];
    const [low, high] = [Math.min(...sides), Math.max(...sides)];
    const found: string[] = [];
    if (high - low > 1e-6 * (1 + Math.abs(low) + Math.abs(high))) {
      const gradient = at(kink);
      // Beside a label other than 0 a kink may be no binary64 number: then the one on its flat side has to do.
      const rounded = instance.measure.domain.label.kind === "real" && label[0] !== 0;
      const beside = rounded ? [kink * (1 - Number.EPSILON), kink * (1 + Number.EPSILON)] : [];
      const flat = [kink, ...beside].some((x) => at(x) === 0);
      if (low <= 0 && 0 <= high && !flat) found.push(`gradient is ${gradient} at the kink, not 0`);
      if (second(kink) !== 0) found.push(`Hessian is ${second(kink)} at a corner, not 0`);
    }
    const slack = 1e-6 * (1 + Math.abs(low) + Math.abs(high));
    if (!(at(kink) >= low - slack && at(kink) <= high + slack)) {
      found.push(`gradient ${at(kink)} is outside the one-sided slopes ${low} and ${high}`);
    }
    return found.map((text) => `${text} (label ${label[0]}, prediction ${kink})`);
  });

/** No derivative jumps but where the traits allow it, and a loss of one column declares the place. */
export const smoothness: Law = (instance) =>
  overRows(instance, ordinaryRows, (loss, row) => {
    const { traits } = instance;
    if (traits === null) return [];
    const found: string[] = [];
    const orders = [
      { name: "gradient", of: loss.gradient, needs: 1 },
      { name: "Hessian", of: loss.hessian, needs: 2 },
    ];
    for (const { name, of, needs } of orders) {
      if (of === undefined) continue;
      row.prediction.forEach((x, column) => {
        const along = (value: number) => of(row.label, row.prediction.with(column, value))[column]!;
        const to = Math.min(x + 1.5, x + 0.9 * (instance.measure.domain.prediction.high - x));
        if (!Number.isFinite(along(x)) || !Number.isFinite(along(to))) return;
        const { at, size } = jump(along, x, to);
        if (size <= 1e-4 * (1 + Math.abs(along(x)) + Math.abs(along(to)))) return;
        if (traits.smoothness >= needs) found.push(`${name} jumps by ${size} at ${at}, ${show(row)}`);
        const declared = loss.kinks?.(row.label) ?? [at];
        const beside = loss.nearKink?.(row.label, row.prediction.with(column, at), 1e-6) ?? true;
        if (!beside || !declared.some((kink) => Math.abs(kink - at) < 1e-6)) {
          found.push(`${name} jumps at ${at}, which is not among the kinks ${declared}, ${show(row)}`);
        }
      });
    }
    return found;
  });

/** No function is NaN inside the domain, at its ends (open ones of the prediction too) and at the ends of binary64. */
export const neverNaN: Law = (instance) =>
  overRows(
    instance,
    (measure) => [...ordinaryRows(measure), ...extremeRows(measure)],
    (loss, row) => {
      const found: string[] = [];
      if (Number.isNaN(loss.value(row.label, row.prediction))) found.push(`value is NaN at ${show(row)}`);
      if (loss.gradient?.(row.label, row.prediction).some(Number.isNaN)) {
        found.push(`gradient is NaN at ${show(row)}`);
      }
      if (loss.hessian?.(row.label, row.prediction).some(Number.isNaN)) {
        found.push(`Hessian is NaN at ${show(row)}`);
      }
      return found;
    },
  );

/** Finite in the middle of the domain; only a label of 0 may be what the loss divides by. */
export const finiteInside: Law = (instance) =>
  overRows(instance, ordinaryRows, (loss, row) => {
    const value = loss.value(row.label, row.prediction);
    const divisor = instance.measure.domain.label.kind === "real" && row.label[0] === 0;
    return Number.isFinite(value) || divisor ? [] : [`value is ${value} at ${show(row)}`];
  });

/** Never below 0, and 0 at the perfect prediction, where that is claimed. */
export const zeroAtPerfect: Law = (instance) => {
  const loss = rowLossOf(instance.measure);
  if (loss === null || instance.traits?.zeroAtPerfect !== true) return [];
  const rows = [...ordinaryRows(instance.measure), ...extremeRows(instance.measure)];
  const perfect = perfectRows(instance);
  return [
    ...(perfect.length === 0 ? ["there is no perfect prediction"] : []),
    ...rows
      .filter((row) => loss.value(row.label, row.prediction) < 0)
      .map((row) => `value is ${loss.value(row.label, row.prediction)} at ${show(row)}`),
    ...perfect
      .filter((row) => loss.value(row.label, row.prediction) !== 0)
      .map((row) => `value is ${loss.value(row.label, row.prediction)} at the perfect ${show(row)}`),
  ];
};

/** Between two predictions the loss lies below, strictly below, or by a share of their squared distance below the chord. */
export const convexity: Law = ({ measure, traits }) => {
  const loss = rowLossOf(measure);
  if (loss === null || traits === null) return [];
  const found: string[] = [];
  let [bends, leastCurvature, mostCurvature] = [false, Infinity, 0];
  for (const [label, a, b] of segments(measure)) {
    const middle = a.map((value, column) => (value + b[column]!) / 2);
    if (loss.invalid({ label, prediction: middle })) continue;
    const [atA, atB, atMiddle] = [loss.value(label, a), loss.value(label, b), loss.value(label, middle)];
    if (!Number.isFinite(atA) || !Number.isFinite(atB)) continue;
    const sag = (atA + atB) / 2 - atMiddle;
    const noise = 1e-13 * (Math.abs(atA) + Math.abs(atB));
    const curvature = (8 * sag) / squaredDistance(a, b);
    leastCurvature = Math.min(leastCurvature, curvature);
    mostCurvature = Math.max(mostCurvature, curvature);
    const place = `between ${[...a]} and ${[...b]} for the label ${[...label]}`;
    if (sag < -noise) {
      bends = true;
      if (traits.convexity !== "none") found.push(`lies above its chord ${place}`);
    }
    if ((traits.convexity === "strict" || traits.convexity === "strong") && sag <= noise) {
      if (squaredDistance(a, b) < 200) found.push(`is not below its chord ${place}`);
    }
  }
  if (traits.convexity === "strong" && leastCurvature < 1e-3 * Math.min(1, mostCurvature)) {
    found.push(`bends as little as ${leastCurvature}, so it is not strongly convex`);
  }
  if (traits.convexity === "none" && !bends)
    found.push("is said not to be convex, but never lies above a chord");
  return found;
};

/** No slope in a column is above the bound; of one column, the bound is attained, or none exists. */
export const lipschitz: Law = (instance) => {
  const { measure, traits } = instance;
  const loss = rowLossOf(measure);
  if (loss?.gradient === undefined || traits === null) return [];
  const { low, high } = measure.domain.prediction;
  let steepest = 0;
  let steepestRow: Row | undefined;
  const found: string[] = [];
  for (const row of [...ordinaryRows(measure), ...extremeRows(measure)]) {
    const beside = (loss.kinks?.(row.label) ?? [])
      .flatMap((kink) => [kink - 1e-9, kink + 1e-9])
      .filter((x) => x >= low && x <= high)
      .map((x) => Float64Array.of(x));
    for (const prediction of [row.prediction, ...beside]) {
      const slope = Math.max(...loss.gradient(row.label, prediction).map(Math.abs));
      if (slope >= steepest) [steepest, steepestRow] = [slope, { ...row, prediction }];
      if (slope > traits.lipschitz * (1 + 1e-9))
        found.push(`slope is ${slope} at ${show({ ...row, prediction })}`);
    }
  }
  if (measure.shape === "scalar" && steepestRow !== undefined) {
    steepest = climbed(loss, steepestRow, steepest, measure.domain.prediction);
    if (steepest > traits.lipschitz * (1 + 1e-9))
      found.push(`slope is ${steepest} near ${show(steepestRow)}`);
    const bound = traits.lipschitz === Infinity ? 1e3 : traits.lipschitz * (1 - 1e-6);
    if (steepest < bound) found.push(`the steepest slope is ${steepest}, the bound ${traits.lipschitz}`);
  }
  return found;
};

/** The steepest slope that is found from a row by ever smaller steps of its prediction. */
function climbed(loss: RowLoss, { label, prediction }: Row, from: number, domain: Interval): number {
  let [steepest, place] = [from, prediction[0]!];
  for (let step = 2; step > 1e-8; step /= 2) {
    for (const next of [place - step, place + step]) {
      if (next < domain.low || next > domain.high) continue;
      const slope = Math.abs(loss.gradient!(label, prediction.with(0, next))[0]!);
      if (slope > steepest) [steepest, place] = [slope, next];
    }
  }
  return steepest;
}

/** Values are pure: the same twice, and the row that they are given is left as it is. */
export const purity: Law = (instance) =>
  overRows(instance, ordinaryRows, (loss, row) => {
    const [label, prediction] = [row.label.slice(), row.prediction.slice()];
    const first = loss.value(label, prediction);
    loss.gradient?.(label, prediction);
    loss.hessian?.(label, prediction);
    const again = loss.value(label, prediction);
    const untouched = `${label}|${prediction}` === `${row.label}|${row.prediction}`;
    return [
      ...(Object.is(first, again) ? [] : [`is ${first}, then ${again} at ${show(row)}`]),
      ...(untouched ? [] : [`changes its arguments at ${show(row)}`]),
    ];
  });

/** What is reported of a row-wise loss is sum(w * loss) / sum(w), rounded once. */
export const meanOfRows: Law = ({ measure }) => {
  const loss = rowLossOf(measure);
  if (loss === null) return [];
  const rows = ordinaryRows(measure).map((row, place) => ({
    ...row,
    weight: [1, 0.25, 3, 0, 0.1][place % 5]!,
  }));
  const finite = rows.filter((row) => Number.isFinite(loss.value(row.label, row.prediction)));
  let [sum, weights] = [Rational.zero, Rational.zero];
  for (const { label, prediction, weight } of finite) {
    const exact = Rational.fromNumber(weight);
    weights = weights.plus(exact);
    sum = sum.plus(exact.times(Rational.fromNumber(loss.value(label, prediction))));
  }
  const plain = finite.map(({ label, prediction, weight }) => ({
    label: [...label],
    prediction: [...prediction],
    weight,
  }));
  const { value } = measure.finish(totalsOf(measure, plain));
  const expected = sum.over(weights).toNumber();
  return value === expected ? [] : [`reports ${value}, the mean of the rows is ${expected}`];
};

/** The example of the catalogue is true: of one row, or of several for a measure of one column that is given arrays. */
export const example: Law = ({ definition }) => {
  const { example: stated } = definition;
  if (stated === undefined) return ["has no example"];
  const defaults = Object.fromEntries(
    definition.parameters.map((parameter) => [parameter.name, parameter.default]),
  );
  const measure = definition.create({ ...defaults, ...stated.parameters }, definition.id);
  const { label, prediction, variance } = stated;
  const rows =
    measure.shape === "scalar" && typeof prediction !== "number"
      ? prediction.map((value, row) => ({ label: [label].flat()[row] ?? 0, prediction: value }))
      : [
          {
            label: label ?? [],
            prediction: variance === undefined ? prediction : [Number(prediction), variance],
          },
        ];
  const { value } = measure.finish(totalsOf(measure, rows));
  const near =
    value !== null && Math.abs(value - stated.value) <= 4 * Number.EPSILON * Math.abs(stated.value);
  return near ? [] : [`the example gives ${value}, not ${stated.value}`];
};

/** Id, aliases, texts, parameters and traits are what the catalogue's readers rely on. */
export const entry: Law = ({ definition, measure, traits }) => {
  const { id, aliases, parameters } = definition;
  const found: string[] = [];
  if (!Object.isFrozen(definition)) found.push("is not frozen");
  for (const name of [id, ...aliases]) {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) found.push(`${name} is not kebab-case`);
    if (findDefinition(name) !== definition) found.push(`${name} names another loss`);
  }
  for (const alias of aliases) if (parseLoss(alias).key !== id) found.push(`${alias} has a key of its own`);
  for (const text of ["title", "formula", "convention", "reference"] as const) {
    if (definition[text].trim() === "") found.push(`has no ${text}`);
  }
  for (const { name, interval, choices, default: usual } of parameters) {
    if (typeof usual === "number" && interval !== undefined && !within(interval, usual)) {
      found.push(`the default of ${name} is outside its range`);
    }
    if (typeof usual === "string" && choices?.includes(usual) !== true) {
      found.push(`the default of ${name} is not one of its choices`);
    }
  }
  const loss = rowLossOf(measure);
  if (loss === null && traits !== null) found.push("has traits, but no row loss");
  if (loss !== null && traits === null) found.push("has a row loss, but no traits");
  if (loss?.gradient !== undefined && definition.gradient === undefined)
    found.push("does not say its gradient");
  if (loss?.hessian !== undefined && definition.hessian === undefined) found.push("does not say its Hessian");
  if (measure.terms.length === 0) found.push("folds nothing");
  return found;
};

/**
 * The constant prediction that fits labels best is what the loss is said to estimate: no other near it costs less. Not of
 * the catalogue as a whole, since a definition does not say what it estimates.
 */
export function minimiser(instance: Instance, labels: readonly number[], expected: number): string[] {
  const loss = rowLossOf(instance.measure);
  if (loss === null) return ["has no row loss"];
  const costOf = (constant: number) =>
    labels.reduce((sum, label) => sum + loss.value(Float64Array.of(label), Float64Array.of(constant)), 0);
  const least = costOf(expected);
  return [-0.1, -0.01, -0.001, 0.001, 0.01, 0.1]
    .map((step) => expected + step)
    .filter((other) => costOf(other) <= least)
    .map((other) => `${other} costs ${costOf(other)}, not more than ${least} at ${expected}`);
}

export const laws: Readonly<Record<string, Law>> = {
  "its entry is complete and its names lead to it": entry,
  "its example is true": example,
  "its gradient and Hessian are those of its value": derivatives,
  "its gradient at a kink is 0 where 0 is between the slopes": kinks,
  "its derivatives jump only where the traits and kinks say": smoothness,
  "it is never NaN inside its domain": neverNaN,
  "it is finite in the middle of its domain": finiteInside,
  "it is at least 0, and 0 at the perfect prediction, if it says so": zeroAtPerfect,
  "it is as convex as it says": convexity,
  "its steepest slope is what it says": lipschitz,
  "it is pure": purity,
  "its report is the weighted mean of its rows": meanOfRows,
};

function overRows(
  { measure }: Instance,
  rowsOf: (measure: Instance["measure"]) => Row[],
  check: (loss: RowLoss, row: Row) => string[],
): string[] {
  const loss = rowLossOf(measure);
  if (loss === null) return [];
  const rows = rowsOf(measure);
  return rows.length === 0 ? ["there is no row to try it on"] : rows.flatMap((row) => check(loss, row));
}

function overKinks(
  { measure }: Instance,
  check: (loss: RowLoss, label: Float64Array, kink: number) => string[],
): string[] {
  const loss = rowLossOf(measure);
  if (loss?.kinks === undefined) return [];
  const { low, high } = measure.domain.prediction;
  const labels = new Map(ordinaryRows(measure).map(({ label }) => [String(label), label]));
  return [...labels.values()].flatMap((label) =>
    (loss.kinks?.(label) ?? [])
      .filter((kink) => kink > low && kink < high)
      .flatMap((kink) => check(loss, label, kink)),
  );
}

/** How far the prediction can move without meeting a kink or an end of its domain. */
function roomAround({ measure }: Instance, loss: RowLoss, { label }: Row, x: number): number {
  const { low, high } = measure.domain.prediction;
  const edges = [low, high].filter((edge) => Math.abs(edge) < Number.MAX_VALUE);
  return Math.min(
    Infinity,
    ...[...edges, ...(loss.kinks?.(label) ?? [])].map((edge) => Math.abs(x - edge) / 4),
  );
}

function agrees(given: number, expected: { value: number; error: number }): boolean {
  if (given === expected.value) return true;
  return Math.abs(given - expected.value) <= 1e-7 * Math.abs(expected.value) + 4 * expected.error;
}

/** Pairs of predictions for one label, near and far. */
function* segments(measure: Instance["measure"]): Generator<[Float64Array, Float64Array, Float64Array]> {
  const { low, high } = measure.domain.prediction;
  const rows = ordinaryRows(measure);
  for (const [place, { label, prediction }] of rows.entries()) {
    for (const { prediction: beside } of [
      rows[(place + 1) % rows.length]!,
      rows[(place + 3) % rows.length]!,
    ]) {
      // Convexity is in the prediction, so that the variance stays.
      const other = {
        prediction: measure.domain.variance === undefined ? beside : prediction.with(0, beside[0]!),
      };
      if (squaredDistance(prediction, other.prediction) > 0) yield [label, prediction, other.prediction];
    }
    const moved = (move: (value: number) => number) =>
      measure.domain.variance === undefined ? prediction.map(move) : prediction.with(0, move(prediction[0]!));
    const far = moved((value) => 50 + 20 * value);
    const farther = moved((value) => 90 + 30 * value);
    if (far.every((value) => value > low && value < high)) yield [label, far, farther];
  }
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, column) => sum + (value - b[column]!) ** 2, 0);
}

function show({ label, prediction }: Row): string {
  return `label ${[...label]}, prediction ${[...prediction]}`;
}
