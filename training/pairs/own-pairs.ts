import { join } from "node:path";
import type { Pair } from "./matters.ts";
import { type ReadPair, readPairs } from "./read-pairs.ts";

/** Pairs of our own written one by one, as a table to be judged has them: they count for more than those made of messages. */
const WEIGHT = 20;

const table = (name: string): string => join(import.meta.dirname, name);

export const writtenPairs = async (): Promise<readonly Pair[]> => {
  const read = await readPairs(table("pairs.csv"));
  return read.map((pair, row) => ({ ...pair, families: [`row ${row}`, `row ${row}`], weight: WEIGHT }));
};

/** Written after everything else was done: nothing is learned or chosen by them. The latest by somebody who has seen nothing of this. */
export const heldOutPairs = (set: "earlier" | "latest"): Promise<readonly ReadPair[]> =>
  readPairs(table({ earlier: "held-out.csv", latest: "held-out-latest.csv" }[set]));
