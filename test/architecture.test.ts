/** Who may import whom: the directions that docs/architecture.md draws, read off the import lines of src. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const SRC = join(dirname(fileURLToPath(import.meta.url)), "..", "src");

/** A source file, `path` from src with `/`. */
interface Source {
  readonly path: string;
  readonly text: string;
}

interface Import {
  /** As written: `./types.ts`, `node:fs`, `chalk`. */
  readonly from: string;
  /** True if nothing of it is left at run time. */
  readonly typesOnly: boolean;
}

/** What a room may import from outside itself. An entry is a room, or one file of it. */
interface Rule {
  readonly values: readonly string[];
  /** Besides those of `values`. */
  readonly types?: readonly string[];
  readonly packages?: readonly string[];
}

/**
 * The rooms, from the rim inwards. Rows and losses meet in `evaluate`, and of the readers it knows what they yield
 * and what columns are called, not how files are read. What gates judge and reporters print is plain data.
 */
const RULES: Readonly<Record<string, Rule>> = {
  "index.ts": { values: ["evaluate", "read", "accumulate", "losses", "errors.ts"], types: ["report"] },
  "main.ts": { values: ["commands", "report", "errors.ts", "visible.ts"], packages: ["commander"] },
  commands: {
    values: [
      "parallel",
      "compare",
      "evaluate",
      "gradient",
      "fit",
      "model",
      "read",
      "accumulate",
      "gate",
      "statistics",
      "report",
      "config",
      "catalogue",
      "advise",
      "page",
      "losses",
      "nearest.ts",
      "visible.ts",
      "errors.ts",
    ],
    packages: ["commander"],
  },
  parallel: {
    values: ["evaluate", "compare", "model/fit-share.ts", "read", "losses", "kernel/module.ts", "errors.ts"],
    types: ["losses", "fit"],
  },
  evaluate: {
    values: [
      "read/chunk.ts",
      "read/names.ts",
      "accumulate",
      "kernel/residuals.ts",
      "losses",
      "statistics",
      "report/types.ts",
      "errors.ts",
    ],
    types: ["report/picture-types.ts"],
  },
  gradient: {
    values: ["evaluate", "read/chunk.ts", "accumulate", "losses", "errors.ts"],
    types: ["report"],
  },
  fit: {
    values: ["evaluate", "accumulate", "losses", "statistics", "report/types.ts", "errors.ts"],
    packages: ["ml-matrix"],
  },
  config: { values: ["nearest.ts", "errors.ts"] },
  compare: {
    values: [
      "evaluate",
      "read/chunk.ts",
      "accumulate",
      "losses",
      "statistics",
      "report/types.ts",
      "errors.ts",
    ],
    types: ["report"],
  },
  gate: { values: ["statistics", "report/types.ts", "errors.ts"], types: ["report/compare-types.ts"] },
  model: {
    values: [
      "evaluate",
      "read/chunk.ts",
      "read/number.ts",
      "read/names.ts",
      "losses",
      "fit/types.ts",
      "fit/predictor.ts",
      "fit/gathered-rows.ts",
      "fit/part-losses.ts",
      "accumulate/row-counts.ts",
      "report/types.ts",
      "errors.ts",
    ],
    types: ["fit", "read"],
  },
  catalogue: { values: ["losses"] },
  advise: { values: ["read/chunk.ts", "accumulate", "report/significant.ts"] },
  report: {
    values: ["errors.ts", "visible.ts"],
    types: ["catalogue", "advise", "fit", "losses"],
    packages: ["chalk", "csv-stringify/sync", "string-width"],
  },
  page: { values: ["report", "visible.ts"], packages: ["@observablehq/plot"] },
  accumulate: { values: ["kernel"], types: ["losses", "read"] },
  losses: { values: [] },
  read: { values: ["kernel", "nearest.ts", "errors.ts"], packages: ["csv-parse", "csv-parse/sync", "fzstd"] },
  kernel: { values: [] },
  statistics: { values: [] },
  "nearest.ts": { values: [], packages: ["fastest-levenshtein"] },
  "errors.ts": { values: [] },
  "visible.ts": { values: [] },
};

/** Files that alone may know a package, however many of their room may know others. */
const LONELY: Readonly<Record<string, RegExp>> = {
  "ml-matrix": /^fit\/symmetric\.ts$/,
  chalk: /^report\/style\.ts$/,
  "csv-parse": /^read\//,
};

/** Where files are opened, and where the process (its streams, arguments, environment, exit code) is touched. */
const FILES =
  /^(?:main\.ts|commands\/|read\/|fit\/row-file\.ts$|report\/(?:file-output|standard-stream|target)\.ts$)/;
const PROCESS = /^(?:main\.ts|commands\/|report\/file-output\.ts$)/;

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1");
}

