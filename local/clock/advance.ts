import type { Drainable, Queues } from "../ports.ts";
import type { Gathering } from "../sources/queue-poller.ts";
import type { Scheduler } from "../sources/scheduler.ts";
import type { RunnerClock } from "./virtual-clock.ts";

/** A part that an advance waits for. `worked` grows with what it did, and tells whether it fed another part. */
export interface Room extends Drainable {
  readonly worked?: number;
  readonly gathering?: Gathering;
}

/** When what waits in the rooms that gather is worked on. */
interface Windows {
  /** The end of the first window that has begun. */
  nextEnd(): number;
  /** Works off what waited for its window, and with `all` what still waits. */
  close(now: number, all: boolean): Promise<void>;
  letGo(): void;
}

/** Holds the rooms that gather their batches, so that a window ends on the product's clock. */
const holdWindows = (rooms: readonly Room[]): Windows => {
  const ends = new Map<Room, number>();
  for (const { gathering } of rooms) gathering?.hold();
  return {
    nextEnd: () => Math.min(...ends.values()),
    close: async (now, all) => {
      for (const room of rooms) {
        if (room.gathering === undefined || !(await room.gathering.waiting())) {
          ends.delete(room);
          continue;
        }
        const end = ends.get(room) ?? now + room.gathering.window;
        ends.set(room, end);
        if (!all && end > now) continue;
        ends.delete(room);
        await room.drained();
      }
    },
    letGo: () => {
      for (const { gathering } of rooms) gathering?.letGo();
    },
  };
};

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

  const prompt = rooms.filter(({ gathering }) => gathering === undefined);
  /** The longest window first: what it brings goes into the shorter ones. */
  const patient = rooms.flatMap((room) =>
    room.gathering === undefined ? [] : [{ room, window: room.gathering.window }],
  );
  const gatherers = patient.toSorted((one, other) => other.window - one.window).map(({ room }) => room);

  const drain = async (windows: Windows, all: boolean): Promise<void> => {
    for (let before = -1; before !== workDone(); ) {
      before = workDone();
      await Promise.all(prompt.map((room) => room.drained()));
      if (before === workDone()) await windows.close(clock.now(), all);
    }
  };

  const move = async ({ step, ...target }: Advance, windows: Windows): Promise<Advanced> => {
    const from = clock.now();
    const to = "to" in target ? target.to : from + target.by;
    if (to < from) return "behind";
    if (step !== undefined && step <= 0) throw new Error("the step must be longer than nothing");
    await clock.moveTo(from);
    await drain(windows, to === from);
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
        const delayed = Math.min((await queues.nextDelayedAt()) ?? Number.POSITIVE_INFINITY, windows.nextEnd());
        // Of a power cut on the way it goes on from an earlier moment, with all that this one brought undone as well.
        await clock.moveTo(Math.min(to, nextFiring(), delayed > now ? delayed : to), "kill");
        if (nextFiring() <= clock.now() && delayed > clock.now()) continue;
      } else {
        await clock.moveTo(now);
        return "advanced";
      }
      await drain(windows, clock.now() === to);
    }
  };

  const run = async (advance: Advance): Promise<Advanced> => {
    const windows = holdWindows(gatherers);
    try {
      return await move(advance, windows);
    } finally {
      windows.letGo();
    }
  };

  let last: Promise<unknown> = Promise.resolve();
  return (advance) => {
    const next = last.then(() => run(advance));
    last = next.catch(() => {});
    return next;
  };
}
