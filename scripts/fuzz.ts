// Looks for a number text that the kernel reads otherwise than JavaScript, a sum that is not exact, and a text that
// the index splits otherwise than the state machine of the tests: `npm run fuzz -- --minutes 5 --seed 1`.
import { parseArgs } from "node:util";
import { type ColumnSum, RUN, sumOfValues, sumsOfPowers } from "../src/kernel/column-sum.ts";
import { readBlocks } from "../test/kernel/blocks.ts";
import { delimitedText, split, textOptions } from "../test/kernel/delimited-texts.ts";
import { sumOfUnits, units } from "../test/kernel/exact-reference.ts";
import { AROUND, fieldReader } from "../test/kernel/field-reader.ts";
import { numberText } from "../test/kernel/number-texts.ts";
import { random } from "../test/kernel/random.ts";
import { sumCase } from "../test/kernel/sum-cases.ts";

const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
const end = Date.now() + Number(values.minutes ?? 1) * 60_000;
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const source = random(seed);
const read = fieldReader();
const counts = { numbers: 0, sums: 0, texts: 0 };

function fail(what: string, text: unknown): never {
  console.error(`seed ${seed}: ${what}: ${JSON.stringify(text)}`);
  process.exit(1);
}

/** In units of 2^-1074. */
function integerOf({ sign, words }: ColumnSum): bigint {
  return BigInt(sign) * words.reduceRight((sum, word) => (sum << 32n) + BigInt(word), 0n);
}

console.log(`seed ${seed}`);
while (Date.now() < end) {
  for (let i = 0; i < 50_000; i++) {
    const text = numberText(source);
    const { value } = read(text, AROUND[i % AROUND.length]!);
    if (!Object.is(value, Number(text))) fail(`number read as ${value}`, text);
    counts.numbers++;
  }
  for (let i = 0; i < 20; i++) {
    const column = sumCase(source).subarray(0, RUN);
    const sum = integerOf(sumOfValues(column, 0, column.length));
    if (sum !== sumOfUnits(column)) fail("sum not exact", [...column].map(String));
    counts.sums++;
    const spread = 1 + source.below(250);
    const near = Float64Array.from(column, () => (source.next() - 0.5) * 2 ** -source.below(spread));
    const powers = sumsOfPowers(near, 0, near.length);
    const taken = near.subarray(0, powers.end);
    if (integerOf(powers.sum) !== sumOfUnits(taken)) fail("sum beside squares not exact", [...near]);
    const squares = taken.reduce((total, value) => total + units(value) ** 2n, 0n);
    if (integerOf(powers.squares) << 1074n !== squares) fail("sum of squares not exact", [...near]);
    counts.sums += 2;
  }
  for (let i = 0; i < 50; i++) {
    const options = textOptions(source);
    const text = delimitedText(source, options);
    const expected = split(text, options.delimiter);
    const ragged = expected.records?.some((record) => record.length !== options.fields) ?? true;
    // A block of nothing but blank lines is refused: larger ones than any run of them.
    const blockSize = source.pick([256, 320, 1024]);
    const blocks = [
      ...readBlocks(text, options.delimiter, options.fields, { blockSize }, 1 + source.below(300)),
    ];
    const refused = blocks.some((block) => !block.regular);
    if (refused !== (ragged || expected.open)) fail("text judged otherwise", text);
    if (
      !refused &&
      JSON.stringify(blocks.flatMap((block) => block.fields)) !== JSON.stringify(expected.records)
    ) {
      fail("text split otherwise", text);
    }
    counts.texts++;
  }
}
console.log(`nothing found in ${counts.numbers} numbers, ${counts.sums} sums, ${counts.texts} texts`);
