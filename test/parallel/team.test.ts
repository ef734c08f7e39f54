import { afterEach, describe, expect, test } from "vitest";
import { Team } from "../../src/parallel/team.ts";
import { threadsFor } from "../../src/parallel/threads.ts";
import type { PartedFile } from "../../src/read/chunk.ts";

const THREAD = 'const { parentPort, workerData: data } = require("node:worker_threads");\n';
const SAYS = `${THREAD}parentPort.postMessage(data.word);`;
const ANSWERS = `${SAYS}parentPort.on("message", (question) => parentPort.postMessage([data.word, question]));`;

describe("a team of threads", () => {
  const teams: Team[] = [];
  afterEach(() => {
    for (const team of teams.splice(0)) team.end();
  });

  function team(text: string, count = 2): { team: Team; failures: () => number } {
    let failures = 0;
    const made = new Team(text, count, { word: "here" }, () => failures++);
    teams.push(made);
    return { team: made, failures: () => failures };
  }

  test("says what each of them has come to, then answers, one question after the other", async () => {
    const { team: asked, failures } = team(ANSWERS, 3);
    expect(await asked.heard()).toEqual(["here", "here", "here"]);
    for (const question of [1, "two"]) {
      expect(await asked.ask(question)).toEqual(Array(3).fill(["here", question]));
    }
    asked.end();
    asked.end();
    expect(failures()).toBe(0);
  });

  test("is not ended at once", async () => {
    const { team: asked } = team(ANSWERS);
    await asked.heard();
    asked.end();
    expect(await asked.ask("still here?")).toEqual(Array(2).fill(["here", "still here?"]));
  });

  test("may go when it has said it", async () => {
    const { team: gone, failures } = team(SAYS);
    expect(await gone.heard()).toEqual(["here", "here"]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(failures()).toBe(0);
  });

  test.each([
    ["throws", "throw new TypeError('a fault');", "a fault"],
    ["ends", "process.exit(3);", "a thread ended with code 3"],
    ["has nothing to say", "", "a thread ended with code 0"],
  ])("fails at once, and when it is listened to, if one %s", async (_, text, message) => {
    const { team: failing, failures } = team(THREAD + text, 1);
    await expect(failing.heard()).rejects.toThrow(message);
    expect(failures()).toBe(1);
  });

  test("fails if one ends over a question", async () => {
    const text = `${SAYS}parentPort.on("message", () => process.exit(4));`;
    const { team: failing } = team(text, 1);
    expect(await failing.heard()).toEqual(["here"]);
    await expect(failing.ask("how many?")).rejects.toThrow("a thread ended with code 4");
  });
});

describe("as many threads as pay", () => {
  const file = (size: number, start = 0) => ({ size, start }) as PartedFile;
  const plan = { terms: [], requests: [] };

  test.each([
    [[2 ** 26 - 1], 8, 1],
    [[2 ** 26], 8, 3],
    [[2 ** 26], 2, 2],
    [[2 ** 26], 1, 1],
    [[2 ** 25, 2 ** 25], 2, 2],
    [[2 ** 30], 8, 8],
    [[0], 8, 1],
    [[], 8, 1],
  ])("of files of %j bytes, at most %i, are %i", (sizes, threads, expected) => {
    expect(
      threadsFor(
        plan,
        sizes.map((size) => file(size)),
        { threads },
      ),
    ).toBe(expected);
  });

  test("do not count what stands before the first records", () => {
    expect(threadsFor(plan, [file(2 ** 26, 1)], { threads: 2 })).toBe(1);
  });

  test("are one where a share's state is as large as its rows, or one has to know what another has seen", () => {
    const large = [file(2 ** 30)];
    const positive = { name: "y", coding: { kind: "positive", positive: "yes" } } as const;
    expect(threadsFor({ ...plan, requests: [positive] }, large, { threads: 2 })).toBe(1);
    const median = { key: "m", fold: "median", of: () => 0 } as const;
    expect(threadsFor({ ...plan, terms: [median] }, large, { threads: 2 })).toBe(1);
    expect(threadsFor({ ...plan, terms: [{ key: "r", fold: "ranking" }] }, large, { threads: 2 })).toBe(1);
  });
});
