/**
 * Commands that read rows, at a terminal: `script` makes one, and a pipe that pauses makes a run long enough. Progress is
 * shown, gone at the end, and not shown in CI, to those who ask for quiet, or where standard error is no terminal.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { folderOfFixtures, shell } from "./process.ts";

/** That of util-linux; others take other options. */
const hasTerminals = spawnSync("script", ["--version"]).stdout?.toString().includes("util-linux") === true;

const ROWS = "y,p,q\\n1,2,1\\n2,3,1\\n4,4,6\\n";
const CONFIG = '{"evaluations": {"one": {"files": "slow.csv", "label": "y", "pred": "p"}}}';

/** What a command that reads the file `slow.csv` shows; `before` is said to the shell. */
async function shown(command: string, before = ""): Promise<string> {
  const folder = folderOfFixtures();
  try {
    const script = [
      `printf '${ROWS}' > quick.csv`,
      `printf '%s' '${CONFIG}' > lossctl.config.json`,
      "lossctl fit quick.csv --target y --features p -q --model model.json -o report.json",
      "mkfifo slow.csv",
      `{ printf '${ROWS}'; sleep 1; printf '5,5,5\\n6,5,6\\n'; } > slow.csv &`,
      before,
      `TERM=xterm script -qec "${command}" /dev/null < /dev/null`,
      "code=$?; wait; exit $code",
    ].join("\n");
    const { code, stdout, stderr } = await shell(script, folder.path, "bash");
    expect([code, stderr]).toEqual([0, ""]);
    return stdout;
  } finally {
    folder.remove();
  }
}

const LINE = "\rslow.csv";
const CLEARED = "\r\u001B[K";

describe.runIf(hasTerminals)("at a terminal", () => {
  test.concurrent.each([
    "lossctl eval slow.csv --label y --pred p",
    "lossctl eval slow.csv --label y --pred p --bootstrap 20 --html page.html",
    "lossctl compare slow.csv --label y --pred p --pred q",
    "lossctl grad slow.csv --label y --pred p --loss mse -o rows.csv",
    "lossctl grad slow.csv --label y --pred p --loss mse --check",
    "lossctl fit slow.csv --target y --features p,q",
    "lossctl predict model.json slow.csv -o predicted.csv",
    "lossctl check",
    "lossctl losses --for slow.csv --label y --pred p",
  ])("%s shows progress, and takes it away", async (command) => {
    const text = await shown(command);
    expect(text).toContain(LINE);
    expect(text.lastIndexOf(CLEARED)).toBeGreaterThan(text.lastIndexOf(LINE));
  });

  test.concurrent.each([
    ["in CI", "lossctl eval slow.csv --label y --pred p", "export CI=true"],
    ["to those who ask for quiet", "lossctl eval slow.csv --label y --pred p --quiet", ""],
    ["where a terminal can't erase", "TERM=dumb lossctl eval slow.csv --label y --pred p", ""],
    ["where standard error is a file", "lossctl eval slow.csv --label y --pred p 2> errors", ""],
  ])("no progress %s", async (_, command, before) => {
    expect(await shown(command, before)).not.toContain(LINE);
  });
});
