#!/usr/bin/env node
// Starts the called command's own bundle, or the one with all commands, with what V8 made of it before where there is
// that (scripts/build.mjs, scripts/cache-code.mjs). Newer versions of Node keep that themselves.
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const dist = join(__dirname, "..", "dist");
const own = join(dist, `lossctl-${process.argv[2]}.cjs`);
const bundle = /^[a-z]+$/.test(process.argv[2]) && existsSync(own) ? own : join(dist, "lossctl.cjs");
if (existsSync(`${bundle}.cache`)) {
  const { Script } = require("node:vm");
  const cachedData = readFileSync(`${bundle}.cache`);
  // node:module, which has the same as wrap(), takes a millisecond to load.
  const text = `(function (exports, require, module) { ${readFileSync(bundle, "latin1")}\n})`;
  const main = { exports: {} };
  new Script(text, { filename: bundle, cachedData }).runInThisContext()(main.exports, require, main);
} else {
  require("node:module").enableCompileCache?.();
  require(bundle);
}