function importsOf(text: string): Import[] {
  const code = withoutComments(text);
  const statement = /^\s*(?:import|export)\s+(type\s)?([^"';]*?)\s*from\s*"([^"]+)"/gm;
  const found: Import[] = [];
  for (const [, type, names = "", from = ""] of code.matchAll(statement)) {
    const listed = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1]?.split(",") ?? [""];
    const each = listed.map((name) => name.trim()).filter((name) => name !== "");
    const typesOnly =
      type !== undefined || (each.length > 0 && each.every((name) => name.startsWith("type ")));
    found.push({ from, typesOnly });
  }
  for (const [, from = ""] of code.matchAll(/\bimport\s*\(?\s*"([^"]+)"/g)) {
    found.push({ from, typesOnly: false });
  }
  return found;
}

function roomOf(path: string): string {
  return path.split("/")[0] ?? path;
}

function covers(entries: readonly string[], path: string): boolean {
  return entries.some((entry) => path === entry || path.startsWith(`${entry}/`));
}

/** What is wrong with a file's imports and effects; empty where it keeps to the rules. */
function violations({ path, text }: Source): string[] {
  const rule = RULES[roomOf(path)];
  if (rule === undefined) return [`${path} stands in a room without a rule`];
  const found: string[] = [];
  for (const { from, typesOnly } of importsOf(text)) {
    const told = `${path} imports ${from}`;
    if (from.startsWith(".")) {
      const target = posix.join(posix.dirname(path), from);
      if (roomOf(target) === roomOf(path)) continue;
      const allowed = typesOnly ? [...rule.values, ...(rule.types ?? [])] : rule.values;
      if (!covers(allowed, target)) found.push(told);
    } else if (from.startsWith("node:")) {
      if (/^node:fs\b/.test(from) && !FILES.test(path)) found.push(told);
      if (from === "node:process") found.push(told);
    } else {
      const lonely = LONELY[from.split("/")[0] ?? from];
      if (!(rule.packages ?? []).includes(from) || (lonely !== undefined && !lonely.test(path)))
        found.push(told);
    }
  }
  const code = withoutComments(text);
  // It may lose what was written: only main may, which knows.
  if (/\bprocess\.exit\b(?!Code)/.test(code) && path !== "main.ts") found.push(`${path} calls process.exit`);
  if (/\bprocess\b\s*[.[]/.test(code) && !PROCESS.test(path)) found.push(`${path} touches the process`);
  if (/\bconsole\s*\./.test(code)) found.push(`${path} writes to the console`);
  return found;
}

const sources: Source[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({
    path: relative(SRC, join(SRC, path)).replaceAll("\\", "/"),
    text: readFileSync(join(SRC, path), "utf8"),
  }));

describe("each room imports only what stands further in", () => {
  test.each(sources.map((source) => [source.path, source] as const))("%s", (_path, source) => {
    expect(violations(source)).toEqual([]);
  });
});

test("csv-parse is known to one file", () => {
  const users = sources.filter(({ text }) =>
    importsOf(text).some(({ from }) => from.startsWith("csv-parse")),
  );
  expect(users).toHaveLength(1);
});

test("no room is without files", () => {
  expect([...new Set(sources.map(({ path }) => roomOf(path)))].sort()).toEqual(Object.keys(RULES).sort());
});

describe("the rules reject what breaks them", () => {
  test.each([
    ["losses/mse.ts", 'import { add } from "../accumulate/exact-sum.ts";'],
    ["losses/mse.ts", 'import type { Chunk } from "../read/chunk.ts";'],
    ["losses/mse.ts", 'export { add } from "../errors.ts";'],
    ["accumulate/mean.ts", 'import { createMeasure } from "../losses/spec.ts";'],
    ["accumulate/mean.ts", 'import { type Term, createMeasure } from "../losses/spec.ts";'],
    ["evaluate/run.ts", 'import { openTable } from "../read/open.ts";'],
    ["evaluate/run.ts", 'const { judge } = await import("../gate/judge.ts");'],
    ["gate/judge.ts", 'import { renderTable } from "../report/table.ts";'],
    ["gate/judge.ts", 'import {\n  createMeasure,\n} from "../losses/spec.ts";'],
    ["report/table.ts", 'import chalk from "chalk";'],
    ["report/table.ts", 'import { readFileSync } from "node:fs";'],
    ["read/csv.ts", 'import { Command } from "commander";'],
    ["read/csv.ts", 'import type { Loss } from "../losses/types.ts";'],
    ["report/table.ts", 'const { Chalk } = await import("chalk");'],
    ["losses/mse.ts", 'import "../read/csv.ts";'],
    ["evaluate/plan.ts", 'import { parse } from "csv-parse";'],
    ["report/json.ts", 'import { runEval } from "../commands/eval.ts";'],
    ["commands/eval.ts", "process.exit(1);"],
    ["read/csv.ts", "process.stdin.on('data', take);"],
    ["gate/judge.ts", "console.log(1);"],
    ["report/loss-page.ts", 'import { lossEntry } from "../catalogue/entry.ts";'],
    ["report/loss-words.ts", 'import { parseLoss } from "../losses/spec.ts";'],
    ["catalogue/entry.ts", 'import { significant } from "../report/significant.ts";'],
    ["catalogue/curves.ts", 'import { LossctlError } from "../errors.ts";'],
    ["advise/data-profile.ts", 'import { openTable } from "../read/open.ts";'],
    ["advise/advice.ts", 'import { findDefinition } from "../losses/spec.ts";'],
    ["utils/text.ts", ""],
  ])("%s: %s", (path, text) => {
    expect(violations({ path, text })).toHaveLength(1);
  });

  test.each([
    ["accumulate/mean.ts", 'import type { Term } from "../losses/types.ts";'],
    ["accumulate/mean.ts", 'import { type Chunk, type Column } from "../read/chunk.ts";'],
    ["read/csv.ts", 'import { readSync } from "node:fs";\nimport { parse } from "csv-parse";'],
    ["losses/mse.ts", '// import { x } from "../read/csv.ts";\nimport { residualLoss } from "./build.ts";'],
    ["main.ts", "process.exitCode = 1;"],
  ])("and nothing else: %s: %s", (path, text) => {
    expect(violations({ path, text })).toEqual([]);
  });
});
