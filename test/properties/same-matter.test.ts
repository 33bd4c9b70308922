import fc from "fast-check";
import { expect, it } from "vitest";
import { matchMatters } from "../../functions/register/match.ts";
import { likeness, nearbyPlace } from "../../shared/understanding/same-matter/likeness.ts";
import { mentionsOf } from "../../shared/understanding/same-matter/mentions.ts";
import { packSketch, unpackSketch } from "../../shared/understanding/same-matter/pack.ts";
import { saidOf } from "../../shared/understanding/same-matter/said.ts";
import { sketchOf } from "../../shared/understanding/same-matter/sketch.ts";
import {
  NAME_IN_COMMON,
  NEIGHBOURHOOD_IN_COMMON,
  WORD_IN_COMMON,
  wordIndex,
} from "../../shared/understanding/same-matter/word-index.ts";
import { usualSubjects } from "../../training/pairs/subjects-file.ts";
import { fixtureCentre, fixtureIncident } from "../fixtures/centre.ts";

const words = [
  "яма",
  "Садовая",
  "12",
  "лифт",
  "подъезд",
  "2",
  "нет",
  "воды",
  "свет",
  "улица",
  "школа",
  "27-й",
  "автобус",
];
const message = fc.record({
  text: fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(fc.constantFrom(...words)).map((list) => list.join(" ")),
  ),
  place: fc.option(
    fc.record({
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
    }),
    { nil: undefined },
  ),
  at: fc.integer({ min: 0, max: 4e12 }),
});

const usual = usualSubjects();

it("two messages are as like whichever came first, and what they are like is a likelihood", () => {
  fc.assert(
    fc.property(message, message, (a, b) => {
      const one = sketchOf(a.text, a.place, a.at, usual);
      const other = sketchOf(b.text, b.place, b.at, usual);
      expect(likeness(one, other)).toBeCloseTo(likeness(other, one), 10);
      expect(likeness(one, other)).toBeGreaterThanOrEqual(0);
      expect(likeness(one, other)).toBeLessThanOrEqual(1);
    }),
  );
});

it("a sketch is read as it was packed, where it is to ten metres", () => {
  fc.assert(
    fc.property(message, ({ text, place, at }) => {
      const { lat, lon, ...sketch } = sketchOf(text, place, at, usual);
      const read = unpackSketch(packSketch({ ...sketch, lat, lon }));
      expect(read).toMatchObject(sketch);
      expect(read?.lat).toBe(lat === undefined ? undefined : Math.round(lat * 1e4) / 1e4 + 0);
      expect(read?.lon).toBe(lon === undefined ? undefined : Math.round(lon * 1e4) / 1e4 + 0);
    }),
  );
});

/** Few, so that they meet, and some that differ in a part of their bits only. */
const hash = fc.constantFrom(0, 0x10, 0x11, 0x210, 0x8010, 0x420, 0x777777, 0xfffff0, 0xffffff);
const mentioning = fc
  .record({ names: fc.uniqueArray(hash, { maxLength: 3 }), words: fc.uniqueArray(hash, { maxLength: 4 }) })
  .map(({ names, words: all }) => ({ names, words: all.filter((word) => !names.includes(word)) }));

const nothing = sketchOf("", undefined, 0);

it("an index of many messages tells what each has in common with others, as looking at them one by one does", () => {
  fc.assert(
    fc.property(fc.array(mentioning, { maxLength: 6 }), fc.array(mentioning), (known, asked) => {
      const others = known.map((each) => saidOf({ ...nothing, ...each }));
      const { add, inCommonWith } = wordIndex(6);
      for (const other of others) add(other);
      for (const one of asked.map((each) => saidOf({ ...nothing, ...each }))) {
        const { namesMeet, mentionedBy } = mentionsOf(one);
        const expected = others.map(
          (other) => (namesMeet(other) ? NAME_IN_COMMON : 0) | (mentionedBy(other).words > 0 ? WORD_IN_COMMON : 0),
        );
        expect([...inCommonWith(one).subarray(0, others.length)]).toEqual(expected);
      }
    }),
  );
});

