/** How far a descent has come, while it is on its way. */
import { significant } from "./significant.ts";

export interface DescentState {
  readonly epoch: number;
  /** At most. */
  readonly epochs: number;
  readonly objective: number;
  readonly gradientNorm: number;
}

/** In at most `width` columns: what matters least goes first. */
export function descentLine(
  { epoch, epochs, objective, gradientNorm }: DescentState,
  _seconds: number,
  width: number,
): string {
  const parts = [
    `epoch ${epoch} of at most ${epochs}`,
    `objective ${significant(objective)}`,
    `gradient ${significant(gradientNorm, 2)}`,
  ];
  const candidates = [3, 2, 1].map((count) => parts.slice(0, count).join("  "));
  return [...candidates, `epoch ${epoch}`].find(({ length }) => length <= width) ?? "";
}
