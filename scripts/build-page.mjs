// Builds what draws `--html`: a CommonJS module with its libraries, that exports a function of the `Intl` it may know.
// Its text, compressed, is also a TypeScript module: the single executable then has it without looking for a file, and a
// start without `--html` does not pay for it: it is text until it is asked for. The generated file is ignored by git.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Writes src/page/page-text.generated.ts. Returns the module's text, and the files that it holds, relative to the root.
 * @returns {Promise<{ text: string, inputs: readonly string[] }>}
 */
export async function buildPage() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/page/page.ts"],
    bundle: true,
    write: false,
    metafile: true,
    // Neither: it may need nothing of Node, and nothing of a browser.
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["import", "module"],
    target: "node20",
    format: "cjs",
    minify: true,
    banner: { js: '"use strict";module.exports=function(Intl){const module={exports:{}};' },
    footer: { js: "return module.exports;};" },
    legalComments: "none",
    logLevel: "warning",
  });
  const text = Buffer.from(outputFiles[0].contents);
  const packed = brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
  });
  writeFileSync(
    join(root, "src/page/page-text.generated.ts"),
    `/** Built by scripts/build-page.mjs: CommonJS, brotli, base64. */\nexport const pageText: string =\n  "${packed.toString("base64")}";\n`,
  );
  return { text: text.toString("utf8"), inputs: Object.keys(metafile.inputs) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();
