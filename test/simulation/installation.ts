import { MOST_ALERTS } from "../../shared/contracts/notices.ts";
import { RECOMPUTE_DELAY_SECONDS } from "../../shared/contracts/recompute.ts";
import { type Instant, SECOND } from "../../shared/domain/time/instant.ts";
import { OUTBOX } from "../../shared/store/keys.ts";
import { memoryIdentities } from "../doubles/memory-identities.ts";
import { memoryKeys } from "../doubles/memory-keys.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";
import { simulatedCentre } from "./centre.ts";
import { everywhere, type Faults, inOrder } from "./faults.ts";
import type { Surroundings } from "./invocation.ts";
import { seededRandom } from "./random.ts";
import type { Settings } from "./settings.ts";
import { simulatedBus } from "./simulated-bus.ts";
import { simulatedPlatform } from "./simulated-platform.ts";
import { type SimulatedQueue, simulatedQueue } from "./simulated-queue.ts";
import { simulatedTable } from "./simulated-table.ts";
import { everyMinute, followQueue, followStream } from "./sources.ts";
import { queueNames, type Sabotage, type SimulatedParts, wire } from "./wiring.ts";
import { createWorld } from "./world.ts";

const faultsOf = (settings: Settings, random: Surroundings["random"]): Faults =>
  "share" in settings.faults ? everywhere(random, settings.faults.share) : inOrder(random, settings.faults.order);

/** As infra/ deploys them. */
const TIMEOUT = 30 * SECOND;
const CLAIM_TIMEOUT = 5 * SECOND;
const NOTIFY_TIMEOUT = 120 * SECOND;
const RECOMPUTE_TIMEOUT = 60 * SECOND;
const REPLY_TIMEOUT = 120 * SECOND;
const SWEEP_TIMEOUT = 50 * SECOND;
const MOST_RECEIVES = 6;

/** The product on simulated parts, running. */
export const install = (settings: Settings, sabotage?: Sabotage) => {
  const random = seededRandom(settings.seed);
  const world = createWorld(MONDAY_NOON);
  const faults = faultsOf(settings, random.fork());
  const surroundings: Surroundings = { world, faults, random: random.fork() };

  const listeners = new Map<string, (visibleAt: number) => void>();
  const queueOf = (name: string, dead?: SimulatedQueue): SimulatedQueue =>
    simulatedQueue({
      name,
      now: world.now,
      first: (count) => (faults.strikes("reorder") ? surroundings.random.below(count) : 0),
      ...(dead === undefined ? {} : { dead: { queue: dead, maxReceiveCount: MOST_RECEIVES } }),
      onSent: (visibleAt) => listeners.get(name)?.(visibleAt),
    });
  const dead = {
    signals: queueOf("signals-dead"),
    due: queueOf("due-dead"),
    alerts: queueOf("alerts-dead"),
    notices: queueOf("notices-dead"),
    recompute: queueOf("recompute-dead"),
    replies: queueOf("replies-dead"),
    publish: queueOf("publish-dead"),
    dispatch: queueOf("dispatch-dead"),
  };
  const queues = {
    signals: queueOf("signals", dead.signals),
    due: queueOf("due", dead.due),
    alerts: queueOf("alerts", dead.alerts),
    notices: queueOf("notices", dead.notices),
    recompute: queueOf("recompute", dead.recompute),
    replies: queueOf("replies", dead.replies),
  };
  const told = new Map<string, number>();
  const table = simulatedTable({
    now: world.now,
    lag: () =>
      surroundings.random.between(5, 500) + (faults.strikes("stale-index") ? surroundings.random.below(60_000) : 0),
    onChange: (change) => {
      stream.written(change);
      outboxes.written(change);
    },
  });
  let centre = simulatedCentre(settings.norms, false);
  let amendedAt: Instant | undefined;
  const parts: SimulatedParts = {
    table,
    bus: simulatedBus(surroundings, queues.alerts),
    queues,
    dead,
    platform: simulatedPlatform(),
    identities: memoryIdentities(),
    keys: memoryKeys(),
    centre: () => centre,
    told: (marks) => {
      for (const mark of marks) told.set(mark, (told.get(mark) ?? 0) + 1);
    },
  };
  const wired = wire(parts, settings, sabotage);

  const stream = followStream(surroundings, table, { functionName: "publish", timeout: TIMEOUT, work: wired.publish });
  const outboxes = followStream(surroundings, table, {
    functionName: "dispatch",
    timeout: TIMEOUT,
    work: wired.dispatch,
    wants: ({ after }) => after[OUTBOX]?.S !== undefined,
  });
  everyMinute(surroundings, { functionName: "watch", timeout: SWEEP_TIMEOUT, work: wired.watch });
  const usual = { timeout: TIMEOUT, batchSize: 10, windowSeconds: 0 };
  const sources = {
    signals: { ...usual, functionName: "register", concurrency: 10, work: wired.register },
    due: { ...usual, timeout: CLAIM_TIMEOUT, functionName: "claim", concurrency: 5, work: wired.claim },
    alerts: {
      ...usual,
      functionName: "deliver",
      batchSize: MOST_ALERTS,
      windowSeconds: 60,
      concurrency: 2,
      work: wired.deliver,
    },
    notices: {
      functionName: "notify",
      timeout: NOTIFY_TIMEOUT,
      batchSize: 50,
      windowSeconds: 1,
      concurrency: 2,
      work: wired.notify,
    },
    recompute: {
      ...usual,
      timeout: RECOMPUTE_TIMEOUT,
      functionName: "recompute",
      batchSize: 1,
      concurrency: 2,
      work: wired.recompute,
    },
    replies: {
      ...usual,
      timeout: REPLY_TIMEOUT,
      functionName: "reply",
      batchSize: 5,
      concurrency: 5,
      work: wired.reply,
    },
  };
  for (const name of queueNames)
    listeners.set(name, followQueue(surroundings, { ...sources[name], queue: queues[name] }).sent);

  return {
    ...surroundings,
    parts,
    wired,
    streams: [stream, outboxes],
    /** How often people on duty were told of each alert, by the mark of event and address. */
    told,
    /** The centre changes its norms, and has its open incidents reckoned anew. */
    amend: (): void => {
      centre = simulatedCentre(settings.norms, true);
      amendedAt = world.now();
      const message = { schemaVersion: 1, centre: centre.centre.id } as const;
      queues.recompute.send({ body: JSON.stringify(message), delaySeconds: RECOMPUTE_DELAY_SECONDS });
    },
    amendedAt: (): Instant | undefined => amendedAt,
    /** Everything among the dead letters goes back to where it came from, as the runbook has it; answers how much. */
    redrive: (): number => {
      let moved = 0;
      for (const name of queueNames)
        for (const { body, receipt, groupId } of dead[name].receive(Number.MAX_SAFE_INTEGER, 1)) {
          dead[name].remove(receipt);
          queues[name].send({ body, ...(groupId === undefined ? {} : { groupId }) });
          moved += 1;
        }
      return moved;
    },
  };
};

export type Installation = ReturnType<typeof install>;
