import { expect, test } from "vitest";
import { descentLine } from "../../src/report/descent-line.ts";

const state = { epoch: 1234, epochs: 100_000, objective: 2859.6963, gradientNorm: 0.000123456 };

test("says how far a descent has come, in the columns there are", () => {
  const whole = "epoch 1234 of at most 100000  objective 2859.7  gradient 0.00012";
  expect(descentLine(state, 1, 79)).toBe(whole);
  expect(descentLine(state, 1, whole.length - 1)).toBe("epoch 1234 of at most 100000  objective 2859.7");
  expect(descentLine(state, 1, 30)).toBe("epoch 1234 of at most 100000");
  expect(descentLine(state, 1, 20)).toBe("epoch 1234");
  expect(descentLine(state, 1, 3)).toBe("");
});
