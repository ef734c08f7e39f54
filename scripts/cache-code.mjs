// What V8 made of the bundle when it ran, so that a start need not compile it again (some 15 ms of 60). V8 takes it
// only in the very version and with the very flags that made it, and compiles as ever otherwise. From Node 22.1 on
// Node keeps such a cache itself (bin/lossctl.cjs asks it to), and none is written here.
import { spawnSync } from "node:child_process";
import module from "node:module";
import { join } from "node:path";

/**
 * Writes dist/lossctl.cjs.cache. Two runs are behind it, so that it holds the functions that a start needs.
 * @param {string} root the repository, built
 */
export function cacheCode(root) {
  if (module.enableCompileCache !== undefined) return;
  const bundle = join(root, "dist", "lossctl.cjs");
  const run = `
    const { readFileSync, writeFileSync } = require("node:fs");
    const { wrap } = require("node:module");
    const { Script } = require("node:vm");
    const bundle = ${JSON.stringify(bundle)};
    const script = new Script(wrap(readFileSync(bundle, "latin1")), { filename: bundle });
    const start = () => {
      const module = { exports: {} };
      script.runInThisContext().call(module.exports, module.exports, require, module, bundle, "");
    };
    process.argv.splice(1, 0, bundle);
    process.once("exit", () => writeFileSync(bundle + ".cache", script.createCachedData()));
    start();
  `;
  const fixture = join(root, "fixtures", "diabetes-ridge.csv");
  const evaluation = ["eval", fixture, "--label", "target", "--pred", "pred_ridge", "--max", "mae=50"];
  const { status, stderr } = spawnSync(process.execPath, ["-e", run, "--", ...evaluation], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the bundle does not run: ${stderr}`);
}
