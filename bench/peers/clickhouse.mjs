// node clickhouse.mjs TASK FILE: the task's numbers as JSON, computed by ClickHouse (chdb).
import { query } from "chdb";
import { COLUMNS, coefficients, SQL_SUMS } from "./least-squares.mjs";
import { CLASSES, printNumbers } from "./numbers.mjs";

const [task, file] = process.argv.slice(2);
const path = `'${file.replaceAll("'", "\\'")}'`;
const csv = (columns) => `file(${path}, 'CSVWithNames', '${columns}')`;
const reg = csv("id UInt64, y_true Float64, y_pred Float64, segment String");
const squaredError = "avg((y_pred - y_true) * (y_pred - y_true))";
const regression = `${squaredError} AS mse, avg(abs(y_pred - y_true)) AS mae`;
const probabilities = CLASSES.map((k) => `p_${k}`).join(", ");
const classes = CLASSES.map((k) => `p_${k} Float64`).join(", ");

const SQL = {
  reg: `SELECT ${regression} FROM ${reg}`,
  clf: `SELECT avg(-log(if(y_true = 1, y_pred, 1 - y_pred))) AS "log-loss", ${squaredError} AS brier
    FROM ${csv("id UInt64, y_true UInt8, y_pred Float64, segment String")}`,
  multi: `SELECT avg(-log([${probabilities}][y_true + 1])) AS "cross-entropy"
    FROM ${csv(`id UInt64, y_true UInt8, ${classes}`)}`,
  ndjson: `SELECT ${regression} FROM file(${path}, 'JSONEachRow', 'y_true Float64, y_pred Float64')
    SETTINGS input_format_skip_unknown_fields = 1`,
  group: `SELECT segment, ${squaredError} AS mse FROM ${reg} GROUP BY segment`,
  fit: `SELECT ${SQL_SUMS} FROM ${csv(COLUMNS.map((name) => `${name} Float64`).join(", "))}`,
  start: `SELECT ${regression} FROM ${reg}`,
};

const lines = query(SQL[task], "JSONEachRow").trim().split("\n");
const rows = lines.map((line) => JSON.parse(line));
printNumbers(task, task === "fit" ? rows.map(coefficients) : rows);
