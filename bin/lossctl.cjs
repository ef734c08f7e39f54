#!/usr/bin/env node
// Starts the called command's own bundle, or the one with all commands (scripts/build.mjs).
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

/** With what V8 made of a bundle before (scripts/cache-code.mjs); null where there is nothing that this V8 takes. */
function loadCached(bundle) {
  if (!existsSync(`${bundle}.cache`)) return null;
  const { Script } = require("node:vm");
  const cachedData = readFileSync(`${bundle}.cache`);
  const script = new Script(readFileSync(`${bundle}.script`, "latin1"), { filename: bundle, cachedData });
  if (script.cachedDataRejected) return null;
  const main = { exports: {} };
  script.runInThisContext()(main.exports, require, main);
  return main;
}

/** What a bundle exports. */
function load(bundle) {
  const cached = loadCached(bundle);
  if (cached !== null) return cached.exports;
  // From Node 22.1 on Node keeps such a cache itself.
  require("node:module").enableCompileCache?.();
  return require(bundle);
}

if (require.main === module) {
  const dist = join(__dirname, "..", "dist");
  const own = join(dist, `lossctl-${process.argv[2]}.cjs`);
  load(/^[a-z]+$/.test(process.argv[2]) && existsSync(own) ? own : join(dist, "lossctl.cjs"));
}

// For threads and the page, whose code is apart (scripts/build.mjs).
module.exports = { load };
