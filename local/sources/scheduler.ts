import * as z from "zod/mini";
import type { Deliveries, Lane } from "../bus/delivery.ts";
import type { Part, VirtualClock } from "../ports.ts";
import { StartFailure } from "../start-failure.ts";
import type { Database, RunnerStore } from "../store/store-port.ts";
import type { Schedule } from "../template/deployment.ts";
import { InvalidSchedule, parseSchedule, type Recurrence } from "./schedule-expression.ts";
import { scheduleArn, scheduleInput } from "./schedule-input.ts";

export interface Scheduler extends Part {
  /** The product's instant of the next firing; in the past when one was missed. */
  nextAt(): number | undefined;
  /** Fires every schedule that is due at the instant, each once however many firings it missed, in order. */
  fireDue(now: number): Promise<void>;
}

interface Planned {
  readonly schedule: Schedule;
  readonly recurrence: Recurrence;
  nextAt: number | undefined;
}

const longestTimer = 60 * 60_000;
const restMilliseconds = 1_000;
const Kept = z.object({ name: z.string(), expression: z.string(), next_at: z.number() });
const laneKey = (schedule: Schedule): string => `schedule/${schedule.name}`;
const expressionOf = ({ expression, zone }: Schedule): string => `${expression} ${zone}`;

/** The ways from every schedule to its target. */
export function scheduleLanes(schedules: readonly Schedule[]): readonly Lane[] {
  return schedules.map((schedule) => ({
    key: laneKey(schedule),
    target: schedule.target,
    origin: { SCHEDULE_ARN: scheduleArn(schedule) },
  }));
}

/**
 * Fires schedules on the product's clock: by itself while that is real, only by `fireDue` while it stands still. Times
 * are kept, so a restart neither skips nor doubles; after an outage a missed schedule fires once.
 */
export function createScheduler(options: {
  store: RunnerStore;
  clock: VirtualClock;
  schedules: readonly Schedule[];
  deliveries: Deliveries;
  report: (line: string) => void;
}): Scheduler {
  const { store, clock, deliveries, report } = options;
  const planned: readonly Planned[] = options.schedules.map((schedule) => ({
    schedule,
    recurrence: recurrenceOf(schedule),
    nextAt: undefined,
  }));
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let firing: Promise<void> = Promise.resolve();

  const keep = (database: Database, { schedule }: Planned, nextAt: number | undefined): void => {
    if (nextAt === undefined) database.run("DELETE FROM schedules WHERE name = ?", schedule.name);
    else {
      const replace = "INSERT OR REPLACE INTO schedules (name, expression, next_at) VALUES (?, ?, ?)";
      database.run(replace, schedule.name, expressionOf(schedule), nextAt);
    }
  };
  const plan = async (): Promise<void> => {
    const now = clock.now();
    await store.commit((database) => {
      const kept = new Map(
        database.all("SELECT name, expression, next_at FROM schedules", Kept).map((row) => [row.name, row]),
      );
      database.run("DELETE FROM schedules");
      for (const each of planned) {
        const row = kept.get(each.schedule.name);
        const unchanged = row?.expression === expressionOf(each.schedule);
        each.nextAt = unchanged ? row.next_at : each.recurrence.nextAfter(now, now);
        keep(database, each, each.nextAt);
      }
    });
  };

  const nextAt = (): number | undefined => {
    const instants = planned.map((each) => each.nextAt).filter((instant) => instant !== undefined);
    return instants.length === 0 ? undefined : Math.min(...instants);
  };
  const fireDue = async (now: number): Promise<void> => {
    const due = planned
      .flatMap((each) => (each.nextAt !== undefined && each.nextAt <= now ? [{ each, at: each.nextAt }] : []))
      .toSorted((one, other) => one.at - other.at)
      .map(({ each, at }) => ({ each, at, next: each.recurrence.nextAfter(now, at) }));
    // A firing that a power cut undoes is fired again.
    await store.commit((database) => {
      for (const { each, at, next } of due) {
        deliveries.enqueue(database, laneKey(each.schedule), scheduleInput(each.schedule, at));
        keep(database, each, next);
      }
    }, "kill");
    for (const { each, next } of due) each.nextAt = next;
    deliveries.wake(due.map(({ each }) => laneKey(each.schedule)));
  };

  const sleep = (atLeast = 0): void => {
    const next = nextAt();
    if (!running || clock.virtual || next === undefined) return;
    const delay = Math.min(longestTimer, Math.max(atLeast, next - clock.now()));
    timer = setTimeout(() => {
      firing = fireIfReal();
    }, delay);
    timer.unref();
  };
  const fireIfReal = async (): Promise<void> => {
    if (clock.virtual) return;
    try {
      await fireDue(clock.now());
      sleep();
    } catch (error) {
      report(`schedules: could not be fired, tried again in a second: ${String(error)}`);
      sleep(restMilliseconds);
    }
  };

  return {
    nextAt,
    fireDue,
    start: async () => {
      running = true;
      await plan();
      await fireIfReal();
    },
    stop: async () => {
      running = false;
      clearTimeout(timer);
      await firing;
    },
  };
}

function recurrenceOf({ name, expression, zone }: Schedule): Recurrence {
  try {
    return parseSchedule(expression, zone);
  } catch (error) {
    if (!(error instanceof InvalidSchedule)) throw error;
    throw new StartFailure(`schedule ${name}: ${error.message}; correct it in infra/`, { cause: error });
  }
}
