/** What is seen of columns is the same however the rows are cut and in whatever order the parts are merged. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataProfile, type LabelForm } from "../../src/advise/data-profile.ts";
import { type Chunk, INFINITE, MISSING, NOT_A_NUMBER, PRESENT } from "../../src/read/chunk.ts";

type Field = number | "" | "inf" | string;

/** Rows of label fields, then prediction fields, as a reader would yield them. */
function chunkOf(rows: readonly (readonly Field[])[]): Chunk {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => {
    const fields = rows.map((row) => row[column] as Field);
    return {
      kind: "number" as const,
      values: Float64Array.from(fields, (field) => (typeof field === "number" ? field : Number.NaN)),
      status: fields.every((field) => typeof field === "number") ? null : Uint8Array.from(fields, statusOf),
    };
  });
  return {
    rows: rows.length,
    file: 0,
    firstRecord: 1,
    columns,
    line: (row) => row + 2,
    text: (row, column) => String(rows[row]?.[column]),
  };
}

function statusOf(field: Field): number {
  if (typeof field === "number") return PRESENT;
  return field === "" ? MISSING : field === "inf" ? INFINITE : NOT_A_NUMBER;
}

function profileOf(
  rows: readonly (readonly Field[])[],
  form: LabelForm,
  labels: number,
  predictions: number,
) {
  const profile = new DataProfile(form, labels, predictions);
  if (rows.length > 0) profile.add(chunkOf(rows));
  return profile;
}

const number = fc.oneof(
  fc.constantFrom(0, -0, 1, 0.5, 2, -1),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.constantFrom(1e-300, 1e150, 0.1, 0.2),
);
const field: fc.Arbitrary<Field> = fc.oneof(
  { weight: 8, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom("", "inf", "cat", "dog") },
);

const forms = [
  ["number", 1, 1],
  ["columns", 2, 2],
] as const;

describe.each(forms)(
  "the profile of %s with %i label and %i prediction columns",
  (form, labels, predictions) => {
    const someRows = fc.array(
      fc.array(field, { minLength: labels + predictions, maxLength: labels + predictions }),
      {
        maxLength: 40,
      },
    );

    it("is the same from one chunk, from two that are merged either way, and with empty parts", () => {
      fc.assert(
        fc.property(someRows, fc.nat(40), (rows, at) => {
          const part = (some: typeof rows) => profileOf(some, form, labels, predictions);
          const whole = part(rows).facts();
          const [first, second] = [rows.slice(0, at), rows.slice(at)];
          const forward = part(first);
          forward.merge(part(second));
          forward.merge(part([]));
          expect(forward.facts()).toEqual(whole);
          const backward = part([]);
          backward.merge(part(second));
          backward.merge(part(first));
          expect(backward.facts()).toEqual(whole);
        }),
      );
    });

    it("leaves a part that is merged as it is", () => {
      const one = profileOf(
        [Array.from({ length: labels + predictions }, () => 1)],
        form,
        labels,
        predictions,
      );
      const before = one.facts();
      profileOf([], form, labels, predictions).merge(one);
      expect(one.facts()).toEqual(before);
    });
  },
);

describe("what is seen of a column", () => {
  const facts = (rows: readonly (readonly Field[])[]) => profileOf(rows, "number", 1, 1).facts();

  it("is its range, whether it is whole, its zeros and its values while they are few", () => {
    const { label, prediction } = facts([
      [0, 0.5],
      [-0, 1.5],
      [3, 0.5],
    ]);
    expect(label).toMatchObject({ least: 0, largest: 3, whole: true, zeros: 2, values: [0, 3], numbers: 3 });
    expect(prediction).toMatchObject({
      least: 0.5,
      largest: 1.5,
      whole: false,
      zeros: 0,
      values: [0.5, 1.5],
    });
  });

  it("has no list of values beyond a dozen", () => {
    const rows = (count: number) => Array.from({ length: count }, (_, row) => [row, 0]);
    expect(facts(rows(12)).label.values).toHaveLength(12);
    expect(facts(rows(13)).label.values).toBeNull();
  });

  it("counts fields without a number by what they are, and lists the texts of a few", () => {
    const { label, rows, complete } = facts([
      ["", 1],
      ["inf", 1],
      ["dog", 1],
      ["cat", 1],
      ["dog", 1],
      [1, 1],
    ]);
    expect(label).toMatchObject({ missing: 1, infinite: 1, others: 3, texts: ["cat", "dog"], numbers: 1 });
    expect({ rows, complete }).toEqual({ rows: 6, complete: 1 });
  });

  it("is nothing without a number", () => {
    expect(facts([["cat", 1]]).label).toMatchObject({ least: null, largest: null, values: [] });
    expect(facts([["cat", 1]]).errors).toBeNull();
  });
});

describe("what is seen of rows", () => {
  it("is rmse and mae of one prediction, exactly", () => {
    const small = 2 ** -30;
    const rows = [[0, 1], [7, 0], ...[small, -small].map((residual) => [0, residual])];
    const { errors } = profileOf(rows, "number", 1, 1).facts();
    expect(errors?.mae).toBe(2 + small / 2);
    expect(profileOf(rows.slice(0, 2), "number", 1, 1).facts().errors).toMatchObject({ rmse: 5, mae: 4 });
  });

  it("counts forecasts that were certain and wrong", () => {
    const rows = [
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 0.5],
    ];
    expect(profileOf(rows, "number", 1, 1).facts().errors?.certainAndWrong).toBe(2);
    const classes = [
      [0, 0, 1],
      [1, 0, 1],
      [1, 0.5, 0.5],
    ];
    expect(profileOf(classes, "class", 1, 2).facts().sums?.certainAndWrong).toBe(1);
  });

  it("is how far the sums of several are from 1", () => {
    const rows = [
      [0, 0.25, 0.75],
      [1, 0.5, 0.25],
    ];
    expect(profileOf(rows, "class", 1, 2).facts().sums).toMatchObject({ predictions: 0.25, labels: 0 });
    const logarithms = [[0, Math.log(0.5), Math.log(0.5)]];
    expect(profileOf(logarithms, "class", 1, 2).facts().sums?.exponentials).toBeLessThan(1e-15);
  });
});
