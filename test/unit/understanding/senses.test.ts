import { describe, expect, it } from "vitest";
import { knownWord } from "../../../shared/understanding/same-matter/known-word.ts";
import { meaningCount } from "../../../shared/understanding/same-matter/meanings.ts";
import {
  readSenses,
  type Senses,
  senseOf,
  sensesCompared,
  squaredLengthOf,
  writeSenses,
} from "../../../shared/understanding/same-matter/senses.ts";
import { usualSenses } from "../../../training/pairs/senses-file.ts";

const few: Senses = {
  width: 2,
  words: Uint32Array.from([knownWord("качели").hash, knownWord("карусель").hash, knownWord("котельная").hash]),
  ofWords: Int8Array.from([100, 10, 90, 20, -5, 80]),
  ofMeanings: Int8Array.from([1, 2]),
};
const sense = (of: ReturnType<typeof senseOf>, text: string): readonly number[] => of(text.split(" ").map(knownWord));

const directionOf = (sense: readonly number[]) => ({
  list: Int32Array.from(sense),
  senseFrom: 0,
  senseEnd: sense.length,
  squaredLength: squaredLengthOf(sense),
});
const compared = (one: readonly number[], other: readonly number[], weights: readonly number[]) =>
  sensesCompared(weights)(directionOf(one))(directionOf(other));
const alike = (one: readonly number[], other: readonly number[]) =>
  compared(
    one,
    other,
    one.map(() => 0),
  ).alike;

describe("what words mean by the company they keep", () => {
  it("is the same after it was written to a file and read", () => {
    expect(readSenses(writeSenses(few), 1)).toEqual(few);
  });

  it.each([
    ["another file", new Uint8Array(64), 1],
    ["half a file", writeSenses(few).subarray(0, 30), 1],
    ["a file made for another list of meanings", writeSenses(few), 2],
  ])("is refused from %s", (_, file, meanings) => {
    expect(() => readSenses(file, meanings)).toThrow(/senses/);
  });

  it("tells words of one kind from others, and nothing of words that are not known", () => {
    const of = senseOf(few);
    const swings = sense(of, "качели");
    expect(alike(swings, sense(of, "карусель"))).toBeGreaterThan(0.9);
    expect(alike(swings, sense(of, "котельная"))).toBeLessThan(0.5);
    expect(sense(of, "ыыы")).toEqual([]);
  });

  it("counts each number of two directions by its weight", () => {
    expect(compared([3, 4], [6, 8], [1, 1])).toEqual({ alike: 1, weighed: 1 });
    expect(compared([3, 4], [6, 8], [2, -0.5]).weighed).toBeCloseTo((2 * 18 - 0.5 * 32) / 50);
    expect(compared([3, 4], [], [2, -0.5])).toEqual({ alike: 0, weighed: 0 });
  });

  it("comes with the product for its list of meanings", () => {
    const of = usualSenses();
    expect(meaningCount).toBeGreaterThan(200);
    expect(alike(sense(of, "фонари погасли"), sense(of, "темно лампы"))).toBeGreaterThan(
      alike(sense(of, "фонари погасли"), sense(of, "собаки кусаются")),
    );
  });
});
