/** Named combinations: weighted sums of row losses, with their own derivatives. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCombination, parseCombination } from "../../src/losses/combination-spec.ts";
import {
  createMeasure,
  createVectorMeasure,
  LossSpecError,
  parseLoss,
  splitLosses,
} from "../../src/losses/spec.ts";
import type { Measure } from "../../src/losses/types.ts";
import { type Instance, instances } from "./instances.ts";
import { laws } from "./laws.ts";
import { extremeRows, ordinaryRows } from "./rows.ts";
import { totalsOf } from "./totals.ts";

function instance(text: string): Instance {
  const { definition, parameters } = parseCombination(text);
  return {
    name: text,
    definition,
    traits: definition.traits(parameters),
    measure: createMeasure(parseCombination(text)),
  };
}

function row(text: string) {
  const measure = createMeasure(isCombination(text) ? parseCombination(text) : parseLoss(text));
  if (measure.shape !== "scalar") throw new Error(`${text} is of columns`);
  const { value, gradient, hessian } = measure.row!;
  return { value, gradient: gradient!, hessian: hessian! };
}

/**
 * Not those of the catalogue's entry, nor that bounds are attained. By linearity the Hessian at a corner is that of the
 * other parts, not 0; and the reported value is the sum of exact totals, not of rounded rows.
 */
const APPLICABLE = Object.entries(laws).filter(
  ([sentence]) => !/entry|example|steepest|convex|kink is 0|weighted mean/.test(sentence),
);

describe("a combination obeys the laws of a loss", () => {
  const texts = [
    "a=mse",
    "a=0.7*mse+0.3*mae",
    "a=2*huber:delta=0.5+0.25*quantile:q=0.875",
    "a=brier+0.5*log-loss",
    "a=mse+0.5*poisson",
    "a=0.5*log-loss:eps=0.125+brier",
    "a=reconstruction+0.5*sparsity:lambda=1",
    "a=multi-brier+cross-entropy",
  ];
  describe.each(texts)("%s", (text) => {
    it.each(APPLICABLE)("%s", (_sentence, law) => {
      expect(law(instance(text))).toEqual([]);
    });
  });
});

describe("value, gradient and Hessian", () => {
  const numbers = fc.double({ min: -1e3, max: 1e3, noNaN: true });

  it("are the weighted sums of the parts'", () => {
    const [sum, mse, huber] = [row("a=0.75*mse-2*huber:delta=2"), row("mse"), row("huber:delta=2")];
    fc.assert(
      fc.property(numbers, numbers, (y, p) => {
        for (const what of ["value", "gradient", "hessian"] as const) {
          expect(sum[what](y, p)).toBe(0.75 * mse[what](y, p) - 2 * huber[what](y, p));
        }
      }),
    );
  });

  it("of columns are the sums of the parts' too", () => {
    const measure = createVectorMeasure(parseCombination("a=reconstruction+2*sparsity:lambda=0.5"))!;
    const [label, prediction] = [Float64Array.of(1, 2), Float64Array.of(3, -1)];
    const out = new Float64Array(2);
    expect(measure.row!.value(label, prediction)).toBe(4 + 9 + 2 * (0.5 * 4 + 0.5 * 10));
    measure.row!.gradient!(label, prediction, out);
    expect([...out]).toEqual([4 + 2 * (0.5 + 3), -6 + 2 * (-0.5 - 1)]);
    measure.row!.hessian!(label, prediction, out);
    expect([...out]).toEqual([4, 4]);
  });

  it("leave a part of factor 0 out, even where it is infinite", () => {
    expect(row("a=brier+0*log-loss").value(1, 0)).toBe(1);
  });
});

describe("the report", () => {
  const rows = [0.1, 0.7, 0.35].map((prediction, place) => ({
    label: (place + 1) % 2,
    prediction,
    weight: place + 1,
  }));
  const report = (measure: Measure) => measure.finish(totalsOf(measure, rows));

  it("is the weighted sum of the parts' totals, rounded once", () => {
    const combined = report(createMeasure(parseCombination("a=0.7*mse+0.3*mae"))).value!;
    const [mse, mae] = ["mse", "mae"].map((text) => report(createMeasure(parseLoss(text))).value!);
    expect(Math.abs(combined - (0.7 * mse! + 0.3 * mae!))).toBeLessThanOrEqual(2 ** -52 * combined);
    const cancelling = createMeasure(parseCombination("a=3*mae-3*mae"));
    expect(report(cancelling).value).toBe(0);
  });

  it("folds the parts' own terms", () => {
    const keys = (text: string) => createMeasure(parseCombination(text)).terms.map(({ key }) => key);
    expect(keys("a=0.7*mse+0.3*mae+mse")).toEqual(["mse", "mae"]);
    expect(keys("a=huber:delta=2")).toEqual(["huber:delta=2"]);
  });

  it("tells what a part clipped", () => {
    const { details } = report(createMeasure(parseCombination("a=brier+log-loss:eps=0.2")));
    expect(details).toEqual({ clippedRows: 1 });
  });
});

