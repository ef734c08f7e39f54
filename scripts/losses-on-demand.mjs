// Losses that a bundle makes when they are asked for. To make all of them, whose definitions are mostly words, and to
// read what V8 has made of them, costs a start some 5 ms of 60.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A loss in src/losses/catalogue.ts. */
const IMPORT = /^import \{ (\w+) \} from "\.\/([\w-]+)\.ts";$/gm;

/**
 * Puts in the place of src/losses/named.ts a module with the same exports.
 * @param {string} root the repository, with the library built in dist/
 * @returns {Promise<import("esbuild").Plugin>}
 */
export async function lossesOnDemand(root) {
  const names = [];
  const cases = [];
  const files = new Map();
  for (const [, exported, file] of readFileSync(join(root, "src/losses/catalogue.ts"), "utf8").matchAll(
    IMPORT,
  )) {
    const module = await import(pathToFileURL(join(root, "dist", "losses", `${file}.js`)).href);
    files.set(module[exported], { exported, file });
  }
  const { catalogue } = await import(pathToFileURL(join(root, "dist/losses/catalogue.js")).href);
  for (const definition of catalogue) {
    if (!files.has(definition)) {
      throw new Error(`src/losses/catalogue.ts: expected import { … } from "./….ts"; for ${definition.id}`);
    }
    const { exported, file } = files.get(definition);
    const own = [definition.id, ...definition.aliases];
    names.push(...own);
    const labels = own.map((name) => `case ${JSON.stringify(name)}:`).join(" ");
    cases.push(`${labels} return require("./${file}.ts").${exported};`);
  }
  const contents = `export const lossNames = ${JSON.stringify(names)};
export function lossNamed(name) {
  switch (name) {
    ${cases.join("\n    ")}
  }
}
`;
  return {
    name: "losses-on-demand",
    setup(setup) {
      setup.onLoad({ filter: /[\\/]src[\\/]losses[\\/]named\.ts$/ }, () => ({ contents, loader: "js" }));
    },
  };
}
