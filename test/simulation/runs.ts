import { type Fault, faultKinds } from "./faults.ts";
import { afternoon, fortnight, type Settings } from "./settings.ts";

/** What a row of runs has to go through. */
export interface Run {
  readonly settings: Settings;
  /** Arguments of `npm run simulate` that bring exactly this run back. */
  readonly replay: string;
}

/** Signals of a run that tries one order of faults. */
const FEW = 6;

const orders = (length: number): readonly (readonly Fault[])[] =>
  length === 0 ? [[]] : orders(length - 1).flatMap((order) => faultKinds.map((fault) => [...order, fault]));

export const oneOrder = (seed: number, order: readonly Fault[]): Run => ({
  settings: afternoon(seed, FEW, { order }),
  replay: `--order ${order.join(",")} --seed ${seed}`,
});

/** Every order of so many faults, each a short run of its own. */
export const everyOrder = (length: number): readonly Run[] =>
  orders(length).map((order, place) => oneOrder(place + 1, order));

/** Fortnights of a centre, a seed each, in which everything goes wrong at times. */
export const fortnights = (first: number, seeds: number, signals: number, share: number): readonly Run[] =>
  Array.from({ length: seeds }, (_, place) => ({
    settings: fortnight(first + place, signals, share),
    replay: `--seed ${first + place} --signals ${signals} --share ${share}`,
  }));
