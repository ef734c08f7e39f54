#!/usr/bin/env node
// Starts the bundle, with what V8 made of it before where there is that (scripts/cache-code.mjs).
const { existsSync, readFileSync } = require("node:fs");
const { createRequire, enableCompileCache, wrap } = require("node:module");
const { dirname, join } = require("node:path");

const bundle = join(__dirname, "..", "dist", "lossctl.cjs");
enableCompileCache?.();
if (enableCompileCache !== undefined || !existsSync(`${bundle}.cache`)) {
  require(bundle);
} else {
  const { Script } = require("node:vm");
  const cachedData = readFileSync(`${bundle}.cache`);
  const script = new Script(wrap(readFileSync(bundle, "latin1")), { filename: bundle, cachedData });
  const main = { exports: {} };
  const start = script.runInThisContext();
  start.call(main.exports, main.exports, createRequire(bundle), main, bundle, dirname(bundle));
}
