import type { Random } from "./random.ts";

/** Everything that can go wrong between a function and what it calls, or what calls it. */
export const faultKinds = [
  /** The call does what it should, and the caller is told of a failure. */
  "lost-answer",
  /** The caller is told of a time-out; what it asked for happens up to a minute later. */
  "late-write",
  /** The call is refused, as by a table or a queue that is asked too often. */
  "throttle",
  /** A write is refused because somebody else writes the same item (TransactionConflict). */
  "conflict",
  /** The function ends at a call; the rest of the invocation never happens. */
  "crash",
  /** The call takes up to forty seconds: longer than the function has. */
  "slow-call",
  /** A queue, a stream or the bus hands over twice what was dealt with. */
  "duplicate",
  /** A queue hands over any of its messages before the oldest. */
  "reorder",
  /** A message or a change of the table arrives up to two minutes later. */
  "delay",
  /** An index is up to a minute behind the table. */
  "stale-index",
  /** The bus does not take an event out of several. */
  "refused-entry",
  "skipped-sweep",
  "doubled-sweep",
  /** A sweep begins up to a minute and a half late, and so overlaps the next. */
  "late-sweep",
  /** A function's clock is up to five seconds off. */
  "skew",
  /** A sender that has its 2xx sends again, for hours. */
  "resent",
] as const;
export type Fault = (typeof faultKinds)[number];

/** Says at each opportunity whether a fault strikes. */
export interface Faults {
  strikes(fault: Fault): boolean;
  /** From now on nothing goes wrong. */
  end(): void;
  /** How often each has struck. */
  readonly struck: ReadonlyMap<Fault, number>;
}

const recording = (decide: (fault: Fault) => boolean): Faults => {
  const struck = new Map<Fault, number>();
  let over = false;
  return {
    strikes: (fault) => {
      if (over || !decide(fault)) return false;
      struck.set(fault, (struck.get(fault) ?? 0) + 1);
      return true;
    },
    end: () => {
      over = true;
    },
    struck,
  };
};

/** What can happen to a call: one of them at a time. */
const ofCalls: ReadonlySet<Fault> = new Set([
  "lost-answer",
  "late-write",
  "throttle",
  "conflict",
  "crash",
  "slow-call",
]);

/** Something strikes this share of all calls, and each other fault this share of its opportunities. */
export const everywhere = (random: Random, share: number): Faults =>
  recording((fault) => random.chance(ofCalls.has(fault) ? share / ofCalls.size : share));

/** How many opportunities of the awaited fault pass before it strikes, on average. */
const SOON = 3;

/** Faults strike in an order, one after another, and then from the beginning. */
export const inOrder = (random: Random, order: readonly Fault[]): Faults => {
  let next = 0;
  return recording((fault) => {
    if (fault !== order[next] || !random.chance(1 / SOON)) return false;
    next = (next + 1) % order.length;
    return true;
  });
};
