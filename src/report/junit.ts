/** JUnit XML: a test case for each gate, so that a CI server lists them as it lists tests. */
import { gateLines } from "./gate-lines.ts";
import { gateNames } from "./gate-names.ts";
import { heading } from "./heading.ts";
import type { NamedReport } from "./named-report.ts";
import type { GateResult, LossResult, Report } from "./types.ts";
import { type Element, xmlDocument } from "./xml.ts";

/** One report as a suite that is called as its inputs. */
export function renderJunit(report: Report): string {
  return renderJunitOf([{ name: null, report }]);
}

/**
 * A suite for each report. Losses are properties of the suite. A failed gate is a failure, an undecided one an error:
 * nothing that did not pass looks like a pass. Times are 0, since the same data have the same report.
 */
export function renderJunitOf(reports: readonly NamedReport[]): string {
  const suites = reports.map(({ name, report }) => suite(name ?? heading(report).inputs, report));
  const total = (key: string): number =>
    suites.reduce((sum, { attributes }) => sum + Number(attributes[key]), 0);
  return xmlDocument({
    name: "testsuites",
    attributes: {
      name: "lossctl",
      tests: total("tests"),
      failures: total("failures"),
      errors: total("errors"),
    },
    children: suites,
  });
}

function suite(name: string, report: Report): Element {
  const { gates } = report;
  const names = gateNames(gates, report.columns.by);
  const count = (verdict: GateResult["verdict"]) => gates.filter((gate) => gate.verdict === verdict).length;
  return {
    name: "testsuite",
    attributes: { name, tests: gates.length, failures: count("fail"), errors: count("undecided"), time: 0 },
    children: [
      { name: "properties", attributes: {}, children: properties(report) },
      ...gates.map((gate, place) => testCase(name, names[place] ?? "", gate, report.columns.by)),
    ],
  };
}

function properties(report: Report): Element[] {
  const property = (name: string, value: string | number): Element => ({
    name: "property",
    attributes: { name, value },
  });
  return [
    property("rows read", report.rows.read),
    property("rows used", report.rows.used),
    ...Object.entries(report.losses).map(([key, result]) => property(key, valueText(result))),
  ];
}

function valueText(result: LossResult): string {
  return result.value === null ? `no value: ${result.reason}` : String(result.value);
}

function testCase(suiteName: string, name: string, gate: GateResult, by: readonly string[]): Element {
  const attributes = { name, classname: suiteName, time: 0 };
  if (gate.verdict === "pass") return { name: "testcase", attributes };
  // By itself, so that nothing is said of the other slices of its rule.
  const [line] = gateLines([gate], by);
  const parts = [line?.rule, line?.value, line?.distance, line?.slice];
  const message = parts.filter((part) => part !== undefined && part !== "" && part !== "-").join("   ");
  const failed = gate.verdict === "fail";
  return {
    name: "testcase",
    attributes,
    children: [
      {
        name: failed ? "failure" : "error",
        attributes: { message, type: failed ? "gate failed" : "gate undecided" },
        // Some show the attribute, others the text.
        children: [message],
      },
    ],
  };
}
