/** The first record of delimited text, found before the delimiter is known. */
import { inputError } from "../errors.ts";
import type { Lookahead } from "./lookahead.ts";

/** Beyond this the first record has no end that is worth waiting for. */
const LIMIT = 2 ** 26;

/**
 * The bytes of the first record with its newline; of the first 64 MB if it does not end there. Not consumed.
 * @throws LossctlError (input) for lines that end in CR alone.
 */
export async function peekFirstRecord(content: Lookahead, name: string): Promise<Buffer> {
  for (let size = 4096; ; size *= 4) {
    const seen = await content.peek(size);
    const end = recordEnd(seen);
    if (end < 0) {
      const hint = "convert the file: tr '\\r' '\\n'";
      throw inputError(
        "expected lines that end in LF or CR LF, found CR alone",
        { file: name, line: 1 },
        hint,
      );
    }
    if (end > 0) return seen.subarray(0, end);
    if (content.ended || size >= LIMIT) return seen;
  }
}

/** Where the record that begins at 0 ends, with its newline; 0 if it does not, -1 if a CR stands alone in it. */
function recordEnd(bytes: Buffer): number {
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) quoted = !quoted;
    else if (quoted) continue;
    else if (byte === 0x0a) return at + 1;
    else if (byte === 0x0d && at + 1 < bytes.length && bytes[at + 1] !== 0x0a) return -1;
  }
  return 0;
}

/** In the order in which a tie is decided. */
const DELIMITERS = [",", "\t", ";", "|"] as const;

/** The most frequent of the usual delimiters outside quotes; a comma where there is none. */
export function recogniseDelimiter(header: Buffer): string {
  const counts = new Map<string, number>();
  let quoted = false;
  for (const byte of header) {
    if (byte === 0x22) quoted = !quoted;
    else if (!quoted) {
      const character = String.fromCharCode(byte);
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  let best: string = DELIMITERS[0];
  for (const delimiter of DELIMITERS) {
    if ((counts.get(delimiter) ?? 0) > (counts.get(best) ?? 0)) best = delimiter;
  }
  return best;
}
