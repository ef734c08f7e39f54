/** Blocks of bytes to runs of whole lines. */
import { isUtf8 } from "node:buffer";
import { RECORD_BYTES, type ReaderInput, recordTooLong } from "./reader.ts";

export interface TextLine {
  readonly text: string;
  readonly line: number;
  /** False if its bytes are not UTF-8: U+FFFD stands in their place. */
  readonly valid: boolean;
}

const NEWLINE = 0x0a;

/**
 * The lines of each block, without their LF.
 * @throws LossctlError (input) for a line that is too long.
 */
export async function* textLines(input: ReaderInput): AsyncGenerator<readonly TextLine[]> {
  const { longestRecord = RECORD_BYTES } = input;
  let line = input.firstLine;
  let open: Buffer[] = [];
  let openBytes = 0;
  for await (const block of input.blocks) {
    const end = block.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const lines = linesOf(Buffer.concat([...open, block.subarray(0, end - 1)]), line);
      yield lines;
      line += lines.length;
      open = [];
      openBytes = 0;
    }
    open.push(block.subarray(end));
    openBytes += block.length - end;
    if (openBytes > longestRecord) throw recordTooLong(input.name, line, longestRecord);
  }
  if (openBytes > 0) yield linesOf(Buffer.concat(open), line);
}

/** The lines of whole lines, each without its LF. */
export function linesOf(bytes: Buffer, firstLine: number): TextLine[] {
  // Whole lines hold whole characters, so that one look at the block does for all of them.
  const valid = isUtf8(bytes);
  const lines = textsOf(bytes).map((text, index) => ({ text, line: firstLine + index, valid }));
  return valid ? lines : lines.map((line) => ({ ...line, valid: !line.text.includes("\ufffd") }));
}

/** A text of more than 128 KB gets memory of its own from V8, which takes many times as long as to decode it. */
const RUN = 2 ** 16;

function textsOf(bytes: Buffer): string[] {
  const texts: string[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const far = from + RUN;
    let end = far < bytes.length ? bytes.lastIndexOf(NEWLINE, far) : bytes.length;
    if (end < from) end = bytes.indexOf(NEWLINE, far);
    if (end < 0) end = bytes.length;
    for (const text of bytes.toString("utf8", from, end).split("\n")) texts.push(text);
    from = end + 1;
  }
  return texts;
}
