// Builds the kernel: tables of powers of five, then AssemblyScript to WebAssembly, then the module's bytes as
// base64 text in a TypeScript module, which the library, the bundle and the tests all import alike. Both
// generated files are ignored by git. Nothing is done if they are of the sources as they stand.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { powersOfFive } from "./powers-of-five.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const assembly = join(root, "src/kernel/assembly");
const output = join(root, "src/kernel/bytes.generated.ts");

const options = [
  join(assembly, "index.ts"),
  ...["--outFile", "kernel.wasm"],
  ...["--runtime", "stub", "--use", "abort=", "--noAssert", "-O3", "--enable", "simd"],
];

function fingerprint() {
  const hash = createHash("sha256").update(JSON.stringify(options.slice(1)));
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  hash.update(lock.packages["node_modules/assemblyscript"].integrity);
  hash.update(readFileSync(join(root, "scripts/powers-of-five.mjs")));
  for (const name of readdirSync(assembly).sort()) {
    if (!name.endsWith(".generated.ts")) hash.update(name).update(readFileSync(join(assembly, name)));
  }
  return hash.digest("hex");
}

/** Compiles the kernel unless it is up to date. */
export async function buildKernel() {
  const sources = fingerprint();
  const first = `// Built by scripts/build-kernel.mjs from sources ${sources}.\n`;
  if (existsSync(output) && readFileSync(output, "utf8").startsWith(first)) return;
  writeFileSync(join(assembly, "powers.generated.ts"), powersOfFive());
  const { default: asc } = await import("assemblyscript/asc");
  let wasm;
  const { error, stderr } = await asc.main(options, {
    writeFile: (_name, contents) => {
      wasm = contents;
    },
  });
  if (error) throw new Error(`the kernel does not compile: ${error.message}\n${stderr.toString()}`);
  if (stderr.toString() !== "") throw new Error(`the kernel compiles with warnings:\n${stderr.toString()}`);
  const text = Buffer.from(wasm).toString("base64");
  writeFileSync(
    output,
    `${first}\n/** The kernel, a WebAssembly module, in base64. */\nexport const kernelBytes =\n  "${text}";\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernel();
