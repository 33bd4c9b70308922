import * as z from "zod/mini";
import { nameOfArn, parseArn } from "../aws/arn.ts";
import type { Drainable, Invoker, NewMessage, Part, Queues } from "../ports.ts";
import type { Database, RunnerStore } from "../store/store-port.ts";
import type { Target } from "../template/deployment.ts";
import { retryDelay } from "./retry-delay.ts";

/** A way from a rule or a schedule to one of its targets. Deliveries wait in it by its key, across restarts. */
export interface Lane {
  readonly key: string;
  readonly target: Target;
  /** What a dead letter says of its origin, beside the error: `RULE_ARN` or `SCHEDULE_ARN`. */
  readonly origin: Readonly<Record<string, string>>;
}

/** Sends to targets at least once, durably: retries in real time, then the target's dead-letter queue. */
export interface Deliveries extends Part, Drainable {
  /** To be called inside the transaction that makes the delivery due; `wake` when that is on disk. */
  enqueue(database: Database, lane: string, payload: string): void;
  wake(lanes: readonly string[]): void;
  /** Deliveries not yet made, waiting retries included. */
  readonly pending: number;
  /** Attempts finished since the start. */
  readonly worked: number;
}

const inLane = 10;
const restMilliseconds = 1_000;
const Row = z.object({ sequence: z.number(), payload: z.string(), attempts: z.number(), first_at: z.number() });
type Row = z.infer<typeof Row>;
const Instant = z.object({ at: z.nullable(z.number()) });
const Count = z.object({ lane: z.string(), count: z.number() });

type Outcome =
  | { readonly kind: "delivered" }
  | { readonly kind: "failed"; readonly code: string; readonly reason: string };

