// Builds the code of threads, one CommonJS text in a TypeScript module: the bundle and the single executable
// then start threads without looking for a file. The generated file is ignored by git.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildKernel } from "./build-kernel.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Writes src/parallel/worker-text.generated.ts. Returns the files that it holds, relative to the root. */
export async function buildWorker() {
  await buildKernel();
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/parallel/worker.ts"],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
  const text = JSON.stringify(outputFiles[0].text);
  writeFileSync(
    join(root, "src/parallel/worker-text.generated.ts"),
    `/** Built by scripts/build-worker.mjs. */\nexport const workerText: string = ${text};\n`,
  );
  return Object.keys(metafile.inputs);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWorker();
