/** `--html`: a page whose numbers are the report's, whole by itself, whatever the file holds. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { afterAll, describe, expect, test } from "vitest";
import { lossctl, temporaryFolder } from "./process.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

interface Json {
  readonly losses: Record<string, { value: number; interval: { low: number; high: number } }>;
  readonly slices: {
    by: Record<string, string>;
    losses: Record<string, { value: number | string | null }>;
  }[];
  readonly gates: { verdict: string }[];
  readonly verdict: string | null;
}

interface Page {
  readonly html: string;
  readonly document: ReturnType<typeof parseHTML>["document"];
  readonly json: Json;
}

let pages = 0;

async function pageOf(args: readonly string[]): Promise<Page> {
  const file = join(folder.path, `page-${++pages}.html`);
  const outcome = await lossctl(["eval", ...args, "--json", "-q", "--html", file]);
  expect(outcome.stderr).toBe("");
  const html = readFileSync(file, "utf8");
  return { html, document: parseHTML(html).document, json: JSON.parse(outcome.stdout) as Json };
}

/** A file of the test's own. */
function data(name: string, lines: readonly string[]): string {
  const path = join(folder.path, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

/** Labels from 0 to 99; the lowest forecasts are below all of them. */
function quantiles(): string {
  const rows = Array.from(
    { length: 300 },
    (_, i) => `${(i * 37) % 100},-1,${(i * 53) % 100},${(i * 7) % 160},2`,
  );
  return data("quantiles.csv", ["y,q0.05,q0.5,q0.95,w", ...rows]);
}

const VOID = new Set(["meta", "br", "link", "hr", "img", "input"]);

/** What is wrong with the nesting of tags; empty where each is closed in its turn. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  const body = html.replace(/^<!doctype html>/, "").replace(/<style>[\s\S]*?<\/style>/g, "");
  for (const [tag, close, name = "", rest = ""] of body.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)((?:[^<>"]|"[^"<]*")*)>/g,
  )) {
    if (close === "") {
      if (!VOID.has(name) && !rest.endsWith("/")) open.push(name);
    } else if (open.pop() !== name) found.push(tag);
  }
  // A "<" that begins no tag would be text that was not escaped.
  const left = body.replace(/<\/?[a-zA-Z][\w-]*(?:[^<>"]|"[^"<]*")*>/g, "");
  if (/[<>]/.test(left)) found.push(left.match(/.{0,20}[<>].{0,20}/)?.[0] ?? "");
  return [...found, ...open];
}

function figures({ document }: Page): string[] {
  return [...document.querySelectorAll("figure")].map((figure) => figure.id);
}

/** Values that the page shows, as the JSON writes them. */
function shownValues({ document }: Page, selector: string): (string | null)[] {
  return [...document.querySelectorAll(selector)].map(
    (element) => element.querySelector("data")?.getAttribute("value") ?? null,
  );
}

const REGRESSION = ["diabetes-ridge.csv", "--label", "target", "--pred", "pred_ridge"];
const CANCER = ["breast-cancer-logistic.csv", "--label", "y"];
const IRIS = ["iris-softmax.csv", "--label", "label", "--pred", "p_*"];

describe("the page", () => {
  test("has the numbers of the JSON: losses, slices, gates, verdict", async () => {
    const gates = ["--max", "mae=45", "--max-slice", "mae=46", "--max", "mse=1"];
    const page = await pageOf([...REGRESSION, "--loss", "mse,mae,r2", "--by", "sex", ...gates]);
    const { json, document } = page;
    const tiles = [...document.querySelectorAll(".tile")];
    expect(tiles.map((tile) => tile.getAttribute("data-loss"))).toEqual(Object.keys(json.losses));
    expect(shownValues(page, ".tile .value")).toEqual(
      Object.values(json.losses).map(({ value }) => String(value)),
    );
    const ends = [...document.querySelectorAll(".tile .beside")].map((line) =>
      [...line.querySelectorAll("data")].map((end) => end.getAttribute("value")),
    );
    expect(ends).toEqual(
      Object.values(json.losses).map(({ interval }) => [String(interval.low), String(interval.high)]),
    );
    const cells = [...document.querySelectorAll(".slices tbody tr")].map((line) =>
      [...line.querySelectorAll("data")].map((cell) => cell.getAttribute("value")),
    );
    expect(cells).toEqual(
      json.slices.map(({ losses }) => Object.values(losses).map(({ value }) => String(value))),
    );
    const marks = [...document.querySelectorAll("#gates tbody td:first-child")].map(
      ({ textContent }) => textContent,
    );
    expect(marks).toEqual(["✓ pass", "✗ fail", "✗ fail"]);
    expect(document.querySelector(".verdict")?.textContent).toContain(json.verdict);
  });

  test.each([
    [
      "regression",
      [...REGRESSION, "--loss", "mse"],
      ["predictions", "residuals", "residuals-by-prediction", "order"],
    ],
    [
      "probabilities",
      [...CANCER, "--pred", "prob", "--loss", "log-loss"],
      ["reliability", "scores", "roc", "precision-recall", "order"],
    ],
    [
      "scores",
      [...CANCER, "--pred", "logit", "--loss", "logistic"],
      ["scores", "roc", "precision-recall", "order"],
    ],
    ["classes", [...IRIS, "--loss", "cross-entropy"], ["confusion", "reliability", "order"]],
    ["vectors", ["iris-softmax.csv", "--label", "x*", "--pred", "r*", "--loss", "mse"], ["losses", "order"]],
    [
      "quantiles",
      [quantiles(), "--label", "y", "--pred", "q*", "--loss", "quantile-score"],
      ["levels", "losses", "order"],
    ],
    [
      "no loss of rows",
      [...REGRESSION, "--loss", "r2"],
      ["predictions", "residuals", "residuals-by-prediction"],
    ],
  ])("of %s has their figures, each told in words", async (_kind, args, expected) => {
    const page = await pageOf(args);
    expect(figures(page)).toEqual(expected);
    for (const svg of page.document.querySelectorAll("svg")) {
      expect(svg.getAttribute("role")).toBe("img");
      expect(svg.getAttribute("aria-label")?.length).toBeGreaterThan(20);
    }
    expect(page.html).not.toMatch(/NaN|Infinity|undefined|\[object/);
    expect(unbalanced(page.html)).toEqual([]);
  });

  test("has the share of labels at or below a quantile, with its interval, as coverage has it in the JSON", async () => {
    const args = [quantiles(), "--label", "y", "--pred", "q*", "--loss", "coverage", "--weight", "w"];
    const page = await pageOf([...args, "--confidence", "90"]);
    const [below, median, above] = [...page.document.querySelectorAll("#levels tbody tr")].map((line) =>
      [...line.querySelectorAll("td")].map((cell) => cell.querySelector("data")?.getAttribute("value") ?? ""),
    );
    // No label is below the lowest forecast, so that coverage is the share at or below the highest.
    const { value, interval } = page.json.losses.coverage!;
    expect(above?.slice(2)).toEqual([value, interval.low, interval.high].map(String));
    expect(below?.slice(2)).toEqual(["0", "0", "0"]);
    expect(Number(median?.[2])).toBeCloseTo(0.5, 1);
    expect(page.document.querySelector("#levels figcaption")?.textContent).toContain("90% intervals");
  });

  test("needs no script, no network and no other file", async () => {
    const { html, document } = await pageOf([...CANCER, "--pred", "prob", "--loss", "log-loss,auc"]);
    expect(document.querySelectorAll("script, link, img, iframe, object")).toHaveLength(0);
    expect(html.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(
      /https?:|url\(|@import|\bsrc=|\bhref=/,
    );
    expect(html.length).toBeLessThan(150_000);
  });

  test("counts all rows in its histogram and its confusion matrix", async () => {
    const rows = (page: Page, figure: string, from: number): number =>
      [...page.document.querySelectorAll(`#${figure} tbody tr`)].reduce(
        (sum, line) =>
          sum +
          [...line.querySelectorAll("td")]
            .slice(from)
            .reduce((total, cell) => total + Number(cell.textContent?.replaceAll(/\s/g, "")), 0),
        0,
      );
    expect(rows(await pageOf([...REGRESSION, "--loss", "mse"]), "residuals", 2)).toBe(442);
    expect(rows(await pageOf([...IRIS, "--loss", "cross-entropy"]), "confusion", 1)).toBe(150);
  });

  test.each([
    ["one row", ["y,p,g", "1,2,a"]],
    ["rows that are all equal", ["y,p,g", ...new Array<string>(30).fill("3,3,a")]],
    [
      "500 slices",
      ["y,p,g", ...Array.from({ length: 1500 }, (_, i) => `${i % 7},${i % 11},slice ${i % 500}`)],
    ],
    ["huge and tiny numbers", ["y,p,g", "1e308,-1e308,a", "5e-324,1,b", "-1e300,1e-300,c", "0,-0,d"]],
    [
      "one row far beyond 5000 others",
      ["y,p,g", ...Array.from({ length: 5000 }, (_, i) => `${i / 7},${(i * 31) % 700},a`), "1e9,0,a"],
    ],
  ])("of %s is whole", async (name, lines) => {
    const page = await pageOf([data(`${name}.csv`, lines), "--loss", "mse,mae", "--by", "g"]);
    expect(unbalanced(page.html)).toEqual([]);
    // An infinite value is a word, a coordinate that is none would be a fault.
    expect(page.html.replaceAll(/<data[^>]*>[^<]*<\/data>/g, "")).not.toMatch(
      /"[^"]*\bNaN\b|undefined|\[object/,
    );
    expect(page.html.length).toBeLessThan(250_000);
    // Nothing is drawn beside its picture.
    for (const line of page.document.querySelectorAll("figure svg line")) {
      const [, , width, height] = line.closest("svg")!.getAttribute("viewBox")!.split(" ").map(Number);
      for (const end of ["1", "2"]) {
        const [x, y] = ["x", "y"].map((axis) => Number(line.getAttribute(axis + end)));
        expect(x! >= 0 && x! <= width! && y! >= 0 && y! <= height!).toBe(true);
      }
    }
  });

  test("of infinite losses says so", async () => {
    const page = await pageOf([...CANCER, "--pred", "prob_knn", "--loss", "log-loss"]);
    expect(page.document.querySelector(".tile .value")?.textContent).toBe("Infinity");
    expect(page.document.querySelector("#order figcaption")?.textContent).toContain("infinite");
    expect(unbalanced(page.html)).toEqual([]);
  });

  test("takes names and texts of a file for what they are", async () => {
    const evil = '<script>alert("1")</script>';
    const file = data("evil.csv", [
      `y,p,"${evil.replaceAll('"', '""')}"`,
      `1,2,"<b>&amp;"`,
      "2,2,\u001b[31mred",
    ]);
    const page = await pageOf([file, "--loss", "mse", "--by", evil]);
    expect(page.document.querySelectorAll("script, b")).toHaveLength(0);
    expect(page.document.querySelector(".slices th")?.textContent).toBe(evil);
    expect(page.html).not.toContain("\u001b");
    expect(unbalanced(page.html)).toEqual([]);
  });

  test("is the same for any number of threads, and from a pipe", async () => {
    const args = ["regions.csv", "--loss", "mse"];
    const [one, two] = [await pageOf(args), await pageOf([...args, "--threads", "2"])];
    expect(two.html).toBe(one.html);
  });
});

test("a page that can't be written leaves the document unwritten, and nothing behind", async () => {
  const page = join(folder.path, "missing", "page.html");
  const outcome = await lossctl(["eval", "four-rows.csv", "--html", page]);
  expect([outcome.code, outcome.stdout]).toEqual([3, ""]);
  expect(existsSync(page)).toBe(false);
});

test("a run that fails leaves the old page", async () => {
  const page = join(folder.path, "old.html");
  writeFileSync(page, "old");
  const outcome = await lossctl(["eval", "animals.csv", "--pred", "p_cat", "--html", page]);
  expect(outcome.code).toBe(3);
  expect(readFileSync(page, "utf8")).toBe("old");
  expect(readdirSync(folder.path).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});
