// The licence texts of what the bundle contains; bundling drops them, and their terms ask for them.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes the name, version and licence text of each package with a file among esbuild's inputs.
 * @param {string} root folder that holds node_modules
 * @param {readonly string[]} inputs paths relative to root, as in esbuild's metafile
 * @param {string} target file to write
 */
export function writeLicenses(root, inputs, target) {
  const packages = new Set();
  for (const input of inputs) {
    const match = /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match !== null) packages.add(match[1]);
  }
  const texts = [...packages].sort().map((path) => {
    const folder = join(root, path);
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`no licence text in ${path}`);
    const text = readFileSync(join(folder, file), "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  writeFileSync(target, texts.join(`\n${"-".repeat(80)}\n\n`));
}
