import { join } from "node:path";
import { type Pair, pairsOf, readMatters, WAYS } from "./matters.ts";
import { type ReadPair, readPairs } from "./read-pairs.ts";

/**
 * All pairs of scenes together count this much of what all that were written one by one do. Among them those of one matter
 * count as much as those of two, of which there are six times as many.
 */
const SCENES = 0.3;

const table = (name: string): string => join(import.meta.dirname, name);

/** How much a pair of `pairs-as-met.csv` counts: more of these are easy, as of those that a centre meets. */
const AS_MET = 2;

const writtenIn = async (file: string, weight: number): Promise<readonly Pair[]> => {
  const read = await readPairs(table(file));
  return read.map((pair, row) => ({ ...pair, families: [`${file} ${row}`, `${file} ${row}`], weight }));
};

/** Pairs of our own written one by one, as a table to be judged has them. */
export const writtenPairs = async (): Promise<readonly Pair[]> =>
  (await Promise.all([writtenIn("pairs.csv", 1), writtenIn("pairs-as-met.csv", AS_MET)])).flat();

const evened = (pairs: readonly Pair[], weight: number): readonly Pair[] => {
  const ofOne = pairs.filter(({ same }) => same).length;
  return pairs.map((pair) => ({ ...pair, weight: weight / 2 / (pair.same ? ofOne : pairs.length - ofOne) }));
};

/** Within each scene, every message with every other. */
export const scenePairs = (): readonly Pair[] => WAYS.flatMap((way) => pairsOf(readMatters("scenes"), way));

/** All that is learned from. */
export const ownPairs = async (): Promise<readonly Pair[]> => {
  const written = await writtenPairs();
  return [...written, ...evened(scenePairs(), written.length * SCENES)];
};

/**
 * Nothing is learned from them. The latest, the mixed and the newest were each written by two who have seen nothing of this.
 * Half of the mixed are easy, as most are that a centre meets, and a third of the newest.
 */
export const heldOut = {
  earlier: table("held-out.csv"),
  latest: table("held-out-latest.csv"),
  mixed: table("held-out-mixed.csv"),
  newest: table("held-out-newest.csv"),
} as const;
export const heldOutPairs = (set: keyof typeof heldOut): Promise<readonly ReadPair[]> => readPairs(heldOut[set]);
