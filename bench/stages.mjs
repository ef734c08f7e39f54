// npm run bench:stages [-- --only reg,losses]: what each stage of an evaluation costs (stage-times.ts, which is bundled
// with the sources that it measures).
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { dataFile } from "./generate.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
/** More than a block, no more is read. */
const ROWS = 20_000;
const files = Object.fromEntries(["reg", "clf", "multi"].map((kind) => [kind, dataFile(kind, ROWS)]));

await build({
  absWorkingDir: root,
  entryPoints: ["bench/stage-times.ts"],
  outfile: "build/stage-times.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "warning",
});
execFileSync(
  process.execPath,
  [`${root}build/stage-times.mjs`, "--files", JSON.stringify(files), ...process.argv.slice(2)],
  { stdio: "inherit" },
);