it("the first term of a row-wise loss is the sum of its rows: what a combination adds", () => {
  for (const { name, measure } of instances) {
    if (measure.row === undefined) continue;
    const [term] = measure.terms;
    const sums = measure.shape === "scalar" ? "sum" : "vector-sum";
    expect([name, term?.fold]).toEqual([name, sums]);
    for (const { label, prediction } of [...ordinaryRows(measure), ...extremeRows(measure)].slice(0, 200)) {
      if (term?.fold === "sum" && measure.shape === "scalar") {
        const [y, p] = [label[0] ?? 0, prediction[0]!];
        expect(term.of(y, p)).toBe(measure.row!.value(y, p));
      } else if (term?.fold === "vector-sum" && measure.shape === "vector") {
        expect(term.of(label, prediction)).toBe(measure.row!.value(label, prediction));
      }
    }
  }
});

describe("the text of a combination", () => {
  it("begins with a name and an equals sign before any parameter", () => {
    expect(["a=mse", "a = 2*huber:delta=2"].map(isCombination)).toEqual([true, true]);
    expect(["mse", "huber:delta=2", "huber"].map(isCombination)).toEqual([false, false, false]);
  });

  it("is one of a list of losses", () => {
    expect(splitLosses("mse,task=0.7*mse + 0.3*mae,r2")).toEqual(["mse", "task=0.7*mse + 0.3*mae", "r2"]);
  });

  it.each([
    ["task=0.7*mse+0.3*mae", "0.7*mse + 0.3*mae"],
    ["task = 0.7 * mse + 0.3 * mae ", "0.7*mse + 0.3*mae"],
    ["task=mse-0.5*mae", "mse - 0.5*mae"],
    ["task=mse - mae", "mse - mae"],
    ["task=-2*mse+mae", "-2*mse + mae"],
    ["task=mse+-0.5*mae", "mse - 0.5*mae"],
    ["task=1e-3*log_loss+1E+3*brier", "0.001*log-loss + 1000*brier"],
    ["task=.5*huber:delta=1e-3-.5*quantile:q=0.9", "0.5*huber:delta=0.001 - 0.5*quantile:q=0.9"],
    ["task=smooth-l1:beta=2+adaptive:alpha=-2:scale=3", "smooth-l1:beta=2 + adaptive:alpha=-2:scale=3"],
    ["task=adaptive:alpha=-Infinity-pinball", "adaptive:alpha=-Infinity - quantile"],
    ["task=mape:zero=infinity", "mape:zero=infinity"],
  ])("%s is %s", (text, formula) => {
    const { key, definition } = parseCombination(text);
    expect({ key, formula: definition.formula }).toEqual({ key: "task", formula });
  });

  it.each([
    ["mse=mae", "a combination needs a name of its own, and mse is the loss mse"],
    ["L2=mae", "a combination needs a name of its own, and L2 is the loss mse"],
    [
      "1a=mae",
      'a combination\'s name begins with a letter and has letters, digits, "-", "_" and ".", found "1a"',
    ],
    [
      "=mae",
      'a combination\'s name begins with a letter and has letters, digits, "-", "_" and ".", found ""',
    ],
    ["a=", 'a: expected a loss, or a number times a loss, found ""'],
    ["a=0.7", 'a: expected a loss, or a number times a loss, found "0.7"'],
    ["a=mse+", 'a: expected a loss, or a number times a loss, found ""'],
    ["a=x*mse", 'a: expected a loss, or a number times a loss, found "x*mse"'],
    ["a=0x1*mse+mae", 'a: expected a loss, or a number times a loss, found "0x1*mse"'],
    ["a=1e400*mse", "a: a factor is a finite number"],
    ["a=mse mae", 'a: expected + or - after mse, found " mae"'],
    ["a=huber:delta=0", 'huber: delta is a number above 0, found "0"'],
    ["a=mse+rmse", "a: rmse is not the mean of a loss of label and prediction alone"],
    ["a=mse+r2", "a: r2 is not the mean of a loss of label and prediction alone"],
    ["a=mae+gaussian-nll", "a: gaussian-nll is not the mean of a loss of label and prediction alone"],
    ["a=mae+cross-entropy", "a: mae takes one prediction column, cross-entropy several"],
    ["a=mse+hinge", "a: mse and hinge take no labels and predictions in common"],
  ])("%s is an error: %s", (text, message) => {
    expect(() => parseCombination(text)).toThrow(new LossSpecError(message));
  });

  it("gives the unknown name of a part, for a suggestion", () => {
    try {
      parseCombination("a=0.5*mse+0.5*hubber");
      throw new Error("is no error");
    } catch (error) {
      expect((error as LossSpecError).unknown?.name).toBe("hubber");
    }
  });
});

describe("labels and predictions are those that all parts take", () => {
  const domain = (text: string) => createMeasure(parseCombination(text)).domain;

  it.each([
    ["a=mse+poisson", "poisson"],
    ["a=poisson+gamma", "gamma"],
    ["a=mse+log-loss", "log-loss"],
    ["a=log-loss+mse", "log-loss"],
    ["a=reconstruction+sparsity", "reconstruction"],
    ["a=sparsity+reconstruction", "reconstruction"],
    ["a=mse+mae", "mae"],
  ])("%s: those of %s", (text, part) => {
    expect(domain(text)).toEqual(createMeasure(parseLoss(part)).domain);
  });

  it("a loss of class probabilities and one of vectors take classes", () => {
    const measure = createVectorMeasure(parseCombination("a=mse+cross-entropy"))!;
    expect(measure.domain.label).toEqual({ kind: "classes" });
    expect(measure.minimumColumns).toBe(2);
  });
});
