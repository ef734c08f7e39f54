/** What there is to say about a loss besides its value: why it has none, what was clipped, which row it is. */

import { visible } from "../visible.ts";
import { sliceText } from "./gate-lines.ts";
import { count } from "./heading.ts";
import { significant } from "./significant.ts";
import type { Located, LossResult, Report, Slice } from "./types.ts";

/** A sum of probabilities that is off by less is rounding, not a fault of the model. */
const ROUNDING = 1e-6;

export interface Note {
  readonly loss: string;
  readonly text: string;
}

/** In the order of the losses. With slices, also which of them have no value. */
export function notes(report: Report): Note[] {
  return Object.entries(report.losses).flatMap(([loss, result]) =>
    [
      ...(result.value === null ? [`no value: ${visible(result.reason)}`] : []),
      ...slicesWithoutValue(report, loss, result),
      ...missingInterval(report, result),
      ...details(result.details ?? {}),
      ...report.located.filter(({ loss: of, what }) => of === loss && what !== "worst").map(located),
    ].map((text) => ({ loss, text })),
  );
}

/** Who asked for replicates waits for an interval; that a formula gives none is no news. Slices are shown without. */
function missingInterval({ bootstrap, columns }: Report, result: LossResult): string[] {
  if (bootstrap === undefined || columns.by.length > 0 || !Number.isFinite(result.value)) return [];
  return result.interval === null ? [`no interval: ${visible(result.intervalReason ?? "")}`] : [];
}

/** One note for each reason that is not already that of all rows; that a slice has no rows the table shows. */
function slicesWithoutValue(report: Report, loss: string, all: LossResult): string[] {
  const slices = new Map<string, Slice[]>();
  for (const slice of report.slices) {
    const result = slice.losses[loss];
    if (result?.value !== null || slice.rows.used === 0) continue;
    if (all.value === null && all.reason === result.reason) continue;
    const same = slices.get(result.reason);
    if (same === undefined) slices.set(result.reason, [slice]);
    else same.push(slice);
  }
  return [...slices].map(([reason, [first, ...others]]) => {
    const where =
      others.length > 0 ? `${others.length + 1} slices` : sliceText(first?.by ?? {}, report.columns.by);
    return `no value in ${where}: ${visible(reason)}`;
  });
}

/** In words where the detail is known and says something; any other by its name. */
function details(numbers: Readonly<Record<string, number>>): string[] {
  return Object.entries(numbers).flatMap(([name, number]) => {
    if (name === "clippedShare" || number === 0) return [];
    if (name === "clippedRows") {
      const share = numbers.clippedShare;
      const part = share === undefined ? "" : `, ${significant(share, 3, true)}% of the loss`;
      return [`${count(number, "row")} clipped${part}`];
    }
    if (name === "largestDeviation") {
      return number > ROUNDING
        ? [`a row's predictions miss the sum 1 by up to ${significant(number, 3)}`]
        : [];
    }
    if (name === "kinkRows") return [`${count(number, "row")} on a kink`];
    if (name === "skippedZero") return [`${count(number, "row")} with label 0 left out`];
    return [`${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${significant(number)}`];
  });
}

function located({ what, file, line }: Located): string {
  const place = `${file === "-" ? "standard input" : visible(file)}:${line}`;
  return what === "largest" ? `largest at ${place}` : `infinite first at ${place}`;
}
