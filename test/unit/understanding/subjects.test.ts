import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aboutAlike } from "../../../shared/understanding/same-matter/about-alike.ts";
import { knownWord } from "../../../shared/understanding/same-matter/known-word.ts";
import { meaningCount } from "../../../shared/understanding/same-matter/meanings.ts";
import { type About, type AboutOf, aboutOf } from "../../../shared/understanding/same-matter/subjects.ts";
import { readSubjects, type Subjects, writeSubjects } from "../../../shared/understanding/same-matter/subjects-file.ts";
import { usualSubjects } from "../../../training/subjects/usual-subjects.ts";

/** Swings that creak, swings that are torn off, a boiler house that smokes; one meaning, of swings. */
const few: Subjects = {
  thingOf: Uint16Array.of(0, 0, 1),
  things: 2,
  called: Uint32Array.of(11, 12, 21),
  bearings: Int8Array.from({ length: 16 }, (_, at) => (at % 8 === Math.floor(at / 8) ? 120 : 0)),
  words: Uint32Array.from(["качели", "скрипят", "сорваны", "котельная"].map((word) => knownWord(word).hash)),
  starts: Uint32Array.of(0, 1, 2, 3, 5, 6),
  entries: Uint32Array.from(
    [
      [0, 40],
      [2, 30],
      [3, 30],
      [1, 40],
      [4, 20],
      [0, 10],
    ],
    ([place = 0, level = 0]) => (place << 8) | level,
  ),
};

const about = (of: AboutOf, text: string): About => of(text.split(" ").map(knownWord));
const told = ({ bearing, subjects }: About) => ({
  list: Int32Array.of(...bearing, ...subjects),
  bearingFrom: 0,
  subjectsFrom: bearing.length,
  subjectsEnd: bearing.length + subjects.length,
});
const alike = (one: About, other: About): number => aboutAlike(told(one))(told(other));

describe("what a message may be about", () => {
  it("is the same after its file was written and read", () => {
    expect(readSubjects(writeSubjects(few), 1)).toEqual(few);
  });

  it.each([
    ["another file", new Uint8Array(64), 1, "no file of subjects"],
    ["half a file", writeSubjects(few).subarray(0, 50), 1, "not whole"],
    ["a file without its end", writeSubjects(few).subarray(0, -1), 1, "not whole"],
    ["a file made for another list of meanings", writeSubjects(few), 2, "made for 1 meanings"],
    [
      "a file of more than a sketch can tell",
      writeSubjects({ ...few, thingOf: new Uint16Array(4097) }),
      1,
      "no more than 4096",
    ],
  ])("is refused from %s", (_, file, meanings, why) => {
    expect(() => readSubjects(file, meanings)).toThrow(why);
  });

  it("names what its words speak for, and nothing where no word is known", () => {
    const of = aboutOf(few);
    const [creaks = 0, tornOff = 0, ...others] = about(of, "качели скрипят").subjects;
    expect([Math.floor(creaks / 64), Math.floor(tornOff / 64), others]).toEqual([0, 1, []]);
    expect(about(of, "качели сорваны").called).toEqual([12, 11]);
    expect(creaks % 64).toBeGreaterThan(tornOff % 64);
    expect(about(of, "ыыы")).toEqual({ subjects: [], bearing: [], called: [] });
  });

  it("is nearer to the same trouble of a thing than to another, and nearest to what is told of the thing alone than to another thing", () => {
    const of = aboutOf(few);
    const creaking = about(of, "качели скрипят");
    const torn = alike(creaking, about(of, "качели сорваны"));
    expect(alike(creaking, about(of, "скрипят"))).toBeGreaterThan(torn);
    expect(torn).toBeGreaterThan(alike(creaking, about(of, "котельная")));
  });

  it("does not depend on what was asked before, nor on the order of words, nor on how often one is said", () => {
    const words = ["фонари", "темно", "погасли", "качели", "мусор", "автобус", "течет", "крыша"];
    const usual = usualSubjects();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { minLength: 1 }), fc.infiniteStream(fc.nat()), (said, order) => {
        const first = usualSubjects()(said.map(knownWord));
        const shuffled = [...said, ...said]
          .map((word) => ({ word, at: order.next().value ?? 0 }))
          .toSorted((one, other) => one.at - other.at);
        expect(usual(shuffled.map(({ word }) => knownWord(word)))).toEqual(first);
      }),
      { numRuns: 20 },
    );
  });

  it("is alike from either side", () => {
    const usual = usualSubjects();
    const message = fc.array(fc.constantFrom("лифт", "стоит", "подъезд", "темно", "лужа", "врач", "талон", "яма"));
    fc.assert(
      fc.property(message, message, (one, other) => {
        const [ours, theirs] = [usual(one.map(knownWord)), usual(other.map(knownWord))];
        expect(alike(ours, theirs)).toBe(alike(theirs, ours));
        expect(alike(ours, theirs)).toBeLessThanOrEqual(1.1);
      }),
    );
  });

  it("comes with the product for its list of meanings", () => {
    const usual = usualSubjects();
    expect(meaningCount).toBeGreaterThan(200);
    const dark = about(usual, "фонари погасли");
    expect(alike(dark, about(usual, "темно лампы"))).toBeGreaterThan(
      alike(dark, about(usual, "собаки кусаются")) + 0.2,
    );
  });
});
