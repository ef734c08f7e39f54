/** What threads tell each other, and what a share does when one of them fails. */
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { LossctlError } from "../../src/errors.ts";
import { Board } from "../../src/parallel/board.ts";
import { workShare } from "../../src/parallel/share.ts";
import type { Chunk, DelimitedFile } from "../../src/read/chunk.ts";
import { Irregular } from "../../src/read/kernel-columns.ts";
import { cutIntoParts, type Part, type PartReader } from "../../src/read/parts.ts";

function file(start: number, size: number, index = 0): DelimitedFile {
  const common = { path: "a.csv", name: "a.csv", file: index, start, firstLine: 2, size };
  return { ...common, format: "delimited", delimiter: ",", width: 1, positions: [0] };
}

describe("a board", () => {
  test("gives each part once, in order, then none", () => {
    const board = Board.create(3);
    const other = new Board(board.memory);
    expect([board.claim(), other.claim(), board.claim(), other.claim(), board.claim()]).toEqual([
      0,
      1,
      2,
      null,
      null,
    ]);
    expect(board.claimed).toBe(3);
  });

  test("gives none once somebody gave up", () => {
    const board = Board.create(3);
    board.claim();
    new Board(board.memory).stop();
    expect(board.stopped).toBe(true);
    expect(board.claim()).toBeNull();
    expect(board.claimed).toBe(1);
  });

  test("knows of a part what was published of it", () => {
    const board = Board.create(3);
    board.publish(0, false);
    board.publish(1, true);
    const other = new Board(board.memory);
    expect([0, 1, 2].map((part) => other.quoted(part, 1))).toEqual([false, true, null]);
  });

  test("wakes whoever waits: for what is published, and when somebody gives up", async () => {
    const board = Board.create(2);
    // Waits for the words of the parts, as `quoted` does, without end.
    const text = `
      const { parentPort, workerData } = require("node:worker_threads");
      const words = new Int32Array(workerData);
      for (const part of [2, 3]) {
        parentPort.postMessage("waits");
        Atomics.wait(words, part, 0, 30_000);
        parentPort.postMessage("woken");
      }
    `;
    const worker = new Worker(text, { eval: true, workerData: board.memory.words });
    const heard: string[] = [];
    await new Promise<void>((resolve, reject) => {
      worker.on("error", reject);
      worker.on("exit", () => resolve());
      worker.on("message", (message: string) => {
        heard.push(message);
        if (message !== "waits") return;
        const wake = () => (heard.length === 1 ? board.publish(0, true) : board.stop());
        // It says so before it waits.
        const again = setInterval(() => {
          wake();
          if (heard.at(-1) === "woken") clearInterval(again);
        }, 5);
      });
    });
    expect(heard).toEqual(["waits", "woken", "waits", "woken"]);
  });

  test("knows the newlines of the parts that somebody has counted, and the records before them", () => {
    const board = Board.create(2);
    board.lines.put(0, 0);
    board.publishRecords(1, 2 ** 33);
    const other = new Board(board.memory);
    expect([other.lines.get(0), other.lines.get(1)]).toEqual([0, null]);
    expect([other.recordsBefore(0, 1), other.recordsBefore(1, 1)]).toEqual([null, 2 ** 33]);
  });

  test("adds up the rows of all", () => {
    const board = Board.create(1);
    board.addRows(2 ** 40);
    const other = new Board(board.memory);
    other.addRows(3);
    other.addParsed(2);
    expect([board.rows, board.parsed]).toEqual([2 ** 40 + 3, 2]);
  });
});

test("files are cut into parts that have each byte behind their headers once", () => {
  const files = [file(10, 300), file(64, 64, 1), file(0, 129, 2)];
  expect(cutIntoParts(files, 128).map(({ file: of, from, to, index }) => [index, of.file, from, to])).toEqual(
    [
      [0, 0, 10, 138],
      [1, 0, 138, 266],
      [2, 0, 266, 300],
      [3, 2, 0, 128],
      [4, 2, 128, 129],
    ],
  );
});

