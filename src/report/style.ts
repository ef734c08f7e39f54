/** Colour, decided once for each stream. The only file that knows chalk. */
import type { Style } from "./types.ts";

export type ColorChoice = "always" | "never" | "auto";

const unchanged = (text: string): string => text;

/** The same text without colour. */
export const PLAIN: Style = { value: unchanged, aside: unchanged, pass: unchanged, fail: unchanged };

/**
 * Whether a stream gets colour; the first that says something decides: `--color`, `NO_COLOR` (no-color.org: any
 * text but the empty one), `FORCE_COLOR` (`0` and `false` mean no), `CLICOLOR_FORCE` (`0` says nothing), the terminal.
 */
export function wantsColor(
  stream: { readonly isTTY?: boolean },
  choice: ColorChoice,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (choice !== "auto") return choice === "always";
  if (env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR;
  if (forced) return forced !== "0" && forced !== "false";
  if (env.CLICOLOR_FORCE && env.CLICOLOR_FORCE !== "0") return true;
  return stream.isTTY === true && env.TERM !== "dumb";
}

/** The style with or without colour; chalk is loaded only where there is some. */
export async function createStyle(color: boolean): Promise<Style> {
  if (!color) return PLAIN;
  const { Chalk } = await import("chalk");
  // Its own recognition of terminals stays out: it does not know NO_COLOR. Bold, dim and two colours need level 1.
  const chalk = new Chalk({ level: 1 });
  // Chalk joins all its arguments, and `map` passes three.
  return {
    value: (text) => chalk.bold(text),
    aside: (text) => chalk.dim(text),
    pass: (text) => chalk.green(text),
    fail: (text) => chalk.red(text),
  };
}
