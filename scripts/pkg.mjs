// Builds build/pkg/: single-file executables, the bundle dist/lossctl.cjs inside a Node binary, by the packer
// @yao-pkg/pkg in its `--sea` mode. Packer and Node binaries are npm packages, locked in the folder pkg/.
// docs/packaging.md says what is built, what is checked and why.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, "dist", "lossctl.cjs");
const work = join(root, "build", "pkg-work");
const modules = join(work, "node_modules");
const built = join(work, "out");
const output = join(root, "build", "pkg");

const targets = [
  { name: "linux-x64", file: "lossctl-linux-x64", node: "bin/node", format: "ELF x86-64" },
  { name: "linux-arm64", file: "lossctl-linux-arm64", node: "bin/node", format: "ELF aarch64" },
  { name: "win-x64", file: "lossctl-win-x64.exe", node: "bin/node.exe", format: "PE x86-64" },
];
// The one that runs here: the packer's own Node, and the executable of the smoke test.
const host = targets[0];

const fixture = "fixtures/diabetes-ridge.csv";
const evaluation = ["eval", fixture, "--label", "target", "--pred", "pred_ridge", "--loss", "mse,mae"];

const licences = ["LICENSE", "dist/THIRD_PARTY_LICENSES"];

const readJson = (...path) => JSON.parse(readFileSync(join(root, ...path), "utf8"));

/** Runs a program; returns its standard output if it exits with `code`, else throws with all it said. */
function run(program, args, { code = 0, ...options } = {}) {
  const { error, status, signal, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    ...options,
  });
  if (error !== undefined) throw new Error(`cannot run ${program}: ${error.message}`);
  if (status !== code) {
    const ended = signal === null ? `exit ${status}` : `signal ${signal}`;
    throw new Error(
      `${[program, ...args].join(" ")}: expected exit ${code}, found ${ended}\n${stdout}${stderr}`,
    );
  }
  return stdout;
}

/** The Node version of the executables: pkg/package.json must pin one and the same for all targets. */
function nodeVersion() {
  const { dependencies } = readJson("pkg", "package.json");
  const versions = new Set(targets.map(({ name }) => dependencies[`node-${name}`]));
  const [version] = versions;
  if (versions.size !== 1 || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(
      `pkg/package.json: expected one exact version of node-*, found ${[...versions].join(", ")}`,
    );
  }
  return version;
}

function checkStart() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      `runs on linux-x64 only, this is ${process.platform}-${process.arch} (docs/packaging.md)`,
    );
  }
  if (!existsSync(bundle)) throw new Error("dist/lossctl.cjs is missing (npm run build makes it)");
  for (const file of [fixture, ...licences]) {
    if (!existsSync(join(root, file))) throw new Error(`${file} is missing`);
  }
}

/** Installs what pkg/package-lock.json names; npm checks each tarball against the integrity there. */
function install() {
  for (const file of ["package.json", "package-lock.json"]) {
    copyFileSync(join(root, "pkg", file), join(work, file));
  }
  // --force lets npm install the Node binaries of other platforms; no package here needs its scripts.
  const flags = [
    "--force",
    "--ignore-scripts",
    "--no-bin-links",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  run("npm", ["ci", ...flags], { cwd: work });
}

/**
 * Lays the installed Node binaries where the packer keeps its downloads, below HOME. The empty files with the
 * names of the archives and the `.ok` markers tell it that they are already fetched, verified and unpacked.
 */
function seedCache(version) {
  const cache = join(work, ".pkg-cache", "sea");
  for (const { name, node } of targets) {
    const release = `node-v${version}-${name}`;
    const [archive, binary] = name.startsWith("win-")
      ? [`${release}.zip`, `${release}.exe`]
      : [`${release}.tar.gz`, join(release, "bin", "node")];
    mkdirSync(dirname(join(cache, binary)), { recursive: true });
    symlinkSync(join(modules, `node-${name}`, node), join(cache, binary));
    for (const marker of [archive, `${archive}.ok`, `${binary}.ok`]) writeFileSync(join(cache, marker), "");
  }
}

function pack(version) {
  const hostNode = join(modules, `node-${host.name}`, host.node);
  const packer = join(modules, "@yao-pkg", "pkg", "lib-es5", "bin.js");
  chmodSync(hostNode, 0o755);
  mkdirSync(built);
  const env = { ...process.env, HOME: work, TMPDIR: work };
  // Options of the Node that runs this script need not exist in the one that runs the packer.
  delete env.NODE_OPTIONS;
  const triples = targets.map(({ name }) => `node${version}-${name}`).join(",");
  const args = [packer, "--sea", "--targets", triples, "--output", join(built, "lossctl"), bundle];
  run(hostNode, args, { cwd: work, env });
}

/** The executable format and processor by the magic bytes of ELF and PE headers. */
function formatOf(bytes) {
  const processors = { 62: "x86-64", 183: "aarch64", 34404: "x86-64" };
  if (bytes.toString("latin1", 0, 4) === "\x7fELF") return `ELF ${processors[bytes.readUInt16LE(18)]}`;
  const header = bytes.toString("latin1", 0, 2) === "MZ" ? bytes.readUInt32LE(0x3c) : 0;
  if (bytes.toString("latin1", header, header + 4) === "PE\0\0") {
    return `PE ${processors[bytes.readUInt16LE(header + 4)]}`;
  }
  return "neither ELF nor PE";
}

/** Checks what can be checked without running it: the format, and that the bundle is in it and switched on. */
function checkFile({ file, format }) {
  const bytes = readFileSync(join(built, file));
  const found = formatOf(bytes);
  if (found !== format) throw new Error(`${file}: expected ${format}, found ${found}`);
  if (
    !bytes.includes("NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1") ||
    !bytes.includes(readFileSync(bundle))
  ) {
    throw new Error(`${file}: the bundle is not in it`);
  }
  chmodSync(join(built, file), 0o755);
  console.log(`${file}: ${(bytes.length / 1e6).toFixed(1)} MB, ${found}`);
}

function smokeTest() {
  const executable = join(built, host.file);
  const lossctl = (args, code) => run(executable, args, { cwd: root, code, timeout: 60_000 });
  const expectText = (text, stdout) => {
    if (!stdout.includes(text))
      throw new Error(`${host.file}: expected "${text}" in its output, found ${stdout}`);
  };
  expectText(readJson("package.json").version, lossctl(["--version"], 0));
  expectText("mse", lossctl(evaluation, 0));
  lossctl([...evaluation, "--max", "mse=1"], 1);
  console.log(`${host.file}: smoke test passed (--version, eval, a failing gate exits 1)`);
}

/** The licences that must travel with the executables: our own, those of the bundled libraries, Node's. */
function addLicences() {
  for (const file of licences) copyFileSync(join(root, file), join(built, basename(file)));
  copyFileSync(join(modules, `node-${host.name}`, "LICENSE"), join(built, "LICENSE-node"));
}

try {
  checkStart();
  const version = nodeVersion();
  for (const folder of [work, output]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  console.log(`installing the packer and Node ${version} for ${targets.map(({ name }) => name).join(", ")}`);
  install();
  seedCache(version);
  console.log(`packing ${relative(root, bundle)}`);
  pack(version);
  for (const target of targets) checkFile(target);
  smokeTest();
  addLicences();
  renameSync(built, output);
  console.log(`done: ${relative(root, output)}/`);
} catch (error) {
  console.error(`pkg: ${error.message.trimEnd()}`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
