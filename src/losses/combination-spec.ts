/** From the text `task=0.7*mse+0.3*huber:delta=2` to a combination of losses. */
import { combine, type WeightedPart } from "./combination.ts";
import { findDefinition, type LossChoice, LossSpecError, parseLoss } from "./spec.ts";

/** Whether a loss text defines a combination: an equals sign before any parameter. */
export function isCombination(text: string): boolean {
  return /^[^:=]*=/.test(text);
}

/** A loss or a combination. @throws LossSpecError */
export function parseLossOrCombination(text: string): LossChoice {
  return isCombination(text) ? parseCombination(text) : parseLoss(text);
}

const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const FACTOR = /([+-]?\s*(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*\*\s*/iy;
/** A minus sign belongs to a name if a letter follows at once: `log-loss`, but `mse -mae` and `mse-2*mae`. */
const LOSS =
  /[a-z](?:\w|-(?=[a-z]))*(?:\s*:\s*\w+\s*=\s*(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|-?[a-z]+))*/iy;
const SIGN = /\s*([+-])\s*/y;

/**
 * Reads `NAME=[FACTOR*]LOSS[±[FACTOR*]LOSS]…`.
 * @throws LossSpecError for a name that is taken, a factor that is no number, a part that is no loss or can't be added.
 */
export function parseCombination(text: string): LossChoice {
  const equals = text.indexOf("=");
  const name = text.slice(0, equals).trim();
  if (!NAME.test(name)) {
    throw new LossSpecError(
      `a combination's name begins with a letter and has letters, digits, "-", "_" and ".", found "${name}"`,
    );
  }
  const taken = findDefinition(name);
  if (taken !== undefined) {
    throw new LossSpecError(`a combination needs a name of its own, and ${name} is the loss ${taken.id}`);
  }
  return { ...combine(name, readParts(name, text.slice(equals + 1).trim())), text };
}

function readParts(name: string, sum: string): WeightedPart[] {
  const parts: WeightedPart[] = [];
  let at = 0;
  /** The match at this place, which is then behind it. */
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(sum);
    if (match !== null) at = pattern.lastIndex;
    return match === null ? undefined : (match[1] ?? match[0]);
  };
  do {
    const sign = take(SIGN);
    if (parts.length > 0 && sign === undefined) {
      throw new LossSpecError(
        `${name}: expected + or - after ${parts.at(-1)?.loss.key}, found "${sum.slice(at)}"`,
      );
    }
    const factor = Number((take(FACTOR) ?? "1").replaceAll(/\s/g, ""));
    if (!Number.isFinite(factor)) throw new LossSpecError(`${name}: a factor is a finite number`);
    const start = at;
    const loss = take(LOSS);
    if (loss === undefined || /^\s*\*/.test(sum.slice(at))) {
      const found = sum.slice(start).split("+")[0]?.trim();
      throw new LossSpecError(`${name}: expected a loss, or a number times a loss, found "${found}"`);
    }
    parts.push({ weight: sign === "-" ? -factor : factor, loss: parseLoss(loss) });
    if (/^\s*$/.test(sum.slice(at))) return parts;
  } while (at < sum.length);
  return parts;
}
