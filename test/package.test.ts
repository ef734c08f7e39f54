/** What is published, and that it works from there. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { ROOT } from "./cli/process.ts";

type Library = typeof import("../src/index.ts");

describe("the package", () => {
  test("holds the command, the library with its types, the documents and the licences, and nothing else", () => {
    const listed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [pack] = JSON.parse(listed) as [{ files: { path: string }[] }];
    const files = pack.files.map(({ path }) => path);
    for (const needed of [
      "bin/lossctl.cjs",
      "dist/lossctl.cjs",
      "dist/worker-text.cjs",
      "dist/worker.cjs",
      "dist/page-code.cjs",
      "dist/page.cjs",
      "dist/index.js",
      "dist/index.d.ts",
      "dist/THIRD_PARTY_LICENSES",
      "docs/reference.md",
      "schemas/report-1.schema.json",
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "package.json",
    ]) {
      expect(files).toContain(needed);
    }
    // Good for the version of Node that made them alone.
    expect(files.filter((file) => /\.(cache|script)$/.test(file))).toEqual([]);
    const rooms = new Set(files.map((file) => file.split("/")[0]));
    expect([...rooms].sort()).toEqual(
      ["CHANGELOG.md", "LICENSE", "README.md", "bin", "dist", "docs", "package.json", "schemas"].sort(),
    );
  });

  test("has a bundle of each command that the help lists", () => {
    const help = execFileSync(process.execPath, [join(ROOT, "bin", "lossctl.cjs"), "--help"], {
      encoding: "utf8",
    });
    const [, listed = ""] = /^Commands:\n([\s\S]*?)\n\n/m.exec(help) ?? [];
    const commands = [...listed.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    const bundles = readdirSync(join(ROOT, "dist")).flatMap(
      (file) => /^lossctl-(\w+)\.cjs$/.exec(file)?.[1] ?? [],
    );
    expect(commands).toContain("eval");
    expect(bundles.sort()).toEqual(commands.sort());
  });

  test.skipIf("enableCompileCache" in module)(
    "has beside each bundle what this Node makes of it, where Node does not keep that itself",
    () => {
      const bundles = readdirSync(join(ROOT, "dist")).filter((file) => file.endsWith(".cjs.script"));
      expect(bundles).toEqual(expect.arrayContaining(["worker.cjs.script", "page.cjs.script"]));
      const rejected = `
        const { readFileSync } = require("node:fs");
        const { Script } = require("node:vm");
        const rejected = process.argv.slice(1).filter((file) => {
          const cachedData = readFileSync(file.replace(/script$/, "cache"));
          return new Script(readFileSync(file, "latin1"), { cachedData }).cachedDataRejected;
        });
        console.log(JSON.stringify(rejected));`;
      const printed = execFileSync(process.execPath, ["-e", rejected, ...bundles], {
        cwd: join(ROOT, "dist"),
        encoding: "utf8",
      });
      expect(JSON.parse(printed)).toEqual([]);
    },
  );

  test("gives losses and an evaluation to programs", async () => {
    const library = (await import(pathToFileURL(join(ROOT, "dist", "index.js")).href)) as Library;
    const choice = library.parseLoss("huber:delta=2");
    const { row } = library.createMeasure(choice);
    expect(choice.key).toBe("huber:delta=2");
    expect((row as { value(label: number, prediction: number): number }).value(0, 3)).toBe(4);
  });
});
