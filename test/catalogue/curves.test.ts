import { describe, expect, it } from "vitest";
import { lossCurves } from "../../src/catalogue/curves.ts";
import { catalogue } from "../../src/losses/catalogue.ts";
import { parseLoss } from "../../src/losses/spec.ts";

const curves = (text: string, points = 60) => {
  const found = lossCurves(parseLoss(text), points);
  if (found === null) throw new Error(`${text} has no curve`);
  return found;
};

const places = ({ from, to }: { from: number; to: number }, points: number): number[] =>
  Array.from({ length: points }, (_, index) => from + ((index + 0.5) * (to - from)) / points);

describe("the curve of a loss", () => {
  it("of the residual has the loss and its gradient in the middle of each part", () => {
    const found = curves("huber:delta=2", 6);
    expect(found).toMatchObject({ axis: "r = p − y", held: "", from: -6, to: 6 });
    // r = −5, −3, −1, 1, 3, 5: beyond 2 it is 2(|r| − 1), else r²/2.
    expect(found.loss).toEqual([8, 4, 0.5, 0.5, 4, 8]);
    expect(found.gradient).toEqual([-2, -2, -1, 1, 2, 2]);
  });

  it("reaches as far as the scale of the loss, whatever it is", () => {
    expect(curves("huber:delta=0.01").to).toBeCloseTo(0.03, 12);
    expect(curves("cauchy:c=100").to).toBe(300);
    expect(curves("epsilon-insensitive:epsilon=5").to).toBe(15);
    expect(curves("mae").to).toBe(3);
  });

  it("of a probability runs from 0 to 1 at the label 1", () => {
    const found = curves("log-loss");
    expect(found).toMatchObject({ axis: "p", held: "y = 1", from: 0, to: 1 });
    expect(found.loss).toEqual(places(found, 60).map((p) => -Math.log(p)));
  });

  it("of a score shows the margin's corners", () => {
    expect(curves("hinge")).toMatchObject({ held: "y = 1", from: -3, to: 3 });
  });

  it("is at a label that makes a difference, in the domain, where not only the residual counts", () => {
    expect(curves("mape")).toMatchObject({ held: "y = 4", from: -4, to: 8 });
    expect(curves("poisson").from).toBe(0);
    expect(curves("msle").from).toBe(-1);
  });

  it("of several columns runs along one, and says what the others are", () => {
    const found = curves("cross-entropy", 4);
    expect(found).toMatchObject({ axis: "p of the class", held: "the others 0.25, 0.25" });
    expect(found.loss).toEqual([0.125, 0.375, 0.625, 0.875].map((p) => -Math.log(p)));
    expect(found.gradient).toEqual([0.125, 0.375, 0.625, 0.875].map((p) => -1 / p));
    expect(curves("kl").held).toBe("y = (0.5, 0.5), the others 0.75");
    expect(curves("sparsity").held).toBe("the others −2");
  });

  it("is there for every mean of row losses and for nothing else, without a NaN", () => {
    for (const { id } of catalogue) {
      const choice = parseLoss(id);
      const found = lossCurves(choice, 50);
      expect(found !== null, id).toBe(choice.definition.traits(choice.parameters) !== null);
      if (found === null) continue;
      expect(found.from, id).toBeLessThan(found.to);
      expect([...found.loss, ...(found.gradient ?? [])].filter(Number.isNaN), id).toEqual([]);
      expect(new Set(found.loss).size, `${id} is flat`).toBeGreaterThan(1);
    }
  });
});
