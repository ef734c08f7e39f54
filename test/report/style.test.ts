import { describe, expect, it } from "vitest";
import { type ColorChoice, createStyle, PLAIN, wantsColor } from "../../src/report/style.ts";

const terminal = { isTTY: true };
const pipe = {};

describe("wantsColor", () => {
  it.each<[string, { isTTY?: boolean }, ColorChoice, Record<string, string>, boolean]>([
    ["a terminal", terminal, "auto", {}, true],
    ["a pipe", pipe, "auto", {}, false],
    ["a dumb terminal", terminal, "auto", { TERM: "dumb" }, false],
    ["--color always over NO_COLOR", pipe, "always", { NO_COLOR: "1" }, true],
    ["--color never over FORCE_COLOR", terminal, "never", { FORCE_COLOR: "1" }, false],
    ["any NO_COLOR", terminal, "auto", { NO_COLOR: "0" }, false],
    ["an empty NO_COLOR", terminal, "auto", { NO_COLOR: "" }, true],
    ["NO_COLOR over FORCE_COLOR", pipe, "auto", { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    ["FORCE_COLOR", pipe, "auto", { FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR=0 over CLICOLOR_FORCE", terminal, "auto", { FORCE_COLOR: "0", CLICOLOR_FORCE: "1" }, false],
    ["CLICOLOR_FORCE", pipe, "auto", { CLICOLOR_FORCE: "1", TERM: "dumb" }, true],
    ["CLICOLOR_FORCE=0", pipe, "auto", { CLICOLOR_FORCE: "0" }, false],
  ])("decides %s", (_, stream, choice, env, colored) => {
    expect(wantsColor(stream, choice, env)).toBe(colored);
  });
});

describe("createStyle", () => {
  it("leaves texts alone without colour", async () => {
    const style = await createStyle(false);
    expect(style).toBe(PLAIN);
    expect([style.value("a"), style.aside("b"), style.pass("c"), style.fail("d")].join("")).toBe("abcd");
  });

  it("is bold, dim, green and red with colour, whatever the environment", async () => {
    const style = await createStyle(true);
    expect(style.value("a")).toBe("\u001B[1ma\u001B[22m");
    expect(style.aside("a")).toBe("\u001B[2ma\u001B[22m");
    expect(style.pass("a")).toBe("\u001B[32ma\u001B[39m");
    expect(style.fail("a")).toBe("\u001B[31ma\u001B[39m");
  });

  it("paints each of several texts, and nothing beside it", async () => {
    const { value, aside, pass, fail } = await createStyle(true);
    for (const paint of [value, aside, pass, fail]) {
      expect(["a", "b"].map(paint)).toEqual([paint("a"), paint("b")]);
    }
  });
});
