// node duckdb.mjs TASK FILE: the task's numbers as JSON, computed by DuckDB.
import { DuckDBInstance } from "@duckdb/node-api";
import { COLUMNS, coefficients, SQL_SUMS } from "./least-squares.mjs";
import { CLASSES, printNumbers } from "./numbers.mjs";

const [task, file] = process.argv.slice(2);
const path = `'${file.replaceAll("'", "''")}'`;
const csv = (columns) =>
  `read_csv(${path}, auto_detect=false, header=true, delim=',', quote='"', escape='"', columns={${columns}})`;
const reg = csv("id: 'BIGINT', y_true: 'DOUBLE', y_pred: 'DOUBLE', segment: 'VARCHAR'");
const json = `read_json(${path}, format='newline_delimited', columns={y_true: 'DOUBLE', y_pred: 'DOUBLE'})`;
const squaredError = "avg((y_pred - y_true) * (y_pred - y_true))";
const regression = `${squaredError} AS mse, avg(abs(y_pred - y_true)) AS mae`;
const probability = CLASSES.map((k) => `WHEN ${k} THEN p_${k}`).join(" ");
const classes = CLASSES.map((k) => `p_${k}: 'DOUBLE'`).join(", ");

const SQL = {
  reg: `SELECT ${regression} FROM ${reg}`,
  clf: `SELECT avg(-ln(CASE WHEN y_true = 1 THEN y_pred ELSE 1 - y_pred END)) AS "log-loss", ${squaredError} AS brier
    FROM ${csv("id: 'BIGINT', y_true: 'INTEGER', y_pred: 'DOUBLE', segment: 'VARCHAR'")}`,
  multi: `SELECT avg(-ln(CASE y_true ${probability} END)) AS "cross-entropy"
    FROM ${csv(`id: 'BIGINT', y_true: 'INTEGER', ${classes}`)}`,
  ndjson: `SELECT ${regression} FROM ${json}`,
  group: `SELECT segment, ${squaredError} AS mse FROM ${reg} GROUP BY segment`,
  fit: `SELECT ${SQL_SUMS} FROM ${csv(COLUMNS.map((name) => `${name}: 'DOUBLE'`).join(", "))}`,
  start: `SELECT ${regression} FROM ${reg}`,
};

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const rows = (await connection.runAndReadAll(SQL[task])).getRowObjects();
printNumbers(task, task === "fit" ? rows.map(coefficients) : rows);
