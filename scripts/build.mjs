// Builds the kernel, then dist/: the library (tsc, ES modules with types) and the program (esbuild, CommonJS bundles,
// which start 7 ms sooner than ES module ones): dist/lossctl.cjs with all commands, the main of the single executable,
// and one a command, dist/lossctl-<command>.cjs, which is half of that to read and saves 10 ms more (bin/lossctl.cjs
// chooses).
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildPage } from "./build-page.mjs";
import { buildWorker } from "./build-worker.mjs";
import { CACHES_CODE, cacheCode } from "./cache-code.mjs";
import { writeLicenses } from "./licenses.mjs";
import { lossesOnDemand } from "./losses-on-demand.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));

/** A line of src/main.ts that registers a command. */
const COMMAND = /^ {2}(\w+): async \(\) => \(await import\("\.\/commands\/.*\n/gm;

const DIABETES = ["fixtures/diabetes-ridge.csv", "--label", "target", "--pred", "pred_ridge"];
/** What a run of a command mostly is: what V8 compiles for it is kept (scripts/cache-code.mjs). */
const TYPICAL = {
  eval: [...DIABETES, "--max", "mae=50"],
  grad: [...DIABETES, "--loss", "mse"],
  fit: ["fixtures/houses.csv"],
  predict: ["fixtures/houses-model.json", "fixtures/houses.csv"],
  compare: [...DIABETES, "--pred", "pred_knn", "--loss", "mse,mae"],
  losses: [],
};

const worker = await buildWorker();
const page = await buildPage();
rmSync(join(root, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [join(typescript, "bin", "tsc"), "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
/** commander asks for it at once, and only for sub-commands that are programs of their own, which we have not. */
const lazyChildProcess = {
  name: "lazy-child-process",
  setup(setup) {
    setup.onResolve({ filter: /^node:child_process$/ }, () => ({
      path: "child_process",
      namespace: "lazy",
    }));
    setup.onLoad({ filter: /.*/, namespace: "lazy" }, () => ({
      contents: 'exports.spawn = (...args) => require("child_process").spawn(...args);',
    }));
  },
};

/**
 * Text of one byte a character is read and kept in half the time and memory. What esbuild leaves as it is (regular
 * expressions) is written as \uXXXX.
 */
function asciiOnly(path) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(/[^\0-\x7f]/g, escaped));
}

/**
 * What only some runs need stays out of a command's bundle: to read it costs a start 4 ms. From files its code also comes
 * as V8 has compiled it before.
 */
const codeApart = {
  name: "code-apart",
  setup(setup) {
    setup.onResolve({ filter: /\/(page-code|worker-text\.generated)\.ts$/ }, ({ path }) => ({
      // From bin/ as from dist/: where the bundle is run from cached code, its `require` is that of bin/lossctl.cjs.
      path: `../dist/${basename(path, ".ts").replace(".generated", "")}.cjs`,
      external: true,
    }));
  },
};

/** Writes the modules that `codeApart` puts in the place of others, and the code that they load. */
function writeCodeApart() {
  const files = {
    "worker.cjs": worker,
    "worker-text.cjs": `const { join } = require("node:path");
const [program, worker] = [join(__dirname, "../bin/lossctl.cjs"), join(__dirname, "worker.cjs")].map((path) => JSON.stringify(path));
exports.workerText = \`require(\${program}).load(\${worker});\`;
`,
    "page.cjs": page.text,
    "page-code.cjs": `const { join } = require("node:path");
const { load } = require("../bin/lossctl.cjs");
exports.loadCode = () => load(join(__dirname, "page.cjs"));
`,
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(root, "dist", name), text);
    asciiOnly(join(root, "dist", name));
  }
}

/** main.ts with the line of one command alone. */
const oneCommand = (name) => ({
  name: "one-command",
  setup(setup) {
    setup.onLoad({ filter: /[\\/]src[\\/]main\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(COMMAND, (line, other) => (other === name ? line : "")),
      loader: "ts",
    }));
  },
});

/** Bundles `entry` into dist/`name`.cjs. Returns the files that it holds, relative to the root. */
async function bundle(entry, name, plugins = []) {
  const outfile = join("dist", `${name}.cjs`);
  const { metafile } = await build({
    metafile: true,
    plugins: [lazyChildProcess, ...plugins],
    // import() needs more of Node at start, and fails in some single executables.
    supported: { "dynamic-import": false },
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    define: { LOSSCTL_VERSION: JSON.stringify(version) },
  });
  asciiOnly(join(root, outfile));
  return Object.keys(metafile.inputs);
}

const inputs = await bundle("src/main.ts", "lossctl");
cacheCode(root, "dist/lossctl.cjs", ["--version"]);
writeCodeApart();
const commands = [...readFileSync(join(root, "src/main.ts"), "utf8").matchAll(COMMAND)].map(
  ([, name]) => name,
);
const onDemand = await lossesOnDemand(root);
if (commands.length === 0) throw new Error("src/main.ts: no line that registers a command");
for (const name of commands) {
  await bundle("src/main.ts", `lossctl-${name}`, [codeApart, onDemand, oneCommand(name)]);
  cacheCode(root, `dist/lossctl-${name}.cjs`, [name, ...(TYPICAL[name] ?? ["--help"])]);
}
if (CACHES_CODE) {
  const scratch = mkdtempSync(join(tmpdir(), "lossctl-build-"));
  const html = ["--html", join(scratch, "page.html")];
  cacheCode(root, "dist/page.cjs", ["eval", ...DIABETES, ...html]);
  // So many rows that two threads read them: 70 MB.
  const rows = join(scratch, "rows.csv");
  writeFileSync(rows, `y,p\n${"1.25,1.5\n0.3333,0.5\n".repeat(3_500_000)}`);
  cacheCode(root, "dist/worker.cjs", ["eval", rows, "--loss", "mse,mae", "--threads", "2", ...html]);
  rmSync(scratch, { recursive: true });
}
writeLicenses(root, [...inputs, ...page.inputs], join(root, "dist", "THIRD_PARTY_LICENSES"));
