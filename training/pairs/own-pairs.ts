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

/** Written after everything else was done: nothing is learned or chosen by them. */
export const heldOutPairs = (): Promise<readonly ReadPair[]> => readPairs(table("held-out.csv"));
