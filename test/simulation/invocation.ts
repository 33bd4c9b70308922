import type { Instant } from "../../shared/domain/time/instant.ts";
import { SECOND } from "../../shared/domain/time/instant.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Faults } from "./faults.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** One run of a function, from the event it is given to its answer or its end. */
export interface Invocation {
  readonly functionName: string;
  /** The clock of the machine it runs on. */
  readonly now: Now;
  readonly remaining: () => number;
  /** Calls a part: waits, as over a network, and meets what can happen there. */
  readonly call: <Answer>(kind: "read" | "write", effect: () => Answer) => Promise<Answer>;
}

export type Outcome<Answer> =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "crashed" };

export interface Surroundings {
  readonly world: World;
  readonly faults: Faults;
  readonly random: Random;
}

const named = (name: string): Error => Object.assign(new Error(`The simulator's ${name}.`), { name });

const FASTEST = 1;
const SLOWEST = 20;
/** Each call its own: what waits for a promise is kept as long as the promise is. */
const never = (): Promise<never> => new Promise(() => {});

/**
 * Runs a function once. Its answer comes to `done`, unless it crashes at a call or its time runs out: then nothing more
 * of it happens, but what it has already asked for may.
 */
export const invoke = <Answer>(
  { world, faults, random }: Surroundings,
  { functionName, timeout }: { readonly functionName: string; readonly timeout: number },
  work: (invocation: Invocation) => Promise<Answer>,
  done: (outcome: Outcome<Answer>) => void,
): void => {
  const deadline: Instant = world.now() + timeout;
  const skew = faults.strikes("skew") ? random.between(-5 * SECOND, 5 * SECOND) : 0;
  let over = false;
  const end = (outcome: Outcome<Answer>): void => {
    if (over) return;
    over = true;
    done(outcome);
  };

  /** Waits, then goes on unless the invocation has ended meanwhile. */
  const later = <Value>(milliseconds: number, value: () => Value): Promise<Value> =>
    new Promise((resolve, reject) => {
      world.after(milliseconds, () => {
        try {
          const given = value();
          if (!over) resolve(given);
        } catch (error) {
          if (!over) reject(error);
        }
      });
    });
  const fail = (milliseconds: number, name: string): Promise<never> =>
    later(milliseconds, () => {
      throw named(name);
    });

  const call = <Value>(kind: "read" | "write", effect: () => Value): Promise<Value> => {
    if (over) return never();
    if (faults.strikes("crash")) {
      // Before the call went out, or after: the answer is never seen.
      if (random.chance(0.5)) world.after(FASTEST, () => void effect());
      end({ kind: "crashed" });
      return never();
    }
    const slow = faults.strikes("slow-call");
    const takes = random.between(FASTEST, SLOWEST) + (slow ? random.between(SECOND, 40 * SECOND) : 0);
    if (world.now() + takes > deadline) {
      world.at(deadline, () => end({ kind: "crashed" }));
      world.after(takes, () => void effect());
      return never();
    }
    if (faults.strikes("throttle")) return fail(takes, "ThrottlingException");
    if (kind === "write") {
      if (faults.strikes("conflict")) return fail(takes, "TransactionConflictException");
      if (faults.strikes("late-write")) {
        world.after(random.between(SECOND, 60 * SECOND), () => void effect());
        return fail(takes, "TimeoutError");
      }
    }
    if (faults.strikes("lost-answer"))
      return later(takes, () => {
        effect();
        throw named("TimeoutError");
      });
    return later(takes, effect);
  };

  work({ functionName, now: () => world.now() + skew, remaining: () => deadline - world.now(), call }).then(
    (answer) => end({ kind: "answered", answer }),
    (error: unknown) => end({ kind: "threw", error }),
  );
};
