import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandLine, commandLines } from "../../src/report/shell.ts";

describe("a command line", () => {
  it("quotes only what a shell would touch", () => {
    expect(commandLine(["lossctl", "eval", "--pred", "p_*", "--loss", "huber:delta=2,mae"])).toBe(
      "lossctl eval --pred 'p_*' --loss huber:delta=2,mae",
    );
    expect(commandLine(["it's", ""])).toBe("'it'\\''s' ''");
  });

  it("comes back as the same words from a shell, on one line or on several", () => {
    const word = fc.string({ unit: fc.constantFrom("a", " --b", ..."-'\" $\\*~#=:,|&;<>()!") });
    const commands = fc.sample(fc.tuple(fc.array(word, { maxLength: 6 }), fc.nat(60)), 40);
    const script = commands
      .flatMap(([words, width]) =>
        [
          ["f", ...words],
          ["f", "--x", ...words],
        ].map((all) => commandLines(all, width).join("\n")),
      )
      .join("\n");
    const printed = execFileSync("sh", [
      "-c",
      `f() { for word; do printf '[%s]' "$word"; done; echo; }\n${script}`,
    ]);
    const expected = commands.flatMap(([words]) => [words, ["--x", ...words]]);
    expect(printed.toString()).toBe(
      expected.map((words) => `${words.map((text) => `[${text}]`).join("")}\n`).join(""),
    );
  });

  it("is broken before options, as far as the width asks", () => {
    const words = ["lossctl", "eval", "preds.csv", "--pred", "p", "--loss", "mse,mae"];
    expect(commandLines(words, 80)).toHaveLength(1);
    expect(commandLines(words, 36)).toEqual(["lossctl eval preds.csv --pred p \\", "  --loss mse,mae"]);
  });
});
