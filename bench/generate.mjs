// Files to measure with: the same bytes from the same number of rows. Numbers are shortest round-trip doubles, most
// of 16 or 17 digits, as programs write them.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const DATA = fileURLToPath(new URL("data/", import.meta.url));
/** Text that is written at once. */
const BUFFER = 2 ** 20;

/** Marsaglia's xorshift32, two draws a number: uniform doubles from 0 to below 1. */
function uniforms(seed) {
  let state = seed;
  const draw = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return () => ((draw() >>> 5) * 2 ** 26 + (draw() >>> 6)) / 2 ** 53;
}

/** Box & Muller 1958. */
function normals(uniform) {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

const SEGMENTS = ["north", "south", "east", "west", "web", "shop", "phone", "mail"];
const CLASSES = 10;
const FEATURES = 20;

/** A header, if there is one, and the text of each row. */
const KINDS = {
  /** Values and their forecasts. */
  reg: {
    ending: "csv",
    header: "id,y_true,y_pred,segment\n",
    rows(uniform) {
      const normal = normals(uniform);
      return (id) => {
        const value = 100 * uniform();
        return `${id},${value},${value + 3 * normal()},${SEGMENTS[(uniform() * SEGMENTS.length) | 0]}\n`;
      };
    },
  },
  /** Labels 0 and 1, and probabilities that are right about them. */
  clf: {
    ending: "csv",
    header: "id,y_true,y_pred,segment\n",
    rows(uniform) {
      return (id) => {
        const probability = uniform();
        const label = uniform() < probability ? 1 : 0;
        return `${id},${label},${probability},${SEGMENTS[(uniform() * SEGMENTS.length) | 0]}\n`;
      };
    },
  },
  /** A class and a probability for each. */
  multi: {
    ending: "csv",
    header: `id,y_true,${Array.from({ length: CLASSES }, (_, k) => `p_${k}`).join(",")}\n`,
    rows(uniform) {
      const weights = new Float64Array(CLASSES);
      return (id) => {
        let sum = 0;
        for (let k = 0; k < CLASSES; k++) sum += weights[k] = -Math.log(1 - uniform());
        let text = `${id},${(uniform() * CLASSES) | 0}`;
        for (let k = 0; k < CLASSES; k++) text += `,${weights[k] / sum}`;
        return `${text}\n`;
      };
    },
  },
  /** Columns of several scales, and a number that depends on them. */
  fit: {
    ending: "csv",
    header: `${Array.from({ length: FEATURES }, (_, j) => `x${j + 1}`).join(",")},y\n`,
    rows(uniform) {
      const normal = normals(uniform);
      return () => {
        let text = "";
        let value = normal();
        for (let j = 1; j <= FEATURES; j++) {
          const x = j * (1 + normal());
          value += x / j;
          text += `${x},`;
        }
        return `${text}${value}\n`;
      };
    },
  },
  ndjson: {
    ending: "ndjson",
    header: "",
    rows(uniform) {
      const normal = normals(uniform);
      return (id) => {
        const value = 100 * uniform();
        const segment = SEGMENTS[(uniform() * SEGMENTS.length) | 0];
        return `{"id":${id},"y_true":${value},"y_pred":${value + 3 * normal()},"segment":"${segment}"}\n`;
      };
    },
  },
};

/**
 * The path of a file of `rows` rows, made if it is not there.
 * @param {"reg" | "clf" | "multi" | "ndjson" | "fit"} kind
 * @param {number} rows
 */
export function dataFile(kind, rows) {
  const { ending, header, rows: rowsOf } = KINDS[kind];
  const path = join(DATA, `${kind}-${rows}.${ending}`);
  if (existsSync(path)) return path;
  mkdirSync(DATA, { recursive: true });
  // Renamed when it is whole: half a file must not be taken for one.
  const unfinished = `${path}.part`;
  const file = openSync(unfinished, "w");
  const row = rowsOf(uniforms(20_261_127));
  let text = header;
  for (let id = 1; id <= rows; id++) {
    text += row(id);
    if (text.length < BUFFER) continue;
    writeSync(file, text);
    text = "";
  }
  writeSync(file, text);
  closeSync(file);
  renameSync(unfinished, path);
  return path;
}