export function createDeliveries(options: {
  store: RunnerStore;
  queues: Queues;
  invoker: Invoker;
  lanes: readonly Lane[];
  report: (line: string) => void;
}): Deliveries {
  const { store, queues, invoker, report } = options;
  const lanes = new Map(options.lanes.map((lane) => [lane.key, lane]));
  const running = new Map<string, Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  /** Lanes whose queue or store refused; they rest before the next look. */
  const resting = new Set<string>();
  let worked = 0;
  let stopped = false;

  const send = async (target: Target, payload: string): Promise<Outcome> => {
    try {
      if (parseArn(target.arn).service === "sqs") {
        await queues.send(nameOfArn(target.arn), [{ body: payload }]);
        return { kind: "delivered" };
      }
      const result = await invoker.invoke(nameOfArn(target.arn), JSON.parse(payload));
      if (result.kind === "returned") return { kind: "delivered" };
      return { kind: "failed", code: "FUNCTION_ERROR", reason: `${result.error.type}: ${result.error.message}` };
    } catch (error) {
      return { kind: "failed", code: "SDK_CLIENT_ERROR", reason: String(error) };
    }
  };

  const attempt = async (lane: Lane, row: Row): Promise<void> => {
    const outcome = await send(lane.target, row.payload);
    worked += 1;
    if (outcome.kind === "delivered") return forget(row);
    const { maximumRetryAttempts, maximumEventAgeSeconds } = lane.target;
    const nextAt = Date.now() + retryDelay(row.attempts);
    const exhausted =
      row.attempts >= maximumRetryAttempts
        ? "MaximumRetryAttempts"
        : nextAt - row.first_at > maximumEventAgeSeconds * 1_000
          ? "MaximumEventAgeInSeconds"
          : undefined;
    if (exhausted === undefined) {
      report(`${lane.key}: delivery failed, tried again later (${outcome.reason})`);
      const update = "UPDATE deliveries SET attempts = attempts + 1, next_at = ? WHERE sequence = ?";
      await store.commit((database) => database.run(update, nextAt, row.sequence));
      return;
    }
    await bury(lane, row, {
      ERROR_CODE: outcome.code,
      ERROR_MESSAGE: outcome.reason,
      EXHAUSTED_RETRY_CONDITION: exhausted,
    });
    await forget(row);
  };
  const forget = async (row: Row): Promise<void> => {
    await store.commit((database) => database.run("DELETE FROM deliveries WHERE sequence = ?", row.sequence), "kill");
  };
  const bury = async (lane: Lane, row: Row, error: Readonly<Record<string, string>>): Promise<void> => {
    const { deadLetterArn, arn } = lane.target;
    const where =
      deadLetterArn === undefined ? "dropped, it has no dead-letter queue" : `sent to ${nameOfArn(deadLetterArn)}`;
    report(`${lane.key}: delivery given up and ${where} (${error["ERROR_MESSAGE"]})`);
    if (deadLetterArn === undefined) return;
    const described = { ...error, ...lane.origin, TARGET_ARN: arn, RETRY_ATTEMPTS: String(row.attempts) };
    const attributes: NewMessage["attributes"] = Object.fromEntries(
      Object.entries(described).map(([name, value]) => [name, { type: "String", value }]),
    );
    await queues.send(nameOfArn(deadLetterArn), [{ body: row.payload, attributes }]);
  };

  const workOff = async (lane: Lane): Promise<void> => {
    while (!stopped) {
      const rows = store.read((database) =>
        database.all(
          "SELECT sequence, payload, attempts, first_at FROM deliveries WHERE lane = ? AND next_at <= ? ORDER BY next_at, sequence LIMIT ?",
          Row,
          lane.key,
          Date.now(),
          inLane,
        ),
      );
      if (rows.length === 0) break;
      await Promise.all(rows.map((row) => attempt(lane, row)));
    }
  };
  const run = (lane: Lane): void => {
    if (stopped || running.has(lane.key) || resting.has(lane.key)) return;
    const work = workOff(lane)
      .catch((error: unknown) => {
        report(`${lane.key}: deliveries stand still for a moment: ${String(error)}`);
        resting.add(lane.key);
      })
      .finally(() => {
        running.delete(lane.key);
        if (!stopped) sleep(lane);
      });
    running.set(lane.key, work);
  };
  /** Wakes for the next retry; what came due between the last look and now is due at once. */
  const sleep = (lane: Lane): void => {
    clearTimeout(timers.get(lane.key));
    const delay = resting.has(lane.key) ? restMilliseconds : untilNext(lane);
    if (delay === undefined) return;
    const timer = setTimeout(() => {
      resting.delete(lane.key);
      run(lane);
    }, delay);
    timer.unref();
    timers.set(lane.key, timer);
  };
  const untilNext = (lane: Lane): number | undefined => {
    const select = "SELECT min(next_at) AS at FROM deliveries WHERE lane = ?";
    const at = store.read((database) => database.first(select, Instant, lane.key))?.at ?? undefined;
    return at === undefined ? undefined : Math.max(0, at - Date.now());
  };
  const due = (): readonly Lane[] =>
    [...lanes.values()].filter((lane) => !resting.has(lane.key) && untilNext(lane) === 0);
  const countByLane = (): readonly { lane: string; count: number }[] =>
    store.read((database) => database.all("SELECT lane, count(*) AS count FROM deliveries GROUP BY lane", Count));

  return {
    start: async () => {
      for (const { lane, count } of countByLane()) {
        if (!lanes.has(lane)) report(`${count} deliveries wait for ${lane}, which the template has no longer`);
      }
      for (const lane of lanes.values()) run(lane);
    },
    stop: async () => {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
    enqueue: (database, lane, payload) => {
      if (!lanes.has(lane)) throw new Error(`no target ${lane}`);
      const now = Date.now();
      const insert = "INSERT INTO deliveries (lane, payload, attempts, first_at, next_at) VALUES (?, ?, 0, ?, ?)";
      database.run(insert, lane, payload, now, now);
    },
    wake: (keys) => {
      for (const key of keys) {
        const lane = lanes.get(key);
        if (lane !== undefined) run(lane);
      }
    },
    get pending() {
      return countByLane().reduce((sum, { lane, count }) => sum + (lanes.has(lane) ? count : 0), 0);
    },
    get worked() {
      return worked;
    },
    drained: async () => {
      for (let lanesDue = due(); !stopped && (running.size > 0 || lanesDue.length > 0); lanesDue = due()) {
        for (const lane of lanesDue) run(lane);
        await Promise.all(running.values());
      }
    },
  };
}
