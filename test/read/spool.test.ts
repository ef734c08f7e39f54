/** Standard input that is read twice. */
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { spool } from "../../src/read/spool.ts";
import { failure } from "./collect.ts";

it("gives all bytes again, as often as asked", async () => {
  const content = Array.from({ length: 300_000 }, (_, line) => `${line}\n`).join("");
  const blocks = [content.slice(0, 7), content.slice(7, 1_000_000), content.slice(1_000_000)];
  const kept = await spool(Readable.from(blocks.map((block) => Buffer.from(block))));
  expect(await text(kept.stream())).toBe(content);
  expect(await text(kept.stream())).toBe(content);
  await kept.close();
});

it("leaves no file behind, not even while it is open", async () => {
  const own = () => readdirSync(tmpdir()).filter((name) => /^lossctl-[0-9a-f]{18}$/.test(name));
  const before = own();
  const kept = await spool(Readable.from([Buffer.from("a")]));
  expect(own()).toEqual(before);
  await kept.close();
});

it("tells an input that fails", async () => {
  const stdin = new PassThrough();
  stdin.destroy(new Error("broken"));
  expect(await failure(spool(stdin))).toBe("standard input: can't be read: broken");
});
