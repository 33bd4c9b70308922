import { isOpen } from "../../shared/domain/incident/incident.ts";
import { recomputeIncident } from "../../shared/domain/incident/recompute-incident.ts";
import { itemKindOf, TABLE_KEY } from "../../shared/store/keys.ts";
import { misreadIn } from "./answers.ts";
import { addressesTold } from "./centre.ts";
import { heldOf } from "./held-of.ts";
import { homesIn, strayIn } from "./homes.ts";
import type { Installation } from "./installation.ts";
import { type Life, missedIn, raisedIn, stagesIn, type Version } from "./lives.ts";
import type { Acknowledged } from "./operators.ts";

/** What a command leaves in the history. */
const done = {
  triage: "triaged",
  assign: "assigned",
  ask: "asked",
  resume: "resumed",
  extend: "extended",
  interim: "interim-answered",
  answer: "answered",
  reopen: "reopened",
  appeal: "appealed",
  close: "closed",
  merge: "merged",
  split: "split",
  divide: "divided",
} as const;

const livesIn = ({ parts }: Installation): ReadonlyMap<string, Life> => {
  const lives = new Map<string, [Version, ...Version[]]>();
  for (const { item, at } of parts.table.changes) {
    if (itemKindOf(item) !== "incident") continue;
    const held = heldOf(item);
    if (held.kind !== "incident") continue;
    const id = String(item[TABLE_KEY]);
    const version = { incident: held.incident, at };
    const known = lives.get(id);
    // How long a merged one is kept is written with where it went, and is no step of its own.
    const { merged, version: number } = version.incident;
    if (merged !== undefined && known?.at(-1)?.incident.version === number) continue;
    if (known === undefined) lives.set(id, [version]);
    else known.push(version);
  }
  return lives;
};

const lastOf = (life: Life) => (life.at(-1) ?? life[0]).incident;

/** The signal that an incident goes back to: what was divided may be divided again. */
const originOf = (id: string, lives: ReadonlyMap<string, Life>): string => {
  const from = lives.get(id)?.[0].incident.signal.dividedFrom;
  return from === undefined ? id : originOf(from, lives);
};

export interface Checked {
  /** What is not as it must be, each as a sentence. */
  readonly violations: readonly string[];
  readonly incidents: number;
  /** Signals that are in an incident. */
  readonly placed: number;
  readonly alerts: number;
  /** Alerts that somebody was told more than once, because an answer was lost. */
  readonly toldAgain: number;
  /** Milliseconds by which each stage was claimed after its moment, or after it was known if that was later. */
  readonly lateness: readonly number[];
}

/** What people outside have seen. */
interface Seen {
  /** Ids of the signals that somebody sent at least once, and of those that were answered with success. */
  readonly sent: ReadonlySet<string>;
  readonly accepted: ReadonlySet<string>;
  readonly acknowledged: readonly Acknowledged[];
}

/** After these an answer is owed again. */
const beginsAnew: ReadonlySet<string> = new Set(["reopened", "appealed", "split-off", "answer-lost"]);

/** What an operator was told is done, and is not; and what was raised of what they had ended. */
const forgottenIn = (life: Life | undefined, { incidentId, command, version }: Acknowledged): readonly string[] => {
  const last = life === undefined ? undefined : lastOf(life);
  const step = last?.history.find((entry) => entry.version === version && entry.what === done[command]);
  if (last === undefined || step === undefined) return [`${incidentId} forgot its ${command}, which was acknowledged`];
  if (command !== "answer" && command !== "close" && command !== "merge") return [];
  const again = last.history.find((entry) => entry.version > version && beginsAnew.has(entry.what));
  const late = stagesIn(last).find(
    (entry) => entry.version > version && entry.version < (again?.version ?? Number.POSITIVE_INFINITY),
  );
  return late === undefined ? [] : [`${incidentId} raised ${late.stage} after its ${command} was acknowledged`];
};

/** Open incidents that nobody touched since the centre changed its norms have the deadlines of the new ones. */
const unmoved = ({ parts, world, amendedAt }: Installation, life: Life): boolean => {
  const changed = amendedAt();
  const last = lastOf(life);
  if (changed === undefined || !isOpen(last) || life[0].at > changed) return false;
  const touched = last.history.some(({ who, at }) => who !== "otklik" && at > changed);
  return !touched && recomputeIncident(last, parts.centre(), world.now()) !== undefined;
};

/** Looks at everything that has happened, after the dust has settled. */
export const check = (installation: Installation, { sent, accepted, acknowledged }: Seen): Checked => {
  const { parts, told, world } = installation;
  const violations: string[] = [];
  const wrong = (...sentences: readonly string[]): void => void violations.push(...sentences);
  const lives = livesIn(installation);

  const homes = homesIn(installation);
  for (const id of accepted) if (!homes.has(id)) wrong(`signal ${id} was accepted and is in no incident`);
  for (const [id, incidents] of homes) if (incidents.length > 1) wrong(`signal ${id} is in ${incidents.join(" and ")}`);
  for (const id of lives.keys()) if (!sent.has(originOf(id, lives))) wrong(`incident ${id} came from nowhere`);
  wrong(...strayIn(installation, homes));
  for (const [name, queue] of [...Object.entries(parts.queues), ...Object.entries(parts.dead)]) {
    const { visible, inFlight } = queue.depth();
    // What waits for a moment still to come is not left behind.
    if (visible + inFlight > 0) wrong(`${visible + inFlight} messages are left in ${name}`);
  }
  if (!installation.streams.every((stream) => stream.caughtUp())) wrong("the stream was not read to its end");

  const contents = new Map<string, string>();
  for (const { event } of parts.bus.journal) {
    const content = JSON.stringify(event);
    const known = contents.get(event.id);
    if (known !== undefined && known !== content) wrong(`event ${event.id} says two things: ${known} and ${content}`);
    contents.set(event.id, content);
  }

  const expected = new Set<string>();
  const lateness: number[] = [];
  for (const [id, life] of lives) {
    const last = lastOf(life);
    if (life.length !== last.version) wrong(`${id} is at version ${last.version} and was written ${life.length} times`);
    wrong(...missedIn(life, world.now()));
    if (unmoved(installation, life)) wrong(`${id} has a deadline of the norms of before`);
    for (const raised of raisedIn(life)) {
      if (raised.wrong !== undefined) wrong(`${raised.name} ${raised.wrong}`);
      if (expected.has(raised.id)) wrong(`${raised.name} was claimed twice`);
      if (!contents.has(raised.id)) wrong(`${raised.name} was claimed and not raised`);
      expected.add(raised.id);
      lateness.push(raised.lateness);
    }
  }
  for (const { event } of parts.bus.journal)
    if (event.type.startsWith("Deadline") && !expected.has(event.id))
      wrong(`alert ${event.id} is of no stage that was due`);
  for (const each of acknowledged) wrong(...forgottenIn(lives.get(each.incidentId), each));

  wrong(...misreadIn(installation, [...lives.values()].map(lastOf)));
  const toBeTold = new Set([...expected].flatMap((id) => addressesTold.map((address) => `${id}#${address}`)));
  for (const mark of toBeTold) if (!told.has(mark)) wrong(`somebody was not told: ${mark}`);
  for (const mark of told.keys()) if (!toBeTold.has(mark)) wrong(`somebody was told what nobody raised: ${mark}`);
  const toldAgain = [...told.values()].filter((times) => times > 1).length;
  const placed = [...accepted].filter((id) => homes.has(id)).length;
  return { violations, placed, incidents: lives.size, alerts: expected.size, toldAgain, lateness };
};
