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
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file === undefined ? statedText(license, author) : readFileSync(join(folder, file), "utf8").trim();
    if (text === null) throw new Error(`no licence text in ${path}`);
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  writeFileSync(target, texts.join(`\n${"-".repeat(80)}\n\n`));
}

/** The text of a licence that a package names without having it, where there is one text for all; else null. */
function statedText(license, author) {
  const holder = typeof author === "string" ? author : author?.name;
  if (license !== "ISC" || holder === undefined) return null;
  return `Copyright (c) ${holder}

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`;
}
