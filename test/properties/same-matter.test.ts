import fc from "fast-check";
import { expect, it } from "vitest";
import { matchMatters } from "../../functions/register/match.ts";
import { likeness, nearbyPlace } from "../../shared/understanding/same-matter/likeness.ts";
import { matterIndex, namesMeet, promiseOf } from "../../shared/understanding/same-matter/matter-index.ts";
import { mentionsOf } from "../../shared/understanding/same-matter/mentions.ts";
import { packSketch, unpackSketch } from "../../shared/understanding/same-matter/pack.ts";
import { type Said, saidOf } from "../../shared/understanding/same-matter/said.ts";
import { sketchOf } from "../../shared/understanding/same-matter/sketch.ts";
import { ofTwoPlaces } from "../../shared/understanding/same-matter/whereabouts.ts";
import { usualSubjects } from "../../training/subjects/usual-subjects.ts";
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

const near = fc.constantFrom(52.6, 52.6001, 52.604, 52.6101, 52.7);
const somewhere = fc.option(fc.record({ lat: near, lon: near }), { nil: { lat: undefined, lon: undefined } });

it("an index of many messages tells whose names meet, and which are of two places, as looking at them one by one does", () => {
  const placed = fc.tuple(mentioning, somewhere).map(([each, from]) => saidOf({ ...nothing, ...each, ...from }));
  fc.assert(
    fc.property(fc.array(placed, { maxLength: 6 }), fc.array(placed), (others, asked) => {
      const { add, inCommonWith } = matterIndex(6);
      for (const other of others) add(other);
      for (const one of asked) {
        const meet = others.map(mentionsOf(one).namesMeet);
        const found = [...inCommonWith(one).subarray(0, others.length)];
        expect(found.map(namesMeet)).toEqual(meet);
        expect(found.map((inCommon) => promiseOf(inCommon) < 0)).toEqual(
          others.map((other, at) => ofTwoPlaces(one, other, meet[at] ?? false)),
        );
      }
    }),
  );
});

it("what tells of one route is compared from whatever stop it comes", () => {
  const from = (text: string, lat: number) => saidOf(sketchOf(text, { lat, lon: 39.5 }, 0, usual));
  const { add, inCommonWith } = matterIndex(2);
  add(from("Автобус 27 опять не приехал", 52.6));
  add(from("На остановке разбито стекло", 52.6));
  const promises = [...inCommonWith(from("Сорок минут жду автобус 27", 52.7))].map(promiseOf);
  expect(promises.map((promise) => promise >= 0)).toEqual([true, false]);
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
        .toSorted((one, other) => other.likeness - one.likeness || Number(other.id) - Number(one.id));
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

it("an index holds for promising who wrote from near, what names or words are in common, the rarer the more, and what is about the same", () => {
  const from = (lat: number, lon: number) => saidOf({ ...nothing, lat, lon });
  const promises = (one: Said, others: readonly Said[]): number[] => {
    const { add, inCommonWith } = matterIndex(others.length);
    for (const other of others) add(other);
    return [...inCommonWith(one)].map(promiseOf);
  };
  const places = promises(from(52.6001, 39.5001), [from(52.6, 39.5), from(52.604, 39.504), from(52.608, 39.5)]);
  expect(places).toEqual(places.toSorted((one, other) => other - one));
  expect(new Set(places).size).toBe(3);

  const saying = (names: number[], words: number[]) => saidOf({ ...nothing, names, words });
  const [common = 0, rare = 0, named = 0] = promises(saying([3], [1, 2]), [
    ...Array.from({ length: 4 }, () => saying([], [1])),
    saying([], [2]),
    saying([3], []),
  ]).slice(3);
  expect([common < rare, rare < named]).toEqual([true, true]);

  const about = (text: string) => saidOf({ ...sketchOf(text, undefined, 0, usual), words: [], names: [] });
  const [same = 0, other = 0] = promises(about("Лифт застрял и стоит"), [
    about("Подъёмник не едет, мама не может спуститься"),
    about("Яма на дороге"),
  ]);
  expect(same).toBeGreaterThan(other);
});
