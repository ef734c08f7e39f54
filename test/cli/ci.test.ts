/** The action and the examples of docs/ci.md: their shell lines run, with the configuration that the page shows. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderOfFixtures, type Outcome, ROOT, shell } from "./process.ts";

const PAGE = readFileSync(join(ROOT, "docs", "ci.md"), "utf8");
const ACTION = readFileSync(join(ROOT, "action.yml"), "utf8");

/** The fenced blocks of the page in a language. */
function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, text = ""]) => text,
  );
}

/** `- run: …`, and the lines of `script:`; not those that install. */
function commands(yaml: string): string[] {
  const lines = [...yaml.matchAll(/^\s*- (?:run: )?((?:npm|node_modules|lossctl|echo)\b.*)$/gm)];
  return lines.map(([, line = ""]) => line).filter((line) => !line.startsWith("npm "));
}

/** A folder as the page has it: predictions, configuration, and the command in node_modules. */
async function run(
  script: string,
  change: (config: string) => string = (config) => config,
): Promise<Outcome & { files: (name: string) => string }> {
  const folder = folderOfFixtures();
  try {
    const bin = join(folder.path, "node_modules", ".bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "lossctl"), `#!/bin/sh\nexec lossctl "$@"\n`);
    chmodSync(join(bin, "lossctl"), 0o755);
    writeFileSync(join(folder.path, "preds.csv"), readFileSync(join(folder.path, "four-rows.csv")));
    // Predictions of a release and of the next.
    writeFileSync(join(folder.path, "old.csv"), "id,y_true,y_pred\na,1,2\nb,2,4\nc,3,3\n");
    writeFileSync(join(folder.path, "new.csv"), "id,y_true,y_pred\nc,3,3\na,1,2\nb,2,4\n");
    writeFileSync(join(folder.path, "lossctl.config.json"), change(blocks("json")[0] ?? ""));
    const outcome = await shell(script, folder.path, "bash");
    const texts = new Map<string, string>();
    for (const name of [
      "lossctl.json",
      "lossctl.xml",
      "metrics.txt",
      "metrics.json",
      "lossctl.prom",
      "summary",
      "outputs",
    ]) {
      try {
        texts.set(name, readFileSync(join(folder.path, name), "utf8"));
      } catch {
        // Not each writes each.
      }
    }
    return { ...outcome, files: (name) => texts.get(name) ?? "" };
  } finally {
    folder.remove();
  }
}

const failing = (config: string): string => config.replace("mse=3", "mse=1");

describe("docs/ci.md", () => {
  test.each(blocks("yaml").flatMap(commands))("%s", async (command) => {
    expect((await run(command)).code).toBe(0);
    if (command.includes("lossctl") && !command.includes("--exit-zero")) {
      expect((await run(command, failing)).code).toBe(1);
    }
  });

  test("writes what GitLab takes up", async () => {
    const [gitlab = ""] = blocks("yaml").filter((block) => block.includes("script:"));
    const script = commands(gitlab).join("\n");
    const { code, files } = await run(`set -e\n${script}`, failing);
    expect(code).toBe(1);
    for (const [, name = ""] of gitlab.matchAll(/(?:junit|metrics): (\S+)/g))
      expect(files(name)).not.toBe("");
    expect(files("lossctl.xml")).toContain('<testsuite name="price" tests="2" failures="1"');
    expect(files("metrics.txt")).toMatch(/# EOF\n$/);
  });

  test.each(blocks("sh"))("%s", async (script) => {
    const { code, stderr } = await run(`set -e\n${script}`);
    expect(stderr.replaceAll(/^lossctl: note: .*\n/gm, "")).toBe("");
    expect(code).toBe(0);
  });

  test("tells a verdict from a failure", async () => {
    const [script = ""] = blocks("sh").filter((block) => block.includes("case"));
    expect((await run(script, failing)).stdout).toMatch(/a gate failed\n$/);
    const broken = await run(script, () => "{");
    expect(broken.code).toBe(2);
    expect(broken.stdout).toBe("not computed\n");
  });
});

describe("action.yml", () => {
  /** The script of a step. */
  const scripts = [...ACTION.matchAll(/^( *)run: \|\n((?:\1 {2}.*\n)+)/gm)].map(
    ([, indent = "", text = ""]) => text.replaceAll(new RegExp(`^${indent}  `, "gm"), ""),
  );
  const [build = "", check = ""] = scripts;
  const step = (inputs: Record<string, string>, script = check): string => {
    const all = { LOSSCTL_NAMES: "", LOSSCTL_CONFIG: "", LOSSCTL_REPORT: "", ...inputs };
    const variables = {
      ...all,
      GITHUB_ACTION_PATH: ROOT,
      GITHUB_OUTPUT: "outputs",
      GITHUB_STEP_SUMMARY: "summary",
    };
    const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
    return `${exports.join("\n")}\nset -e -o pipefail\n${script}`;
  };

  test("has an output of the step for each of its own, and no input in a script", () => {
    expect(scripts).toHaveLength(2);
    for (const script of scripts) expect(script).not.toContain("${{");
    const inputs = [...ACTION.matchAll(/\$\{\{ inputs\.([a-z-]+) \}\}/g)].map(([, name]) => name).sort();
    const [, declared = ""] = /^inputs:\n([\s\S]*?)^outputs:/m.exec(ACTION) ?? [];
    expect(inputs).toEqual([...declared.matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name]) => name).sort());
  });

  test("builds nothing where it is built", async () => {
    expect(await run(step({}, build))).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  test("runs all evaluations and gives its outputs", async () => {
    const { code, files } = await run(step({ LOSSCTL_REPORT: "lossctl.json" }));
    expect(code).toBe(0);
    expect(files("outputs")).toBe('verdict=pass\nmetrics={"price/mse": 2.25, "price/mae": 1.25}\n');
    expect(files("summary")).toContain("### price");
    expect(JSON.parse(files("lossctl.json"))).toMatchObject({ schema: "lossctl.checks/1", verdict: "pass" });
  });

  test("runs those named, by the configuration stated", async () => {
    const named = await run(
      step({ LOSSCTL_NAMES: " price  price ", LOSSCTL_CONFIG: "lossctl.config.json" }),
      failing,
    );
    expect(named.code).toBe(1);
    expect(named.stderr).toMatch(/^::error title=lossctl price%3A gate failed::max mse=1: /m);
    expect((await run(step({ LOSSCTL_NAMES: "none" }))).code).toBe(2);
    // YAML's `|` puts each on a line of its own.
    expect((await run(step({ LOSSCTL_NAMES: "price\nnone\n" }))).code).toBe(2);
    expect((await run(step({ LOSSCTL_NAMES: "--help" }))).code).toBe(2);
    expect((await run(step({ LOSSCTL_CONFIG: "$(touch hacked); none.json" }))).stderr).toContain(
      "none.json: no such file",
    );
  });
});
