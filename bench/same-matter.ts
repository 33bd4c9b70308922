import { COMPARED, candidates } from "../functions/register/candidates.ts";
import { usualMatters } from "../shared/domain/centre/matters.ts";
import { likeness, likenessTo } from "../shared/understanding/same-matter/likeness.ts";
import { matterIndex, namesMeet } from "../shared/understanding/same-matter/matter-index.ts";
import { packSketch } from "../shared/understanding/same-matter/pack.ts";
import { saidOf } from "../shared/understanding/same-matter/said.ts";
import { type Sketch, sketchOf } from "../shared/understanding/same-matter/sketch.ts";
import { readMatters } from "../training/pairs/matters.ts";
import { type heldOut, heldOutPairs } from "../training/pairs/own-pairs.ts";
import { pairScores, SAME_FROM } from "../training/pairs/scores.ts";
import { usualSubjects } from "../training/subjects/usual-subjects.ts";
import { benchCityLinks } from "./city-links.ts";
import { benchFoundAgain } from "./found-again.ts";

const ROUNDS = 12;

/** Microseconds of the processor that one of so many takes, once it has been done often. */
const microseconds = (count: number, work: () => void): number => {
  for (let round = 0; round < ROUNDS; round++) work();
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count / ROUNDS;
};

/** The likeliest of those that register compares with. */
const comparing = (sketches: readonly Sketch[]) => {
  const all = sketches.map(saidOf);
  const { add, inCommonWith } = matterIndex(all.length);
  for (const said of all) add(said);
  const places = Int32Array.from(all, (_, place) => place);
  return (sketch: Sketch): number => {
    const ours = saidOf(sketch);
    const inCommon = inCommonWith(ours);
    const likenessOf = likenessTo(ours);
    let most = 0;
    for (const place of candidates(places, inCommon)) {
      const theirs = all[place];
      const meet = namesMeet(inCommon[place] ?? 0);
      if (theirs !== undefined) most = Math.max(most, likenessOf(theirs, usualMatters.suggestFrom, meet));
    }
    return most;
  };
};

const judged = async (set: keyof typeof heldOut, what: string): Promise<string> => {
  const pairs = await heldOutPairs(set);
  const scores = pairScores(pairs.map(({ one, other, same }) => ({ same, said: likeness(one, other) >= SAME_FROM })));
  const [precision, recall, f1] = [scores.precision, scores.recall, scores.f1].map((value) => value.toFixed(3));
  return `| said already: ${what} (${scores.n}): F1, precision, recall | ${f1}, ${precision}, ${recall} | ≥ .90 |`;
};

/** How right it is on messages that nothing was made from; how long a sketch takes, and its comparison with as many as register compares, on messages of our own. */
export const benchSameMatter = async (): Promise<string[]> => {
  const aboutOf = usualSubjects();
  const messages = readMatters();
  const sketches = messages.map(({ text, lat, lon, at }) =>
    sketchOf(text, lat === undefined || lon === undefined ? undefined : { lat, lon }, at, aboutOf),
  );
  const sketching = microseconds(messages.length, () => {
    for (const { text, at } of messages) packSketch(sketchOf(text, undefined, at, aboutOf));
  });
  const likeliest = comparing(sketches);
  const compared = microseconds(sketches.length, () => {
    for (const sketch of sketches) likeliest(sketch);
  });
  return [
    await judged("earlier", "hard pairs held out"),
    await judged("latest", "hard pairs held out, written blind by two others"),
    await judged("mixed", "easy and hard pairs held out, written blind by two more"),
    await judged("newest", "pairs held out, written blind by two more when all was learned"),
    ...(await benchFoundAgain()),
    ...(await benchCityLinks()),
    `| said already: the sketch of a message, one core | ${sketching.toFixed(0)} µs | ≤ 60 µs |`,
    `| said already: the ${COMPARED} most promising of ${sketches.length} found and compared, one core | ${compared.toFixed(0)} µs | ≤ 60 µs |`,
  ];
};
