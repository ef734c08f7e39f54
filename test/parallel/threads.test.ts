/** Threads give the bytes that one pass gives, and the errors. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../cli/process.ts";
import { random } from "../kernel/random.ts";
import { evaluate, OPTIONS } from "./evaluated.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Rows with what makes parts of a file hard to read by themselves: quotes, newlines in them, CR LF, missing values. */
function rows(count: number, seed: number): string[] {
  const { below, pick } = random(seed);
  const texts = ["a", "b,c", 'say ""so""', "two\nlines", "\r\n", "", "ünï", "x".repeat(700)];
  return Array.from({ length: count }, (_, row) => {
    const prediction = below(50) === 0 ? "NA" : String(below(2000) / 7 - 100);
    const segment = pick(["north", "south", '"east, west"']);
    return `${row},"${pick(texts)}",${below(1000) / 3},${prediction},${below(4)},${segment}${pick(["\n", "\r\n"])}`;
  });
}

function write(name: string, lines: readonly string[]): string {
  const path = join(folder.path, name);
  writeFileSync(path, `id,note,y,p,w,segment\n${lines.join("")}`);
  return path;
}

describe("threads", () => {
  const file = write("rows.csv", rows(4000, 1));
  const all = evaluate([file], { threads: 1 });

  test.each([
    [2, 4096],
    [3, 4096],
    [2, 64 * 1024],
    [3, 1024 * 1024],
  ])("%i, with parts of %i bytes, give the bytes of one", async (threads, partBytes) => {
    const found = await evaluate([file], { threads, partBytes, leastBytes: 0 });
    expect(found.threads).toBe(threads);
    expect(found.json).toBe((await all).json);
  });

  test("give the pictures of one", async () => {
    const options = { ...OPTIONS, pictures: true };
    const expected = JSON.parse((await evaluate([file], { options, threads: 1 })).json);
    const found = await evaluate([file], { options, threads: 3, partBytes: 4096, leastBytes: 0 });
    expect(found.threads).toBe(3);
    expect(JSON.parse(found.json)).toEqual(expected);
    expect(expected.pictures.sample.pairs.length).toBeGreaterThan(1000);
    expect(expected.pictures.loss.order.length).toBeGreaterThan(60);
  });

  test("keep the same worst rows, with the texts of their fields", async () => {
    const options = { ...OPTIONS, worst: 25, keep: ["id", "note"] };
    const expected = (await evaluate([file], { threads: 1, options })).json;
    const found = await evaluate([file], { threads: 3, partBytes: 4096, leastBytes: 0, options });
    expect(found.json).toBe(expected);
    const { located } = JSON.parse(expected) as { located: { what: string; line: number; row?: object }[] };
    expect(located.filter(({ what }) => what === "worst")).toHaveLength(25);
    expect(JSON.stringify(located)).toContain('say \\"so\\"');
  });

  test("share several files, which are one data set", async () => {
    const lines = rows(3000, 2);
    const whole = write("whole.csv", lines);
    const parts = [write("first.csv", lines.slice(0, 700)), write("second.csv", lines.slice(700))];
    const together = JSON.parse((await evaluate(parts, { threads: 2, partBytes: 4096, leastBytes: 0 })).json);
    const alone = JSON.parse((await evaluate([whole], { threads: 1 })).json);
    expect({ ...together, located: null }).toEqual({ ...alone, located: null });
  });

  test("and a pipe and gzip give the same bytes", async () => {
    const lines = rows(2000, 3);
    const plain = write("plain.csv", lines);
    const bytes = Buffer.from(`id,note,y,p,w,segment\n${lines.join("")}`);
    const packed = join(folder.path, "packed.gz");
    writeFileSync(packed, gzipSync(bytes));
    const expected = (await evaluate([plain], { threads: 2, partBytes: 4096, leastBytes: 0 })).json;
    const place = (json: string) => json.replaceAll(/"file":"[^"]*"/g, "");
    expect(place((await evaluate(["-"], { stdin: bytes })).json)).toBe(place(expected));
    expect(place((await evaluate([packed])).json)).toBe(place(expected));
  });

  test("are not used for what would not pay, or can't be shared", async () => {
    expect((await evaluate([file], { threads: 2 })).threads).toBe(1);
    const medians = { threads: 2, partBytes: 4096, leastBytes: 0, losses: ["medae"] };
    expect((await evaluate([file], medians)).threads).toBe(1);
  });

  test("read records longer than a part, and a file without a last newline", async () => {
    const lines = rows(40, 4).map((line, row) =>
      row % 7 === 0 ? line.replace("a", "y".repeat(9000)) : line,
    );
    const path = write("long.csv", [...lines, '40,"z",1,2,1,north']);
    const found = await evaluate([path], { threads: 2, partBytes: 4096, leastBytes: 0 });
    expect(found.json).toBe((await evaluate([path], { threads: 1 })).json);
  });

  test.each([
    ["a bad cell", '7,"a",1,abc,1,north\n'],
    ["a short record", '7,"a",1\n'],
    ["a stray quote", '7,a"b,1,2,1,north\n'],
    ["a blank line", "\n"],
    ["a negative weight", '7,"a",1,2,-1,north\n'],
  ])("name the place of %s as one does", async (_, line) => {
    const lines = rows(2000, 5);
    const path = write("broken.csv", [...lines.slice(0, 1500), line, ...lines.slice(1500)]);
    const alone = await evaluate([path], { threads: 1 }).catch((error: Error) => error.message);
    const shared = evaluate([path], { threads: 3, partBytes: 4096, leastBytes: 0 });
    await expect(shared).rejects.toThrow(alone as string);
  });

  test("of which one fails do not leave the others waiting", async () => {
    const lost = { options: { ...OPTIONS, maxSlices: 1 }, threads: 3, partBytes: 4096, leastBytes: 0 };
    await expect(evaluate([file], lost)).rejects.toThrow("more than 1 slices");
  });
});
