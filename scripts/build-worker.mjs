// Builds the code of threads, a CommonJS bundle. Its text is also a TypeScript module: the single executable then starts
// threads without looking for a file. The generated file is ignored by git.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildKernel } from "./build-kernel.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Writes src/parallel/worker-text.generated.ts. Returns the bundle's text.
 * @returns {Promise<string>}
 */
export async function buildWorker() {
  await buildKernel();
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/parallel/worker.ts"],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
  const { text } = outputFiles[0];
  writeFileSync(
    join(root, "src/parallel/worker-text.generated.ts"),
    `/** Built by scripts/build-worker.mjs. */\nexport const workerText: string = ${JSON.stringify(text)};\n`,
  );
  return text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWorker();
