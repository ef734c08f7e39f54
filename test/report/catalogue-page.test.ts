import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lossGroups } from "../../src/catalogue/groups.ts";
import { catalogue } from "../../src/losses/catalogue.ts";
import { renderCataloguePage } from "../../src/report/catalogue-page.ts";

const page = renderCataloguePage(lossGroups());

it("docs/losses.md is what the definitions say today (npm run docs writes it)", () => {
  expect(readFileSync(join(import.meta.dirname, "..", "..", "docs", "losses.md"), "utf8")).toBe(page);
});

it("each loss has a section of its own, and a link to it", () => {
  for (const { id, formula } of catalogue) {
    const sections = page.split("\n### ").filter((section) => section.startsWith(`${id}\n`));
    expect(sections, id).toHaveLength(1);
    expect(sections[0]).toContain(`\`${formula}\``);
    expect(page).toContain(`[${id}](#${id})`);
  }
});
