/**
 * Fields of delimited text are kept as byte strings (each character a byte, Node's `latin1`) until their text is
 * asked for: cheap, and the bytes of a column that nobody uses need not be valid.
 */
import { isUtf8 } from "node:buffer";

const NON_ASCII = /[\x80-\xff]/;

/** The text of a byte string, null if its bytes are not valid UTF-8. */
export function decodeUtf8(bytes: string): string | null {
  if (!NON_ASCII.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, "latin1");
  return isUtf8(buffer) ? buffer.toString("utf8") : null;
}

/** The same for messages: what is not valid is shown as U+FFFD. */
export function showUtf8(bytes: string): string {
  return NON_ASCII.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
}
