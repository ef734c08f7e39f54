import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createProgress, progressLine } from "../../src/report/progress.ts";

const loud = { quiet: false, env: {} };
const state = { what: "preds.csv", bytes: 50e6, totalBytes: 200e6, rows: 1_234_567 };

/** A terminal that keeps what is written, and a clock that is set by hand. */
function bench(stream: { isTTY?: boolean; columns?: number } = { isTTY: true, columns: 80 }) {
  const written: string[] = [];
  const clock = { time: 1000 };
  return {
    written,
    clock,
    stream: { ...stream, write: (text: string) => written.push(text) },
    now: () => clock.time,
  };
}

describe("createProgress", () => {
  it("shows nothing before half a second, then at most ten lines a second", () => {
    const { written, clock, stream, now } = bench();
    const progress = createProgress(stream, loud, now);
    const counts: number[] = [];
    for (clock.time = 1000; clock.time <= 2500; clock.time++) {
      progress.update(state);
      counts.push(written.length);
    }
    expect(counts[499]).toBe(0);
    expect(counts[500]).toBe(1);
    expect(counts[1500]).toBe(11);
  });

  it("takes a terminal that says no width for one of 80 columns", () => {
    const { written, clock, stream, now } = bench({ isTTY: true, columns: 0 });
    const progress = createProgress(stream, loud, now);
    clock.time = 2000;
    progress.update(state);
    expect(written.join("")).toContain("preds.csv");
  });

  it("rewrites one line, and erases it at the end", () => {
    const { written, clock, stream, now } = bench();
    const progress = createProgress(stream, loud, now);
    clock.time = 2000;
    progress.update(state);
    progress.end();
    progress.update({ ...state, bytes: 200e6 });
    clock.time = 9000;
    progress.update(state);
    expect(written).toHaveLength(2);
    expect(written[0]).toBe(`\r${progressLine(state, 1, 79)}\u001B[K`);
    expect(written[1]).toBe("\r\u001B[K");
    expect(written.join("")).not.toContain("\n");
  });

  it("writes nothing at all in a short run", () => {
    const { written, clock, stream, now } = bench();
    const progress = createProgress(stream, loud, now);
    clock.time += 499;
    progress.update(state);
    progress.end();
    expect(written).toEqual([]);
  });

  it.each([
    ["a pipe", {}, loud],
    ["CI", { isTTY: true }, { quiet: false, env: { CI: "true" } }],
    ["--quiet", { isTTY: true }, { quiet: true, env: {} }],
    ["a dumb terminal", { isTTY: true }, { quiet: false, env: { TERM: "dumb" } }],
  ])("writes nothing for %s", (_, kind, options) => {
    const { written, clock, stream, now } = bench(kind);
    const progress = createProgress(stream, options, now);
    clock.time += 10_000;
    progress.update(state);
    progress.end();
    expect(written).toEqual([]);
  });
});

describe("progressLine", () => {
  it("says what, bar, percent, rate, time left and rows", () => {
    expect(progressLine(state, 2, 79)).toBe(
      "preds.csv  █████░░░░░░░░░░░░░░░   25%  25 MB/s  6 s left  1.2M rows",
    );
  });

  it("says bytes, rate and rows where the total is not known", () => {
    expect(progressLine({ ...state, totalBytes: null, rows: 999 }, 10, 79)).toBe(
      "preds.csv  50 MB  5.0 MB/s  999 rows",
    );
  });

  it.each([
    [1e6, 150, "2 min 29 s left"],
    [1e6, 7201, "2 h 00 min left"],
  ])("gives the time left after %d bytes of %d seconds' work as %s", (bytes, seconds, left) => {
    expect(progressLine({ ...state, bytes, totalBytes: bytes * seconds }, 1, 79)).toContain(left);
  });

  it("gives less in a narrow terminal, the share last of all", () => {
    expect(progressLine(state, 2, 40)).toBe("preds.csv   25%  6 s left");
    expect(progressLine(state, 2, 16)).toBe(" 25%  6 s left");
    expect(progressLine(state, 2, 5)).toBe(" 25%");
    expect(progressLine(state, 2, 2)).toBe("");
  });

  it("never exceeds the width, 100% or zero seconds, whatever the numbers and names", () => {
    const anything = fc.record({
      what: fc.stringMatching(/^[a-z/.日é]{0,40}$/),
      bytes: fc.nat(2 ** 31 - 1),
      totalBytes: fc.option(fc.nat(2 ** 31 - 1)),
      rows: fc.nat(2 ** 31 - 1),
    });
    fc.assert(
      fc.property(
        anything,
        fc.double({ min: 0.5, max: 1e6, noNaN: true }),
        fc.nat(120),
        (any, seconds, width) => {
          const line = progressLine(any, seconds, width);
          expect([...line].length).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/NaN|Infinity/);
          const percent = /(\d+)%/.exec(line)?.[1];
          if (percent !== undefined) expect(Number(percent)).toBeLessThanOrEqual(100);
        },
      ),
    );
  });
});
