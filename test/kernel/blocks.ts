import { Kernel } from "../../src/kernel/kernel.ts";
import type { TextBlockOptions } from "../../src/kernel/text-block.ts";

export interface Block {
  readonly regular: boolean;
  readonly fields: string[][];
  readonly newlines: number;
  readonly newlinesBefore: number[];
}

/** All blocks of `text`, put in `step` bytes at a time. */
export function* readBlocks(
  text: string,
  delimiter: string,
  fields: number,
  options: TextBlockOptions,
  step = 7,
): Generator<Block> {
  const kernel = new Kernel(options);
  const bytes = Buffer.from(text);
  const decode = (part: Uint8Array) => Buffer.from(part).toString();
  for (let at = 0, final = false; !final; ) {
    for (let free = kernel.text.free(); free.length > 0 && at < bytes.length; free = kernel.text.free()) {
      const part = bytes.subarray(at, at + Math.min(step, free.length));
      free.set(part);
      kernel.text.filled(part.length);
      at += part.length;
    }
    final = at === bytes.length;
    const regular = kernel.text.index(delimiter.charCodeAt(0), fields, final);
    const rows = Array.from({ length: regular ? kernel.text.rows : 0 }, (_, row) => row);
    yield {
      regular,
      fields: rows.map((row) =>
        Array.from({ length: fields }, (_, field) => decode(kernel.text.field(row, field))),
      ),
      newlines: kernel.text.newlines,
      newlinesBefore: rows.map((row) => kernel.text.newlinesBefore(row)),
    };
    if (!regular) return;
    kernel.text.next();
  }
}
