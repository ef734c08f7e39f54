// Writes docs/losses.md from the definitions of the built library.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { lossGroups } from "../dist/catalogue/groups.js";
import { renderCataloguePage } from "../dist/report/catalogue-page.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
writeFileSync(join(root, "docs", "losses.md"), renderCataloguePage(lossGroups()));
