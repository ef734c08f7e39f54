// What runs: lossctl, and the peers that are there. A program is a command for a task and a file; what it prints are
// the task's numbers by name.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const bench = fileURLToPath(new URL("./", import.meta.url));
const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} version
 * @property {boolean} database whether the targets are set by it: a database, or scikit-learn
 * @property {(task: import("./tasks.mjs").Task, file: string) => readonly string[] | null} command null: has no such task
 * @property {(text: string) => Readonly<Record<string, number>>} numbers
 */

/** @returns {Program} */
export function lossctl() {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    name: "lossctl",
    version: `${version}, Node ${process.versions.node}`,
    database: false,
    command: ({ command = "eval", options }, file) => [
      process.execPath,
      join(root, "bin", "lossctl.cjs"),
      command,
      file,
      "--json",
      "--quiet",
      ...options,
    ],
    numbers(text) {
      const { model, losses, slices } = JSON.parse(text);
      if (model !== undefined) return { intercept: model.intercept, ...model.coefficients };
      const sliced = slices.flatMap(({ by, losses: found }) =>
        Object.entries(found).map(([key, { value }]) => [`${key} ${Object.values(by).join(" ")}`, value]),
      );
      const whole = Object.entries(losses).map(([key, { value }]) => [key, value]);
      return Object.fromEntries(sliced.length > 0 ? sliced : whole);
    },
  };
}

/** The start and end of Node: what nothing that runs in it can be faster than. */
export const bareNode = {
  name: "node -e 0",
  version: process.versions.node,
  database: false,
  command: ({ name }) => (name === "start" ? [process.execPath, "-e", "0"] : null),
  numbers: () => ({}),
};

/** lossctl with less and with more to do, beside `reg` and `clf`: what standard errors and a page cost. */
export const variants = [
  { name: "no intervals", how: ["--format", "metrics"], numbers: (text) => JSON.parse(text) },
  {
    name: "and a page",
    how: ["--json", "--html", join(bench, "data", "page.html")],
    numbers: lossctl().numbers,
  },
].map(({ name, how, numbers }) => ({
  name,
  version: "",
  database: false,
  command: (task, file) =>
    task.name === "reg" || task.name === "clf"
      ? [process.execPath, join(root, "bin", "lossctl.cjs"), "eval", file, "--quiet", ...how, ...task.options]
      : null,
  numbers,
}));

/** @returns {{ programs: readonly Program[], absent: readonly string[] }} */
export function peers() {
  const found = [
    database("DuckDB", "duckdb.mjs", "@duckdb/node-api"),
    database("ClickHouse", "clickhouse.mjs", "chdb"),
    database("polars", "polars.mjs", "nodejs-polars"),
    scikitLearn(),
    awk(),
    reference(),
  ];
  return {
    programs: found.filter((peer) => typeof peer !== "string"),
    absent: found.filter((peer) => typeof peer === "string"),
  };
}

/** A peer, or in a few words why it is absent. */
function database(name, script, packageName) {
  const path = join(bench, "peers", script);
  const probe = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", `await import(${JSON.stringify(packageName)})`],
    { cwd: bench, encoding: "utf8" },
  );
  if (probe.status !== 0) return `${name} (${/^.*Error.*$/m.exec(probe.stderr)?.[0] ?? "can't be loaded"})`;
  const folder = join(bench, "node_modules", packageName, "package.json");
  const { version } = JSON.parse(readFileSync(folder, "utf8"));
  return {
    name,
    version: `${packageName} ${version}`,
    database: true,
    command: (task, file) => [process.execPath, path, task.name, file],
    numbers: JSON.parse,
  };
}

/** Of the fit alone; what sets the target there. */
function scikitLearn() {
  const probe = spawnSync("python3", ["-c", "import sklearn; print(sklearn.__version__)"], {
    encoding: "utf8",
  });
  if (probe.status !== 0) return "scikit-learn (not installed)";
  return {
    name: "scikit-learn",
    version: probe.stdout.trim(),
    database: true,
    command: ({ data }, file) =>
      data === "fit" ? ["python3", join(bench, "peers", "sklearn-fit.py"), file] : null,
    numbers: JSON.parse,
  };
}

function awk() {
  const probe = spawnSync("mawk", ["-W", "version"], { encoding: "utf8" });
  if (probe.status !== 0) return "mawk (not installed)";
  return {
    name: "mawk",
    version: /[\d.]+[^ ,]*/.exec(`${probe.stdout}${probe.stderr}`)?.[0] ?? "",
    database: false,
    command({ name, data }, file) {
      if (data === "ndjson" || data === "fit") return null;
      return ["mawk", "-f", join(bench, "peers", `${name === "start" ? "reg" : name}.awk`), file];
    },
    numbers: JSON.parse,
  };
}

/** Compiled on first use. */
function reference() {
  const source = join(bench, "peers", "reference.c");
  const program = join(bench, "data", "reference");
  mkdirSync(join(bench, "data"), { recursive: true });
  if (!existsSync(program)) {
    const compiled = spawnSync("cc", ["-O2", "-march=native", "-o", program, source, "-lm"], {
      encoding: "utf8",
    });
    if (compiled.status !== 0) return "C (no compiler)";
  }
  const compiler = spawnSync("cc", ["--version"], { encoding: "utf8" });
  return {
    name: "C, strtod",
    version: compiler.stdout?.split("\n")[0] ?? "",
    database: false,
    command({ name, data }, file) {
      return data === "ndjson" || data === "fit" ? null : [program, name, file];
    },
    numbers: JSON.parse,
  };
}
