import { createHash } from "node:crypto";
import { HOUR, MINUTE } from "../../shared/domain/time/instant.ts";
import { type Checked, check } from "./check.ts";
import { letCitizensWrite } from "./citizens.ts";
import type { Fault } from "./faults.ts";
import { install } from "./installation.ts";
import { type Acknowledged, workOn } from "./operators.ts";
import { seededRandom } from "./random.ts";
import type { Settings } from "./settings.ts";
import type { Sabotage } from "./wiring.ts";

export interface Simulated extends Checked {
  readonly accepted: number;
  /** Messages that died. An alarm rings, and somebody sends them back within the hour. */
  readonly redriven: number;
  readonly struck: ReadonlyMap<Fault, number>;
  /** Things that happened, and a digest of what they left: the same for the same settings. */
  readonly happened: number;
  readonly digest: string;
  /** Milliseconds of virtual time. */
  readonly lasted: number;
}

/** People take matters on within so much of the time in which deadlines pass. */
const WORKED_WITHIN = 30 * HOUR;
const WORKED_WITHIN_SHORT = 3 * HOUR;
/** After this share of its time the centre changes its norms. */
const AMENDED_AFTER = 0.4;

/** What is raised in the last minute is gathered with others before it is told, and so is what it brings. */
const MOST_GATHERING = 5;

/** Lets an installation live through its time, lets it settle, and looks at what has become of everything. */
export const simulate = async (settings: Settings, sabotage?: Sabotage): Promise<Simulated> => {
  const installation = install(settings, sabotage);
  const { world, faults, parts } = installation;
  const people = seededRandom(settings.seed ^ 0x5eed);
  const sent = new Set<string>();
  const accepted = new Set<string>();
  const acknowledged: Acknowledged[] = [];
  const operators = {
    installation,
    random: people.fork(),
    known: accepted,
    onAcknowledged: (each: Acknowledged) => void acknowledged.push(each),
  };
  const within = settings.norms === "short" ? WORKED_WITHIN_SHORT : WORKED_WITHIN;
  letCitizensWrite(
    {
      installation,
      random: people.fork(),
      onSent: (id) => void sent.add(id),
      onAccepted: (id) => {
        if (accepted.has(id)) return;
        accepted.add(id);
        workOn(operators, id, within);
      },
    },
    settings.signals,
    settings.arrivals,
  );

  const start = world.now();
  world.at(start + settings.lasts * AMENDED_AFTER, installation.amend);
  let redriven = 0;
  for (let hour = start + HOUR; hour <= start + settings.lasts; hour += HOUR) {
    await world.run(hour);
    redriven += installation.redrive();
  }
  faults.end();
  await world.run(world.now() + settings.settling);
  redriven += installation.redrive();
  await world.run(world.now() + settings.settling);
  const waits = () =>
    Object.values(parts.queues).some((queue) => queue.depth().visible + queue.depth().inFlight > 0) ||
    installation.streams.some((stream) => !stream.caughtUp());
  for (let minute = 0; minute < MOST_GATHERING && waits(); minute += 1) await world.run(world.now() + MINUTE);

  const checked = check(installation, { sent, accepted, acknowledged });
  const left = createHash("sha256");
  for (const { event, at } of parts.bus.journal) left.update(`${at} ${event.id}\n`);
  for (const { sequence, at } of parts.table.changes) left.update(`${at} ${sequence}\n`);
  return {
    ...checked,
    accepted: accepted.size,
    redriven,
    struck: faults.struck,
    happened: world.happened,
    digest: left.digest("hex").slice(0, 16),
    lasted: world.now() - start,
  };
};
