/**
 * From columns of the input to the columns of a design: numbers as they are, a text column as one column of zeros and
 * ones for each of its levels.
 */
import { inputError } from "../errors.ts";
import type { Model } from "../fit/types.ts";
import type { ColumnRequest } from "../read/chunk.ts";

/** A column of the input that features are made of. */
export interface Source {
  readonly name: string;
  /** Texts of a text column, sorted; null for numbers. */
  readonly levels: readonly string[] | null;
}

/** A column of the design. */
interface DesignColumn {
  readonly name: string;
  /** Its place among the sources. */
  readonly source: number;
  /** The level that is 1, by its place; null for numbers. */
  readonly level: number | null;
}

export interface Design {
  readonly sources: readonly Source[];
  readonly columns: readonly DesignColumn[];
}

/** What a level's column is called. */
function levelName(source: string, level: string): string {
  return `${source}=${level}`;
}

/**
 * The design of these columns. The first level of a text column has no column of its own, it is what the intercept
 * stands for: with all of them the columns would add up to the intercept's. Without an intercept the first text column
 * has all its levels.
 * @throws LossctlError (input) where two columns come to one name.
 */
export function createDesign(sources: readonly Source[], intercept: boolean): Design {
  let reference = intercept;
  const columns = sources.flatMap(({ name, levels }, source): DesignColumn[] => {
    if (levels === null) return [{ name, source, level: null }];
    const first = reference ? 1 : 0;
    reference = true;
    return levels.slice(first).map((text, place) => ({
      name: levelName(name, text),
      source,
      level: place + first,
    }));
  });
  const names = new Set<string>();
  for (const { name } of columns) {
    if (names.has(name)) throw inputError(`two columns of the model would be called "${name}"`);
    names.add(name);
  }
  return { sources, columns };
}

/** The design of a model, by the names of its features. */
export function designOf({ features, categories = {} }: Pick<Model, "features" | "categories">): Design {
  const texts = Object.entries(categories).map(([name, levels]): Source => ({ name, levels }));
  const byName = new Map<string, Omit<DesignColumn, "name">>();
  for (const [source, { name, levels }] of texts.entries()) {
    for (const [level, text] of (levels ?? []).entries()) {
      byName.set(levelName(name, text), { source, level });
    }
  }
  const sources = [...texts];
  const columns = features.map((name): DesignColumn => {
    const known = byName.get(name);
    if (known !== undefined) return { name, ...known };
    sources.push({ name, levels: null });
    return { name, source: sources.length - 1, level: null };
  });
  return { sources, columns };
}

/** What is read for a source. */
export function sourceRequest({ name, levels }: Source): ColumnRequest {
  if (levels === null) return { name, coding: { kind: "number" } };
  return {
    name,
    coding: { kind: "class", classes: levels, exact: true, places: false, called: "one of the levels" },
  };
}

/** Makes design columns of chunks of sources. Columns are reused from one chunk to the next. */
export class DesignColumns {
  readonly #design: Design;
  readonly #levels: (Float64Array | null)[];

  constructor(design: Design) {
    this.#design = design;
    this.#levels = design.columns.map(() => null);
  }

  /** `sources` has a column for each source: numbers, or places of levels. */
  of(sources: readonly Float64Array[], rows: number): Float64Array[] {
    return this.#design.columns.map(({ source, level }, place) => {
      const values = sources[source] as Float64Array;
      if (level === null) return values;
      let column = this.#levels[place] ?? null;
      if (column === null || column.length < rows) {
        column = new Float64Array(rows);
        this.#levels[place] = column;
      }
      for (let row = 0; row < rows; row++) column[row] = values[row] === level ? 1 : 0;
      return column;
    });
  }
}
