/** Every way a run can end other than with a verdict. The texts are for people; the kinds are for tests and scripts. */

/** Exit codes: part of the contract, see docs/exit-codes.md. */
export const EXIT = {
  ok: 0,
  gateFailed: 1,
  usage: 2,
  input: 3,
  undecided: 4,
  internal: 70,
} as const;

export type ErrorKind = "usage" | "input" | "output" | "internal";

/** A place in the inputs; `line` counts from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/**
 * An error that is explained to the user in one line: where, expected, found, what to do.
 * `message` is that whole line without the program's name.
 */
export class LossctlError extends Error {
  readonly kind: ErrorKind;
  readonly place: Place | undefined;

  constructor(
    kind: ErrorKind,
    text: string,
    options: { place?: Place; hint?: string; cause?: unknown } = {},
  ) {
    const { place, hint } = options;
    const where =
      place === undefined ? "" : `${place.file}${place.line === undefined ? "" : `:${place.line}`}: `;
    super(`${where}${text}${hint === undefined ? "" : ` (${hint})`}`, { cause: options.cause });
    this.name = "LossctlError";
    this.kind = kind;
    this.place = place;
  }

  /** The same of a part of the work: `where` stands before the message. */
  within(where: string): LossctlError {
    const error = new LossctlError(this.kind, `${where}: ${this.message}`, { cause: this });
    Object.assign(error, { place: this.place });
    return error;
  }

  get exitCode(): number {
    return this.kind === "usage" ? EXIT.usage : this.kind === "internal" ? EXIT.internal : EXIT.input;
  }
}

/** Longer texts of the user are cut: a field can be a whole file that lost a quote. */
const QUOTED = 80;

/** A text of the user as a message shows it. */
export function quoted(text: string): string {
  return `"${excerpt(text)}"`;
}

/** The text's beginning. */
export function excerpt(text: string): string {
  if (text.length <= QUOTED) return text;
  // By code points, so that no character is cut in half.
  const start = [...text.slice(0, 2 * QUOTED)].slice(0, QUOTED).join("");
  return start.length < text.length ? `${start}…` : text;
}

/** Wrong options or configuration: nothing was read. */
export function usageError(text: string, hint?: string): LossctlError {
  return new LossctlError("usage", text, hint === undefined ? {} : { hint });
}

/** The input can't be read or used. */
export function inputError(text: string, place?: Place, hint?: string, cause?: unknown): LossctlError {
  return new LossctlError("input", text, {
    ...(place === undefined ? {} : { place }),
    ...(hint === undefined ? {} : { hint }),
    cause,
  });
}

/** The result can't be written. */
export function outputError(text: string, cause?: unknown): LossctlError {
  return new LossctlError("output", text, { cause });
}
