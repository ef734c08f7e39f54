/** What is told of a loss, as plain data: what the pages of the catalogue and `lossctl losses --json` are made from. */
import type {
  Domain,
  Equivalents,
  Expects,
  Measure,
  Parameter,
  Task,
  Topic,
  Traits,
} from "../losses/types.ts";

/**
 * How hard one row can pull at the prediction:
 * - `bounded`: never harder than the Lipschitz constant;
 * - `fading`: bounded, and beyond some error it dies away (a redescending loss);
 * - `error`: the harder the larger the error, without bound;
 * - `edge`: without bound as the prediction nears the low end of its domain;
 * - `certainty`: without bound as a wrong forecast nears certainty;
 * - `local`: bounded far off, but without bound somewhere else (a label or a vector near 0).
 */
export type Pull = "bounded" | "fading" | "error" | "edge" | "certainty" | "local";

/** A parameter with the value that this entry is about; null where it is not applied. */
export interface ParameterEntry extends Parameter {
  readonly value: number | string | null;
}

/** Rows to try a loss on: a table with its header, and what `lossctl eval` has to be told besides `--loss key`. */
export interface ExampleTable {
  readonly key: string;
  readonly table: readonly (readonly string[])[];
  readonly options: readonly string[];
}

/** A loss with its parameters. */
export interface LossEntry {
  /** Id and the parameters that were given, as in reports. */
  readonly key: string;
  readonly id: string;
  readonly aliases: readonly string[];
  readonly title: string;
  readonly task: Task;
  readonly topics: readonly Topic[];
  readonly expects: Expects;
  readonly formula: string;
  readonly gradient: string | null;
  readonly hessian: string | null;
  readonly convention: string;
  readonly reference: string;
  readonly equivalents: Equivalents;
  readonly parameters: readonly ParameterEntry[];
  readonly domain: Domain;
  /** How many prediction columns it takes. */
  readonly columns: "one" | "several" | "one or several";
  /** Whether it is a mean of row losses, each with a gradient. */
  readonly rowWise: boolean;
  readonly better: Measure["better"];
  /** Whether memory grows with the rows. */
  readonly keepsValues: boolean;
  readonly traits: Traits | null;
  readonly pull: Pull | null;
  readonly example: ExampleTable | null;
}

/** What losses are listed by. */
export type TaskName = Task | Topic;

/** Losses under a heading. */
export interface LossGroup {
  readonly task: TaskName;
  readonly heading: string;
  readonly entries: readonly LossEntry[];
}

/** A loss and its gradient along a prediction at a fixed label. */
export interface Curves {
  /** What runs along the axis: `r = p − y`. */
  readonly axis: string;
  /** What is held: `y = 1`; empty where it makes no difference. */
  readonly held: string;
  readonly from: number;
  readonly to: number;
  /** At points in the middle of equal parts of the axis. */
  readonly loss: readonly number[];
  readonly gradient: readonly number[] | null;
}
