#!/usr/bin/env node
// Starts the called command's own bundle, or the one with all commands (scripts/build.mjs).
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

/** With what V8 made of the bundle before (scripts/cache-code.mjs); false where there is none that this V8 takes. */
function startCached(bundle) {
  if (!existsSync(`${bundle}.cache`)) return false;
  const { Script } = require("node:vm");
  const cachedData = readFileSync(`${bundle}.cache`);
  const script = new Script(readFileSync(`${bundle}.script`, "latin1"), { filename: bundle, cachedData });
  if (script.cachedDataRejected) return false;
  const main = { exports: {} };
  script.runInThisContext()(main.exports, require, main);
  return true;
}

const dist = join(__dirname, "..", "dist");
const own = join(dist, `lossctl-${process.argv[2]}.cjs`);
const bundle = /^[a-z]+$/.test(process.argv[2]) && existsSync(own) ? own : join(dist, "lossctl.cjs");
if (!startCached(bundle)) {
  // From Node 22.1 on Node keeps such a cache itself.
  require("node:module").enableCompileCache?.();
  require(bundle);
}
