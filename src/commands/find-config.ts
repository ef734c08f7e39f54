/** Where the configuration is: stated, or the first on the way up from the working directory. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { type Config, type OptionKind, parseConfig } from "../config/config.ts";
import { usageError } from "../errors.ts";

export const CONFIG_FILE = "lossctl.config.json";
const PACKAGE_FILE = "package.json";
const PACKAGE_KEY = "lossctl";

export interface FoundConfig extends Config {
  /** As messages and reports call it. */
  readonly name: string;
  /** Its own path in the folder. */
  readonly file: string;
  /** What its paths are relative to. */
  readonly folder: string;
}

/**
 * In each folder `lossctl.config.json`, then the key `lossctl` of `package.json`. The search ends with the folder that
 * holds `.git`, which is that of the whole repository, or else with the root of the file system.
 * @throws LossctlError (usage) where there is none, or it is not as it should be.
 */
export function findConfig(
  stated: string | undefined,
  start: string,
  known: ReadonlyMap<string, OptionKind>,
): FoundConfig {
  if (stated !== undefined) {
    const file = resolve(start, stated);
    const within = /(?:^|[/\\])package\.json$/.test(stated) ? PACKAGE_KEY : undefined;
    const config = parseConfig(stated, read(file, stated), known, within);
    if (config === null) throw usageError(`${stated}: it has no key "${PACKAGE_KEY}"`);
    return { ...config, name: stated, file, folder: dirname(file) };
  }
  for (let folder = start; ; folder = dirname(folder)) {
    for (const [file, within] of [[CONFIG_FILE], [PACKAGE_FILE, PACKAGE_KEY]] as const) {
      const path = join(folder, file);
      if (!existsSync(path)) continue;
      const name = relative(start, path);
      const config = parseConfig(name, read(path, name), known, within);
      if (config !== null) return { ...config, name, file, folder };
    }
    if (existsSync(join(folder, ".git")) || dirname(folder) === folder) {
      throw usageError(
        `no ${CONFIG_FILE}, and no key "${PACKAGE_KEY}" in a ${PACKAGE_FILE}, from here up to ${folder}`,
        "docs/reference.md says what stands in it",
      );
    }
  }
}

function read(path: string, name: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(`${name}: ${code === "ENOENT" ? "no such file" : `can't be read (${code})`}`);
  }
}
