/** Absolute percentage errors as tools have them: over a label that is lifted away from 0, as a fraction or in percent. */
import { rowLoss } from "../build.ts";
import type { DialectLoss } from "./types.ts";

function shown(least: number): string {
  return least < 1 ? Number(least.toPrecision(3)).toExponential() : String(least);
}

/** `scale` times |p - y| / max(|y|, least). */
export function percentageError(tool: string, least: number, scale: number): DialectLoss {
  return {
    difference: `divides by max(|y|, ${shown(least)})${scale === 1 ? "" : `, times ${scale}`}`,
    lacks: ["zero"],
    adapt(make) {
      const divisor = (label: number) => Math.max(Math.abs(label), least);
      return rowLoss(`mape@${tool}`, make({}).domain, {
        value: (label, prediction) => scale * (2 * (Math.abs(prediction / 2 - label / 2) / divisor(label))),
        gradient: (label, prediction) => scale * (Math.sign(prediction - label) / divisor(label)),
        hessian: () => 0,
        kinks: (label) => [label],
      });
    },
  };
}
