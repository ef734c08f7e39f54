// What V8 made of a bundle when it ran, so that a start need not compile it again (some 15 ms of 60). V8 takes it
// only in the very version and with the very flags that made it, and compiles as ever otherwise. From Node 22.1 on
// Node keeps such a cache itself (bin/lossctl.cjs asks it to), and none is written here.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";

/**
 * Writes beside a bundle its text as a script that gives a function (`.script`; to put the text together at each start
 * would copy it twice and cost a collection of garbage, 7 ms), and the code of that (`.cache`), from a run, so that it
 * holds the functions that a start needs.
 * @param {string} root the repository, built
 * @param {string} bundle its path
 * @param {readonly string[]} args of a run that ends well
 */
export function cacheCode(root, bundle, args) {
  if (module.enableCompileCache !== undefined) return;
  const path = join(root, bundle);
  const text = `(function (exports, require, module) { ${readFileSync(path, "latin1")}\n})`;
  writeFileSync(`${path}.script`, text, "latin1");
  const run = `
    const { readFileSync, writeFileSync } = require("node:fs");
    const { createRequire } = require("node:module");
    const { Script } = require("node:vm");
    const bundle = ${JSON.stringify(path)};
    const script = new Script(readFileSync(bundle + ".script", "latin1"), { filename: bundle });
    process.argv.splice(1, 0, bundle);
    process.once("exit", () => writeFileSync(bundle + ".cache", script.createCachedData()));
    const module = { exports: {} };
    script.runInThisContext()(module.exports, createRequire(bundle), module);
  `;
  const { status, stderr } = spawnSync(process.execPath, ["-e", `{${run}}`, "--", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${bundle} does not run: ${stderr}`);
}
