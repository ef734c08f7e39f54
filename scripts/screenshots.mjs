// Pictures of pages in a real browser, to be looked at: `node scripts/screenshots.mjs FOLDER FILE.html…` writes for each
// page a PNG at the widths of a phone and of a desktop, in light and in dark. Needs Chromium (Debian: chromium); apart
// from `npm test`, which needs none.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...pages] = process.argv.slice(2);
if (folder === undefined || pages.length === 0) {
  console.error("usage: node scripts/screenshots.mjs FOLDER FILE.html…");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const profile = mkdtempSync(join(tmpdir(), "lossctl-chromium-"));
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
  `--user-data-dir=${profile}`,
];
const HEIGHT = Number(process.env.HEIGHT ?? 2600);

/** Chromium gives a window no less than 500 pixels: a phone is a frame of its width on a page of our own. */
function address(page, width) {
  const url = pathToFileURL(resolve(page)).href;
  if (width >= 500) return url;
  const around = join(profile, "phone.html");
  writeFileSync(
    around,
    `<style>body{margin:0}iframe{border:0;width:${width}px;height:${HEIGHT}px}</style><iframe src="${url}"></iframe>`,
  );
  return pathToFileURL(around).href;
}

try {
  for (const page of pages) {
    for (const width of [390, 1280]) {
      for (const scheme of ["light", "dark"]) {
        const target = resolve(folder, `${basename(page, ".html")}-${width}-${scheme}.png`);
        const flags =
          scheme === "dark"
            ? ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"]
            : ["--blink-settings=preferredColorScheme=1"];
        execFileSync(
          process.env.CHROMIUM ?? "chromium",
          [
            ...FLAGS,
            ...flags,
            `--window-size=${Math.max(500, width)},${HEIGHT}`,
            `--screenshot=${target}`,
            address(page, width),
          ],
          { stdio: "ignore", timeout: 120_000 },
        );
        console.log(target);
      }
    }
  }
} finally {
  rmSync(profile, { recursive: true, force: true });
}
