// What V8 made of a bundle when it ran, so that a start need not compile it again (some 15 ms of 60). V8 takes it
// only in the very version and with the very flags that made it, and compiles as ever otherwise. From Node 22.1 on
// Node keeps such a cache itself (bin/lossctl.cjs asks it to), and none is written here.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";

/** Whether anything is written. */
export const CACHES_CODE = module.enableCompileCache === undefined;

/**
 * Writes beside a bundle its text as a script that gives a function (`.script`; to put the text together at each start
 * would copy it twice and cost a collection of garbage, 7 ms), and the code of that (`.cache`), from a run that uses the
 * bundle, so that it holds the functions that such a run needs.
 * @param {string} root the repository, built
 * @param {string} bundle its path
 * @param {readonly string[]} args of a run that ends well
 */
export function cacheCode(root, bundle, args) {
  if (!CACHES_CODE) return;
  const path = join(root, bundle);
  const text = `(function (exports, require, module) { ${readFileSync(path, "latin1")}\n})`;
  writeFileSync(`${path}.script`, text, "latin1");
  // What is there is asked for; scripts/keep-code.cjs sees to it that nothing is not taken.
  writeFileSync(`${path}.cache`, "");
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--require", join(root, "scripts", "keep-code.cjs"), join(root, "bin", "lossctl.cjs"), ...args],
    { cwd: root, encoding: "utf8", env: { ...process.env, KEPT_BUNDLE: path } },
  );
  if (status !== 0) throw new Error(`${bundle} does not run: ${stderr}`);
  if (statSync(`${path}.cache`).size === 0) throw new Error(`no run of ${bundle}: lossctl ${args.join(" ")}`);
}
