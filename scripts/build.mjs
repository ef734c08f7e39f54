// Builds the kernel, then dist/: the library (tsc, ES modules with types) and the command (esbuild, one CommonJS
// bundle, which starts 7 ms sooner than an ES module one and is also the main of the single executable).
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildPage } from "./build-page.mjs";
import { buildWorker } from "./build-worker.mjs";
import { cacheCode } from "./cache-code.mjs";
import { writeLicenses } from "./licenses.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));

await buildWorker();
const pageInputs = await buildPage();
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

const { metafile } = await build({
  metafile: true,
  plugins: [lazyChildProcess],
  // import() needs more of Node at start, and fails in some single executables.
  supported: { "dynamic-import": false },
  absWorkingDir: root,
  entryPoints: ["src/main.ts"],
  outfile: "dist/lossctl.cjs",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  define: { LOSSCTL_VERSION: JSON.stringify(version) },
});
asciiOnly(join(root, "dist", "lossctl.cjs"));
cacheCode(root);
writeLicenses(
  root,
  [...Object.keys(metafile.inputs), ...pageInputs],
  join(root, "dist", "THIRD_PARTY_LICENSES"),
);
