import { SECOND } from "../../shared/domain/instant.ts";
import type { Centre } from "../../shared/domain/centre.ts";
import { memoryIdentities } from "../doubles/memory-identities.ts";
import { memoryKeys } from "../doubles/memory-keys.ts";
import { fixtureCentre, MONDAY_NOON } from "../fixtures/centre.ts";
import { everywhere, type Faults, inOrder } from "./faults.ts";
import type { Surroundings } from "./invocation.ts";
import { seededRandom } from "./random.ts";
import type { Settings } from "./settings.ts";
import { simulatedBus } from "./simulated-bus.ts";
import { type SimulatedQueue, simulatedQueue } from "./simulated-queue.ts";
import { simulatedTable } from "./simulated-table.ts";
import { everyMinute, followQueue, followStream } from "./sources.ts";
import { type Sabotage, type SimulatedParts, wire } from "./wiring.ts";
import { createWorld } from "./world.ts";

const faultsOf = (settings: Settings, random: Surroundings["random"]): Faults =>
  "share" in settings.faults ? everywhere(random, settings.faults.share) : inOrder(random, settings.faults.order);

/** Norms in hours of the clock, so that everything is over within an afternoon. */
const short: Centre["norms"] = {
  ...fixtureCentre().norms,
  norms: [
    { clock: "reaction", duration: "1h" },
    { clock: "answer", duration: "2h" },
  ],
  escalateAfter: "1h",
};

const queueNames = ["signals", "due", "alerts"] as const;

/** As infra/ deploys them. */
const TIMEOUT = 30 * SECOND;
const CLAIM_TIMEOUT = 10 * SECOND;
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
    publish: queueOf("publish-dead"),
  };
  const queues = {
    signals: queueOf("signals", dead.signals),
    due: queueOf("due", dead.due),
    alerts: queueOf("alerts", dead.alerts),
  };
  const told = new Map<string, number>();
  const table = simulatedTable({
    now: world.now,
    lag: () =>
      surroundings.random.between(5, 500) + (faults.strikes("stale-index") ? surroundings.random.below(60_000) : 0),
    onChange: () => stream.written(),
  });
  const centre = fixtureCentre();
  const parts: SimulatedParts = {
    table,
    bus: simulatedBus(surroundings, queues.alerts),
    queues,
    dead,
    identities: memoryIdentities(),
    keys: memoryKeys(),
    centre: settings.norms === "short" ? { ...centre, norms: short } : centre,
    told: (alerts) => {
      for (const id of alerts) told.set(id, (told.get(id) ?? 0) + 1);
    },
  };
  const wired = wire(parts, settings, sabotage);

  const stream = followStream(surroundings, table, { functionName: "publish", timeout: TIMEOUT, work: wired.publish });
  everyMinute(surroundings, { functionName: "watch", timeout: SWEEP_TIMEOUT, work: wired.watch });
  const usual = { timeout: TIMEOUT, batchSize: 10, windowSeconds: 0 };
  const sources = {
    signals: { ...usual, functionName: "register", concurrency: 10, work: wired.register },
    due: { ...usual, timeout: CLAIM_TIMEOUT, functionName: "claim", concurrency: 5, work: wired.claim },
    alerts: {
      ...usual,
      functionName: "deliver",
      batchSize: 100,
      windowSeconds: 20,
      concurrency: 2,
      work: wired.deliver,
    },
  };
  for (const name of queueNames)
    listeners.set(name, followQueue(surroundings, { ...sources[name], queue: queues[name] }).sent);

  return {
    ...surroundings,
    parts,
    wired,
    stream,
    /** How often people on duty were told of each alert. */
    told,
    /** Everything among the dead letters goes back to where it came from, as the runbook has it; answers how much. */
    redrive: (): number => {
      let moved = 0;
      for (const name of queueNames)
        for (const { body, receipt } of dead[name].receive(Number.MAX_SAFE_INTEGER, 1)) {
          dead[name].remove(receipt);
          queues[name].send({ body });
          moved += 1;
        }
      return moved;
    },
  };
};

export type Installation = ReturnType<typeof install>;
