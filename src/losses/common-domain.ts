/** What several losses of the same columns accept in common. */
import type { Domain, Interval, LabelDomain } from "./types.ts";

/** The labels and predictions that both accept; null where they read labels in different ways, or none is left. */
export function commonDomain(a: Domain, b: Domain): Domain | null {
  const label = commonLabels(a.label, b.label);
  const prediction = overlap(a.prediction, b.prediction);
  return label === null || prediction === null ? null : { label, prediction };
}

function commonLabels(a: LabelDomain, b: LabelDomain): LabelDomain | null {
  if (a.kind === "none") return b;
  if (b.kind === "none") return a;
  switch (a.kind) {
    case "real":
      if (b.kind === "binary") return commonLabels(b, a);
      return b.kind === "real" ? ofInterval("real", a.interval, b.interval) : null;
    case "vector":
      if (b.kind === "classes") return commonLabels(b, a);
      return b.kind === "vector" ? ofInterval("vector", a.interval, b.interval) : null;
    case "binary":
      if (b.kind === "real") return holdsUnit(b.interval) ? a : null;
      return b.kind === "binary" ? { kind: "binary", soft: a.soft && b.soft } : null;
    case "sign":
      return b.kind === "sign" ? { kind: "sign", soft: a.soft && b.soft } : null;
    case "classes":
      if (b.kind === "vector") return holdsUnit(b.interval) ? a : null;
      return b.kind !== "classes" ? null : a.normalized === true ? a : b;
    default:
      return null;
  }
}

function ofInterval(kind: "real" | "vector", a: Interval, b: Interval): LabelDomain | null {
  const interval = overlap(a, b);
  return interval === null ? null : { kind, interval };
}

function overlap(a: Interval, b: Interval): Interval | null {
  const lower = a.low > b.low || (a.low === b.low && a.lowOpen === true) ? a : b;
  const upper = a.high < b.high || (a.high === b.high && a.highOpen === true) ? a : b;
  if (lower.low >= upper.high) return null;
  return {
    low: lower.low,
    high: upper.high,
    ...(lower.lowOpen === true ? { lowOpen: true } : {}),
    ...(upper.highOpen === true ? { highOpen: true } : {}),
  };
}

/** Whether 0, 1 and all between are inside. */
function holdsUnit({ low, high, lowOpen, highOpen }: Interval): boolean {
  return (low < 0 || (low === 0 && lowOpen !== true)) && (high > 1 || (high === 1 && highOpen !== true));
}
