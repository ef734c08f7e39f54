// node polars.mjs TASK FILE: the task's numbers as JSON, computed by polars.
import pl from "nodejs-polars";
import { COLUMNS, coefficients, SUMS } from "./least-squares.mjs";
import { CLASSES, printNumbers } from "./numbers.mjs";

const [task, file] = process.argv.slice(2);
const [label, prediction] = [pl.col("y_true"), pl.col("y_pred")];
const residual = prediction.minus(label);
const squaredError = residual.mul(residual).mean().alias("mse");
const regression = [squaredError, residual.abs().mean().alias("mae")];

/** Faster here than `scanCSV`. */
const read = (...columns) => pl.readCSV(file, { columns, rechunk: false }).lazy();
const readPair = () => read("y_true", "y_pred");
const QUERIES = {
  reg: () => readPair().select(...regression),
  clf: () =>
    readPair().select(
      pl
        .when(label.eq(1))
        .then(prediction)
        .otherwise(pl.lit(1).minus(prediction))
        .log(Math.E)
        .mul(-1)
        .mean()
        .alias("log-loss"),
      residual.mul(residual).mean().alias("brier"),
    ),
  multi: () =>
    read("y_true", ...CLASSES.map((k) => `p_${k}`)).select(
      CLASSES.reduceRight(
        (others, k) =>
          pl
            .when(label.eq(k))
            .then(pl.col(`p_${k}`))
            .otherwise(others),
        pl.lit(null),
      )
        .log(Math.E)
        .mul(-1)
        .mean()
        .alias("cross-entropy"),
    ),
  ndjson: () => pl.scanJson(file).select(...regression),
  group: () => read("y_true", "y_pred", "segment").groupBy("segment").agg(squaredError),
  fit: () =>
    read(...COLUMNS).select(
      pl.col("y").count().alias("n"),
      ...SUMS.map(({ name, factors: [first, second] }) =>
        (second === undefined ? pl.col(first) : pl.col(first).mul(pl.col(second))).sum().alias(name),
      ),
    ),
  start: () => readPair().select(...regression),
};

const rows = (await QUERIES[task]().collect()).toRecords();
printNumbers(task, task === "fit" ? rows.map(coefficients) : rows);
