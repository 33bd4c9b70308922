import { parseArgs } from "node:util";
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

const oneOrder = (seed: number, order: readonly Fault[]): Run => ({
  settings: afternoon(seed, FEW, { order }),
  replay: `--order ${order.join(",")} --seed ${seed}`,
});

/** Every order of so many faults, each a short run of its own. */
export const everyOrder = (length: number): readonly Run[] =>
  orders(length).map((order, place) => oneOrder(place + 1, order));

const oneFortnight = (seed: number, signals: number, share: number): Run => ({
  settings: fortnight(seed, signals, share),
  replay: `--seed ${seed} --signals ${signals} --share ${share}`,
});

/** Fortnights of a centre, a seed each, in which everything goes wrong at times. */
const fortnights = (first: number, seeds: number, signals: number, share: number): readonly Run[] =>
  Array.from({ length: seeds }, (_, place) => oneFortnight(first + place, signals, share));

const numberIn = (text: string | undefined, usual: number): number => {
  const number = text === undefined ? usual : Number(text);
  if (!Number.isFinite(number)) throw new TypeError(`${text} is not a number.`);
  return number;
};

const isFault = (text: string): text is Fault => faultKinds.some((fault) => fault === text);

/** Which runs are asked for, by the options of `npm run simulate`; throws a TypeError for what is not understood. */
export const runsAskedFor = (
  options: Readonly<Partial<Record<"seeds" | "signals" | "share" | "seed" | "order", string>>>,
) => {
  const { order, seed, seeds, signals, share } = options;
  if (order !== undefined) {
    const faults = order.split(",");
    if (!faults.every(isFault)) throw new TypeError(`There is no such order of faults: ${order}.`);
    return [oneOrder(numberIn(seed, 1), faults)];
  }
  const count = seed === undefined ? numberIn(seeds, 20) : 1;
  return fortnights(numberIn(seed, 1), count, numberIn(signals, 1_000), numberIn(share, 0.05));
};

const single = {
  signals: { type: "string" },
  share: { type: "string" },
  seed: { type: "string" },
  order: { type: "string" },
} as const;

/** The run that a replay names. */
export const runCalled = (replay: string): Run => {
  const [run] = runsAskedFor(parseArgs({ args: replay.split(" "), options: single }).values);
  if (run === undefined) throw new TypeError(`There is no run ${replay}.`);
  return run;
};