it("names of two messages meet where one has a name that the other mentions, and nowhere else", () => {
  fc.assert(
    fc.property(mentioning, mentioning, (a, b) => {
      const other = saidOf({ ...nothing, ...b });
      const { namesMeet, mentionedBy } = mentionsOf(saidOf({ ...nothing, ...a }));
      const mentions = (by: typeof a, names: typeof a): boolean =>
        names.names.some((name) => by.names.includes(name) || by.words.includes(name));
      expect(namesMeet(other)).toBe(mentions(a, b) || mentions(b, a));
      const { names, named, namedBack } = mentionedBy(other);
      expect(names + named + namedBack > 0).toBe(mentions(a, b) || mentions(b, a));
    }),
  );
});

/** Some say nearly the same, so that more are alike than are shown. */
const telling = fc.array(
  fc.record({
    text: fc.oneof(
      fc.constantFrom(
        "Яма на Садовой 12",
        "Садовая 12, яма",
        "Садовая 12: огромная яма",
        "Садовая: яма, пробил колесо",
      ),
      fc
        .array(fc.constantFrom(...words, "Полевая", "45", "нет света", "затопило", "спасибо", "горячей"))
        .map((list) => list.join(" ")),
    ),
    place: fc.constantFrom(
      undefined,
      { lat: 52.61, lon: 39.57 },
      { lat: 52.6115, lon: 39.57 },
      { lat: 52.614, lon: 39.57 },
      { lat: 53, lon: 39 },
    ),
  }),
  { minLength: 5, maxLength: 25 },
);
const subjects = usualSubjects();

it("what a message is like is the same whether all is compared, or only as long as it matters", async () => {
  const likelihood = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 0.8, 0.95, 1));
  const asked = fc.record({ suggestFrom: likelihood, joinFrom: fc.option(likelihood, { nil: undefined }) });
  await fc.assert(
    fc.asyncProperty(telling, asked, async (told, { suggestFrom, joinFrom }) => {
      const sketches = told.map(({ text, place }, at) => packSketch(sketchOf(text, place, at * 864e5, subjects)));
      const [sketch = "", ...rest] = sketches;
      const known = rest.map((each, at) => ({ id: String(at), sketch: each }));
      const ours = unpackSketch(sketch) ?? nothing;
      const alike = known
        .map((each) => ({ ...each, likeness: likeness(ours, unpackSketch(each.sketch) ?? nothing) }))
        .filter((each) => each.likeness > 0 && each.likeness >= suggestFrom)
        .toSorted((one, other) => other.likeness - one.likeness);
      const join = alike
        .filter(
          (each) =>
            joinFrom !== undefined &&
            each.likeness >= joinFrom &&
            nearbyPlace(saidOf(ours), saidOf(unpackSketch(each.sketch) ?? nothing)),
        )
        .slice(0, 3)
        .map(({ id }) => id);
      const match = matchMatters({ newest: async () => known, notice: () => undefined });
      const matters = { days: 21, personal: [], suggestFrom, ...(joinFrom === undefined ? {} : { joinFrom }) };
      const centre = { ...fixtureCentre(), matters };
      await match(fixtureIncident({ sketch: rest[0] ?? "" }), centre);
      const matched = await match(fixtureIncident({ sketch }), centre);
      const similar = alike
        .slice(0, 5)
        .map((each) => ({ id: each.id, likeness: Math.round(each.likeness * 100) / 100 }));
      expect(matched).toEqual({ ...(join.length === 0 ? {} : { join }), similar });
    }),
    { numRuns: 400 },
  );
});

it("an index tells who wrote from about the same place", () => {
  const from = (lat: number, lon: number) => saidOf({ ...nothing, lat, lon });
  const { add, inCommonWith } = wordIndex(4);
  for (const other of [from(52.6, 39.5), from(52.604, 39.504), from(52.6, 39.6), saidOf(nothing)]) add(other);
  const near = [...inCommonWith(from(52.6001, 39.5001))].map((bits) => (bits & NEIGHBOURHOOD_IN_COMMON) !== 0);
  expect(near).toEqual([true, true, false, false]);
  expect([...inCommonWith(saidOf(nothing))]).toEqual([0, 0, 0, 0]);
});
