/** What a page and the list promise for every loss: they fit, say all that is known, and need no more than they are given. */
import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { lossCurves } from "../../src/catalogue/curves.ts";
import { lossEntry } from "../../src/catalogue/entry.ts";
import { lossGroups } from "../../src/catalogue/groups.ts";
import { catalogue } from "../../src/losses/catalogue.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import { renderLossList } from "../../src/report/loss-list.ts";
import { curvePoints, type PageOptions, renderLossPage } from "../../src/report/loss-page.ts";
import { createStyle, PLAIN } from "../../src/report/style.ts";

const at = (width: number, parts: Partial<PageOptions> = {}): PageOptions => ({
  width,
  style: PLAIN,
  unicode: true,
  ...parts,
});

async function page(text: string, options: PageOptions): Promise<string> {
  const choice = parseLoss(text);
  const entry = lossEntry(choice);
  const { key = "", table = [], options: args = [] } = entry.example ?? {};
  return renderLossPage(
    {
      entry,
      curves: lossCurves(choice, curvePoints(options)),
      example: {
        table: table.map((row) => row.join(",")),
        args: ["--loss", key, ...args],
        output: "preds.csv   1 row\n\nmse   4\n",
      },
    },
    options,
  );
}

describe.each(catalogue.map(({ id }) => id))("the page of %s", (id) => {
  it("fits 80 columns and one screen", async () => {
    const lines = (await page(id, at(80))).split("\n");
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(48);
  });

  it("fits 60 columns where no word is longer", async () => {
    const lines = (await page(id, at(60))).split("\n");
    expect(lines.filter((line) => stringWidth(line) > 60 && !isOneWord(line))).toEqual([]);
  });

  it("says all that its entry has", async () => {
    const { aliases, parameters, equivalents, reference, gradient } = lossEntry(parseLoss(id));
    const words = (await page(id, at(100_000))).split("\n").join(" ");
    for (const text of [...aliases, ...Object.values(equivalents), reference, gradient ?? ""]) {
      expect(words).toContain(text);
    }
    for (const { name, about } of parameters) {
      expect(words).toContain(name);
      expect(words).toContain(about);
    }
  });

  it("has no colour that changes its text", async () => {
    const style = await createStyle(true);
    expect(stripVTControlCharacters(await page(id, at(80, { style })))).toBe(await page(id, at(80)));
  });
});

/** A formula's or command's part that can't be broken, and what is indented before it. */
function isOneWord(line: string): boolean {
  return /^\s*(?:[A-Za-z]+ {2,})*(?:\S+|printf .* \||.*"$)$/.test(line) || /^ *\S+ +\S+$/.test(line);
}

describe("the picture of a loss", () => {
  const picture = async (text: string, options: PageOptions): Promise<string[]> => {
    const lines = (await page(text, options)).split("\n");
    const start = lines.findIndex((line) => /^ {8}loss/.test(line));
    return lines.slice(start, start + 9);
  };

  it("is drawn in braille, loss and gradient side by side", async () => {
    const lines = await picture("mae", at(80));
    expect(lines[0]).toMatch(/^ {8}loss {36}gradient$/);
    expect(lines.slice(1, 7).join("")).toMatch(/^[ \d−.┤│\u2800-\u28ff]+$/);
    expect(lines[7]).toBe(`       └${"─".repeat(30)}         └${"─".repeat(30)}`);
    expect(lines[8]).toMatch(/^ {8}−3 +r = p − y +3 {10}−3 +r = p − y +3$/);
  });

  it("is drawn in ASCII where the terminal has nothing else", async () => {
    for (const id of ["mae", "kl", "logistic", "sparsity"]) {
      expect((await picture(id, at(80, { unicode: false }))).join("\n")).toMatch(/^[ -~\n]+$/);
    }
  });

  it("is of mae a V with its foot at 0, and of its gradient a step", async () => {
    const columns = 21;
    const lines = await picture("mae", at(60, { unicode: false }));
    const loss = lines.slice(1, 7).map((line) => line.padEnd(60).slice(8, 8 + columns));
    for (const line of loss) expect([...line].reverse().join("")).toBe(line);
    const feet = loss.map((line) => line.search(/\S/));
    expect(feet).toEqual(feet.toSorted((a, b) => a - b));
    expect(loss.at(-1)?.trim()).toBe("':'");
    const gradient = lines.slice(1, 7).map((line) => line.padEnd(60).slice(18 + columns));
    expect(gradient[0]?.trim()).toMatch(/^:'{9}$/);
    expect(gradient[5]?.trim()).toMatch(/^\.{9}:$/);
  });

  it("is not there for a figure of all rows", async () => {
    expect(await page("rmse", at(80))).not.toMatch(/[└│]/);
  });
});

describe("the list", () => {
  const list = (width: number) => renderLossList(lossGroups(), { width, style: PLAIN });

  it("has one line for each loss, with its id first", async () => {
    const lines = (await list(80)).split("\n");
    for (const { id } of catalogue) {
      expect(
        lines.filter((line) => line.startsWith(`  ${id} `)),
        id,
      ).toHaveLength(1);
    }
  });

  it.each([80, 60])("fits %i columns", async (width) => {
    expect((await list(width)).split("\n").filter((line) => stringWidth(line) > width)).toEqual([]);
  });

  it("shows formulas whole where there is room, and else marks where they end", async () => {
    const wide = await list(200);
    for (const { formula } of catalogue) expect(wide).toContain(formula);
    expect(wide).not.toContain("…");
    expect(await list(60)).toContain(" …\n");
  });

  it("has no colour that changes its text", async () => {
    const painted = await renderLossList(lossGroups(), { width: 80, style: await createStyle(true) });
    expect(painted).not.toBe(await list(80));
    expect(stripVTControlCharacters(painted)).toBe(await list(80));
  });
});
