import { describe, expect, it } from "vitest";
import { lossEntry } from "../../src/catalogue/entry.ts";
import { lossGroups } from "../../src/catalogue/groups.ts";
import { catalogue } from "../../src/losses/catalogue.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import { renderLossesJson } from "../../src/report/losses-json.ts";

const json = (...texts: readonly string[]) =>
  JSON.parse(
    renderLossesJson({ version: "1.2.3", entries: texts.map((text) => lossEntry(parseLoss(text))) }),
  );

describe("lossctl.losses/1", () => {
  it("has every loss with all of its definition", () => {
    const entries = lossGroups().flatMap((group) => group.entries);
    const document = JSON.parse(renderLossesJson({ version: "1.2.3", entries }));
    expect(document.schema).toBe("lossctl.losses/1");
    expect(document.losses).toHaveLength(catalogue.length);
    for (const loss of document.losses) {
      const definition = catalogue.find(({ id }) => id === loss.id);
      const { aliases, title, task, expects, formula, convention, reference } = definition ?? {};
      expect(loss).toMatchObject({ aliases, title, task, expects, formula, convention, reference });
      expect(loss.equivalents).toEqual(definition?.equivalents ?? {});
      expect(loss.gradient).toBe(definition?.gradient ?? null);
      expect(loss.parameters.map(({ name }: { name: string }) => name)).toEqual(
        definition?.parameters.map(({ name }) => name),
      );
    }
  });

  it("has parameters with their range, default and value", () => {
    const [huber] = json("huber:delta=2").losses;
    expect(huber.key).toBe("huber:delta=2");
    expect(huber.parameters).toEqual([
      {
        name: "delta",
        about: "the residual where square turns into line",
        value: 2,
        default: 1,
        interval: { low: 0, high: null, lowOpen: true, highOpen: false },
      },
    ]);
    expect(huber.traits).toEqual({
      convexity: "convex",
      smoothness: 1,
      lipschitz: 2,
      zeroAtPerfect: true,
      pull: "bounded",
    });
    expect(json("mape").losses[0].parameters[0]).toMatchObject({
      choices: ["infinity", "skip"],
      default: "infinity",
    });
    expect(json("log-loss").losses[0].parameters[0]).toMatchObject({ value: null, default: null });
  });

  it("has domains: labels by kind, predictions by their ends", () => {
    expect(json("poisson").losses[0].domain).toEqual({
      label: { kind: "real", interval: { low: 0, high: null, lowOpen: false, highOpen: false } },
      prediction: { low: 0, high: null, lowOpen: true, highOpen: false },
    });
    expect(json("log-loss").losses[0].domain.label).toEqual({ kind: "binary", soft: true });
    expect(json("cross-entropy").losses[0].domain.label).toEqual({ kind: "classes", normalized: false });
    expect(json("gaussian-nll").losses[0].domain.variance).toMatchObject({ low: 0, lowOpen: true });
  });

  it("has an infinite Lipschitz constant as a text, and null for the traits of a figure of all rows", () => {
    expect(json("mse").losses[0].traits.lipschitz).toBe("Infinity");
    expect(json("rmse").losses[0].traits).toBeNull();
    expect(json("auc").losses[0]).toMatchObject({ rowWise: false, keepsValues: true, better: "higher" });
  });
});
