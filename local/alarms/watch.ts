import type { RunnerClock } from "../clock/virtual-clock.ts";
import type { MetricReader } from "../ports.ts";
import type { Alarm } from "../template/deployment.ts";
import { type AlarmState, checkAlarm, evaluateAlarm } from "./evaluate.ts";

const MINUTE = 60_000;
/** A longer jump of the clock is caught up on from here: what an alarm said in between is history. */
const CAUGHT_UP_MINUTES = 24 * 60;

export interface AlarmStatus {
  readonly alarm: Alarm;
  readonly state: AlarmState;
  /** Epoch milliseconds of the product's clock. */
  readonly since: number;
}

export interface AlarmWatch {
  start(): void;
  stop(): void;
  /** Evaluates every whole minute of product time since the last look, and reports whose state is another at its end. */
  look(): void;
  readonly statuses: () => readonly AlarmStatus[];
}

interface AlarmWatchOptions {
  readonly alarms: readonly Alarm[];
  readonly metrics: MetricReader;
  readonly clock: Pick<RunnerClock, "now" | "virtual" | "onMove">;
  readonly report: (line: string) => void;
}

export function createAlarmWatch({ alarms, metrics, clock, report }: AlarmWatchOptions): AlarmWatch {
  for (const alarm of alarms) checkAlarm(alarm);
  const statuses = new Map<Alarm, AlarmStatus>(
    alarms.map((alarm) => [alarm, { alarm, state: "INSUFFICIENT_DATA", since: clock.now() }]),
  );
  const minuteNow = (): number => Math.floor(clock.now() / MINUTE);
  let lookedAt = minuteNow() - 1;
  let timer: NodeJS.Timeout | undefined;
  let stopFollowing = (): void => {};

  /** Minutes in which a virtual clock stood. An advance by steps jumps over the others, and fires nothing in them. */
  const stoodIn = new Set<number>();
  const follow = (): void => {
    stoodIn.add(minuteNow());
    for (const minute of stoodIn) {
      if (stoodIn.size <= 2 * CAUGHT_UP_MINUTES) break;
      stoodIn.delete(minute);
    }
  };
  const lived = (from: number, to: number): boolean =>
    !clock.virtual || minutesOf(from, to).some((minute) => stoodIn.has(minute));

  const startedAt = clock.now();
  /** Silence from before the start is not counted against anyone: nothing ran that could have spoken. */
  const stateAt = (alarm: Alarm, at: number, state: AlarmState): AlarmState => {
    const watched = at - startedAt >= (alarm.evaluationPeriods + 1) * alarm.periodSeconds * 1000;
    return watched || alarm.treatMissing !== "breaching" ? evaluateAlarm(alarm, metrics, at, state, lived) : state;
  };

  const evaluate = (alarm: Alarm, minutes: readonly number[]): void => {
    const before = statuses.get(alarm)?.state ?? "INSUFFICIENT_DATA";
    let state = before;
    let since = statuses.get(alarm)?.since ?? clock.now();
    for (const minute of minutes) {
      const found = stateAt(alarm, minute * MINUTE, state);
      if (found !== state) since = minute * MINUTE;
      state = found;
    }
    statuses.set(alarm, { alarm, state, since });
    if (state !== before && (state === "ALARM" || before === "ALARM")) {
      report(`${state === "ALARM" ? "ALARM" : "alarm over"} ${alarm.name}: ${alarm.description}`);
    }
  };
  const look = (): void => {
    const until = minuteNow();
    const first = Math.max(lookedAt + 1, until - CAUGHT_UP_MINUTES);
    if (first > until) return;
    const minutes = Array.from({ length: until - first + 1 }, (_, at) => first + at);
    for (const alarm of alarms) evaluate(alarm, minutes);
    lookedAt = until;
  };
  return {
    look,
    statuses: () => [...statuses.values()],
    start() {
      follow();
      stopFollowing = clock.onMove(follow);
      timer = setInterval(look, 1000);
    },
    stop() {
      stopFollowing();
      clearInterval(timer);
    },
  };
}

const minutesOf = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.ceil((to - from) / MINUTE) }, (_, index) => Math.floor(from / MINUTE) + index);
