import type { Drainable, Queues } from "../ports.ts";
import type { Scheduler } from "../sources/scheduler.ts";
import type { RunnerClock } from "./virtual-clock.ts";

/** A part that an advance waits for. `worked` grows with what it did, and tells whether it fed another part. */
export interface Room extends Drainable {
  readonly worked?: number;
}

/** Where to: epoch milliseconds to stand at in the end, or milliseconds from wherever the clock then stands. */
export type Advance = ({ readonly to: number } | { readonly by: number }) & {
  /** Milliseconds: each schedule fires at most once in so long, at the end of the stretch. */
  readonly step?: number;
};

/** What became of an advance: the clock never goes back to where it stood before. */
export type Advanced = "advanced" | "behind";

/**
 * Moves the product's clock as the world would have moved it: from one schedule's firing or delayed message to the next,
 * working off what each brings. Answers when queues, streams and bus are drained at the last moment; what waits to be
 * tried again in real time is not waited for. Advances asked for meanwhile follow one another, each from where the one
 * before it ended.
 */
export function createAdvance(options: {
  clock: RunnerClock;
  queues: Queues;
  scheduler: Scheduler;
  rooms: readonly Room[];
}): (advance: Advance) => Promise<Advanced> {
  const { clock, queues, scheduler, rooms } = options;
  const workDone = (): number => rooms.reduce((sum, room) => sum + (room.worked ?? 0), 0);

  const drain = async (): Promise<void> => {
    for (let before = -1; before !== workDone(); ) {
      before = workDone();
      await Promise.all(rooms.map((room) => room.drained()));
    }
  };

  const run = async ({ step, ...target }: Advance): Promise<Advanced> => {
    const from = clock.now();
    const to = "to" in target ? target.to : from + target.by;
    if (to < from) return "behind";
    if (step !== undefined && step <= 0) throw new Error("the step must be longer than nothing");
    await clock.moveTo(from);
    await drain();
    /** When schedules fire next: at their moment, or at the end of the step their moment lies in. */
    const nextFiring = (): number => {
      const moment = Math.max(from, scheduler.nextAt() ?? Number.POSITIVE_INFINITY);
      return step === undefined || moment > to ? moment : Math.min(to, from + Math.ceil((moment - from) / step) * step);
    };
    for (;;) {
      const now = clock.now();
      if (nextFiring() <= now) {
        await scheduler.fireDue(now);
      } else if (now < to) {
        const delayed = (await queues.nextDelayedAt()) ?? Number.POSITIVE_INFINITY;
        // Of a power cut on the way it goes on from an earlier moment, with all that this one brought undone as well.
        await clock.moveTo(Math.min(to, nextFiring(), delayed > now ? delayed : to), "kill");
        if (nextFiring() <= clock.now() && delayed > clock.now()) continue;
      } else {
        await clock.moveTo(now);
        return "advanced";
      }
      await drain();
    }
  };

  let last: Promise<unknown> = Promise.resolve();
  return (advance) => {
    const next = last.then(() => run(advance));
    last = next.catch(() => {});
    return next;
  };
}
