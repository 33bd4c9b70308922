import type { Instant } from "../../shared/domain/time/instant.ts";
import type { Now } from "../../shared/platform/time.ts";

/** Virtual time, and everything that is to happen in it, one thing after another. */
export interface World {
  /** The true moment; what a function's clock says may differ. */
  readonly now: Now;
  at(moment: Instant, event: () => void): void;
  after(milliseconds: number, event: () => void): void;
  /** Lets everything happen that is due up to a moment; stands there in the end. */
  run(until: Instant): Promise<void>;
  /** How many things have happened. */
  readonly happened: number;
}

interface Happening {
  readonly at: Instant;
  /** Of two things at the same moment the one that was planned first happens first. */
  readonly order: number;
  readonly event: () => void;
}

const before = (a: Happening, b: Happening): boolean => (a.at === b.at ? a.order < b.order : a.at < b.at);

/** A binary heap, the earliest on top. */
const agenda = () => {
  const heap: Happening[] = [];
  const swap = (one: number, other: number, a: Happening, b: Happening): void => {
    heap[one] = b;
    heap[other] = a;
  };
  return {
    peek: (): Happening | undefined => heap[0],
    push: (happening: Happening): void => {
      heap.push(happening);
      let place = heap.length - 1;
      while (place > 0) {
        const parent = (place - 1) >> 1;
        const [child, above] = [heap[place], heap[parent]];
        if (child === undefined || above === undefined || !before(child, above)) return;
        swap(place, parent, child, above);
        place = parent;
      }
    },
    pop: (): void => {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      heap[0] = last;
      for (let place = 0; ; ) {
        const [left, right] = [2 * place + 1, 2 * place + 2];
        const [one, other, above] = [heap[left], heap[right], heap[place]];
        if (one === undefined || above === undefined) return;
        const [child, earliest] = other !== undefined && before(other, one) ? [right, other] : [left, one];
        if (!before(earliest, above)) return;
        swap(place, child, above, earliest);
        place = child;
      }
    },
  };
};

/**
 * The code under test waits for promises alone, and the next tick comes when none of them has more to say: at a tenth of
 * what a turn of the event loop costs.
 */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    process.nextTick(resolve);
  });

/** Lets the process see to what is not of this world. */
const breath = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

export const createWorld = (start: Instant): World => {
  const ahead = agenda();
  let now = start;
  let planned = 0;
  let happened = 0;
  const at = (moment: Instant, event: () => void): void => {
    planned += 1;
    ahead.push({ at: Math.max(now, moment), order: planned, event });
  };
  return {
    now: () => now,
    at,
    after: (milliseconds, event) => at(now + milliseconds, event),
    run: async (until) => {
      await breath();
      for (let next = ahead.peek(); next !== undefined && next.at <= until; next = ahead.peek()) {
        ahead.pop();
        now = next.at;
        happened += 1;
        next.event();
        await settled();
      }
      now = Math.max(now, until);
    },
    get happened() {
      return happened;
    },
  };
};
