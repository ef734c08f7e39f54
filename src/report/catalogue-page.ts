/** The whole catalogue as a page of Markdown. */
import type { ExampleTable, LossEntry, LossGroup } from "../catalogue/types.ts";
import {
  domainWords,
  figureWords,
  outlierWords,
  parameterWords,
  shapeWords,
  slopeWords,
  TOOLS,
} from "./loss-words.ts";
import { escaped } from "./markdown.ts";
import { commandLine } from "./shell.ts";

const INTRODUCTION = `# The losses

What each loss and metric means, to the last convention. \`lossctl losses NAME\` shows one in the terminal, with a picture;
\`lossctl losses --json\` has them all as data. Written by \`npm run docs\` from the definitions in \`src/losses/\`.

y is the label, p the prediction, r = p − y, w a row's weight. Logarithms are natural, gradient and Hessian are
derivatives in the prediction, of several predictions the diagonal. The value of a row-wise loss is Σw·loss / Σw.
\`[…]\` is 1 where it is true, else 0. At a kink the gradient is 0 if 0 lies between the slopes of both sides.
`;

export function renderCataloguePage(groups: readonly LossGroup[]): string {
  const contents = groups.map(
    ({ heading, entries }) => `- **${heading}**. ${entries.map(({ id }) => `[${id}](#${id})`).join(", ")}`,
  );
  const sections = groups.flatMap(({ heading, entries }) => [`## ${heading}\n`, ...entries.map(section)]);
  return [INTRODUCTION, `${contents.join("\n")}\n`, ...sections].join("\n");
}

function section(entry: LossEntry): string {
  const { id, title, aliases, formula, gradient, hessian, traits, convention, reference, example } = entry;
  const item = (name: string, text: string | null): string[] => (text === null ? [] : [`- ${name}: ${text}`]);
  return [
    `### ${id}\n`,
    `${title[0]?.toUpperCase()}${title.slice(1)}: \`${formula}\`\n`,
    ...item("Gradient", gradient === null ? null : `\`${gradient}\``),
    ...item("Hessian", hessian === null ? null : `\`${hessian}\``),
    ...item("Domain", domainWords(entry)),
    ...(traits === null
      ? item("Kind", entry.rowWise ? null : figureWords(entry))
      : [
          ...item("Shape", `${shapeWords(traits)}; slope ${slopeWords(traits)}`),
          ...item("Outliers", outlierWords(entry)),
        ]),
    ...item("Convention", escaped(convention)),
    ...entry.parameters.map(
      (parameter) =>
        `- Parameter \`${parameter.name}\`: ${escaped(parameterWords(parameter))}; ${escaped(parameter.about)}`,
    ),
    ...item("Aliases", aliases.map((alias) => `\`${alias}\``).join(", ") || null),
    ...item("Elsewhere", elsewhere(entry)),
    ...item("Reference", escaped(reference)),
    ...(example === null ? [] : exampleLines(example)),
    "",
  ].join("\n");
}

function elsewhere({ equivalents }: LossEntry): string | null {
  const known = TOOLS.filter(([tool]) => equivalents[tool] !== undefined);
  return known.map(([tool, name]) => `${name} \`${equivalents[tool]}\``).join("; ") || null;
}

function exampleLines({ key, table, options }: ExampleTable): string[] {
  const rows = table.map((row) => row.join(",")).join("\\n");
  const command = commandLine(["lossctl", "eval", "--loss", key, ...options]);
  return ["", "```", `printf '${rows}\\n' | ${command}`, "```"];
}