function* noRows(): Generator<Chunk> {}

/** A reader of parts whose rows are none. */
function reader(
  behaviour: Partial<Pick<PartReader, "load" | "index" | "chunks">> = {},
): PartReader & { closed: number } {
  const own = {
    closed: 0,
    load: () => false,
    index: () => 0,
    chunks: noRows,
    close() {
      own.closed++;
    },
    ...behaviour,
  };
  return own as unknown as PartReader & { closed: number };
}

const fold = { add: () => {} };

describe("shares of the work", () => {
  const parts = cutIntoParts([file(0, 512)], 128);
  const fresh = () => {
    const board = Board.create(parts.length);
    board.publish(0, false);
    return board;
  };

  test("read all parts, told whether quotes are open in them", async () => {
    const board = fresh();
    const seen: [from: number, quoted: boolean, quotedAtEnd: boolean][] = [];
    const odd = reader({
      load: ({ from }: Part) => from < 256,
      index: ({ from }: Part, quoted: boolean, quotedAtEnd: boolean) => {
        seen.push([from, quoted, quotedAtEnd]);
        return 0;
      },
    });
    await Promise.all([workShare(board, parts, odd, fold), workShare(board, parts, odd, fold)]);
    expect(seen.sort(([a], [b]) => a - b)).toEqual([
      [0, false, true],
      [128, true, false],
      [256, false, false],
      [384, false, false],
    ]);
    expect(odd.closed).toBe(2);
  });

  test("know how many records stand before a part, where that matters", async () => {
    const board = fresh();
    board.publishRecords(0, 0);
    const seen: [from: number, firstRecord: number | undefined][] = [];
    const counted = reader({
      index: ({ index }: Part) => 10 + index,
      chunks: ({ from }: Part, firstRecord?: number) => {
        seen.push([from, firstRecord]);
        return noRows();
      },
    });
    const numbered = { ...fold, numbered: true };
    await Promise.all([
      workShare(board, parts, counted, numbered),
      workShare(board, parts, counted, numbered),
    ]);
    expect(seen.sort(([a], [b]) => a - b)).toEqual([
      [0, 1],
      [128, 11],
      [256, 22],
      [384, 34],
    ]);
  });

  test("end, without a fault, where one finds what can't be read by itself", async () => {
    for (const error of [new Irregular(), new LossctlError("input", "a bad cell")]) {
      const board = fresh();
      const fails = reader({
        load: () => {
          throw error;
        },
      });
      const waits = reader();
      await Promise.all([workShare(board, parts, fails, fold), workShare(board, parts, waits, fold)]);
      expect(board.stopped).toBe(true);
      expect([fails.closed, waits.closed]).toEqual([1, 1]);
    }
  });

  test.each(["load", "index", "chunks"] as const)(
    "end where one has a fault in %s, which it says",
    async (where) => {
      const board = fresh();
      const fails = reader({
        [where]: () => {
          throw new TypeError("a fault");
        },
      });
      const waits = reader();
      const failing = workShare(board, parts, fails, fold);
      await expect(failing).rejects.toThrow("a fault");
      await workShare(board, parts, waits, fold);
      expect(board.stopped).toBe(true);
      expect([fails.closed, waits.closed]).toEqual([1, 1]);
    },
  );

  test("a share that waits for a part whose thread is gone ends when that is known", async () => {
    const board = fresh();
    // Part 0 was claimed by who died before publishing what stands before part 1.
    board.claim();
    const waits = reader();
    const waiting = workShare(board, parts, waits, fold);
    setTimeout(() => board.stop(), 120);
    await waiting;
    expect(waits.closed).toBe(1);
    expect(board.claimed).toBe(2);
  });

  test("so does one that waits for the number of its first record", async () => {
    const board = fresh();
    board.claim();
    board.publish(1, false);
    const waits = reader();
    const waiting = workShare(board, parts, waits, { ...fold, numbered: true });
    setTimeout(() => board.stop(), 120);
    await waiting;
    expect(waits.closed).toBe(1);
  });
});
