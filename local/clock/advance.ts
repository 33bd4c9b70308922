import type { Drainable, Queues } from "../ports.ts";
import type { Scheduler } from "../sources/scheduler.ts";
import type { RunnerClock } from "./virtual-clock.ts";

/** A part that an advance waits for. `worked` grows with what it did, and tells whether it fed another part. */
export interface Room extends Drainable {
  readonly worked?: number;
}

export interface Advance {
  /** Epoch milliseconds to stand at in the end. */
  readonly to: number;
  /** Milliseconds: each schedule fires at most once in so long, at the end of the stretch. */
  readonly step?: number;
}

/**
 * Moves the product's clock as the world would have moved it: from one schedule's firing or delayed message to the next,
 * working off what each brings. Answers when queues, streams and bus are drained at the last moment; what waits to be
 * tried again in real time is not waited for. Advances asked for meanwhile follow one another.
 */
export function createAdvance(options: {
  clock: RunnerClock;
  queues: Queues;
  scheduler: Scheduler;
  rooms: readonly Room[];
}): (advance: Advance) => Promise<void> {
  const { clock, queues, scheduler, rooms } = options;
  const workDone = (): number => rooms.reduce((sum, room) => sum + (room.worked ?? 0), 0);

  const drain = async (): Promise<void> => {
    for (let before = -1; before !== workDone(); ) {
      before = workDone();
      for (const room of rooms) await room.drained();
    }
  };

  const run = async ({ to, step }: Advance): Promise<void> => {
    const from = clock.now();
    if (to < from) throw new Error(`the clock stands at ${new Date(from).toISOString()} and does not go back`);
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
        await clock.moveTo(Math.min(to, nextFiring(), delayed > now ? delayed : to));
      } else return;
      await drain();
    }
  };

  let last: Promise<void> = Promise.resolve();
  return (advance) => {
    const next = last.then(() => run(advance));
    last = next.catch(() => {});
    return next;
  };
}
