import { describe, expect, it } from "vitest";
import { knownWord } from "../../../shared/understanding/same-matter/known-word.ts";
import { meaningCount } from "../../../shared/understanding/same-matter/meanings.ts";
import {
  readSenses,
  type Senses,
  senseOf,
  squaredLengthOf,
  sensesAlike,
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
const alike = (one: readonly number[], other: readonly number[]) => sensesAlike(directionOf(one), directionOf(other));

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

  it("comes with the product for its list of meanings", () => {
    const of = usualSenses();
    expect(meaningCount).toBeGreaterThan(200);
    expect(alike(sense(of, "фонари погасли"), sense(of, "темно лампы"))).toBeGreaterThan(
      alike(sense(of, "фонари погасли"), sense(of, "собаки кусаются")),
    );
  });
});
