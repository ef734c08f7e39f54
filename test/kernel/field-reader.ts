import { instantiate } from "../../src/kernel/module.ts";

/** Reads one field as the kernel does, with `around` in every byte beside it. */
export function fieldReader() {
  let asked = "";
  const kernel = instantiate({
    token: (start, end) => {
      asked = memory.toString("latin1", start, end);
      return Number(asked);
    },
    value: () => Number.NaN,
    code: () => 0,
  });
  const place = (kernel.allocate(4096) >>> 0) + 512;
  const memory = Buffer.from(kernel.memory.buffer);
  return (text: string, around: number): { value: number; asked: string } => {
    memory.fill(around, place - 64, place + text.length + 64);
    memory.write(text, place, "latin1");
    asked = "";
    return { value: kernel.read(place, place + text.length, 0), asked };
  };
}

/** Bytes that could be taken for a part of the number. */
export const AROUND: readonly number[] = [...'0959.,-e "\n\0']
  .map((character) => character.charCodeAt(0))
  .concat(0xee, 0xff);
