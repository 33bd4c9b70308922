import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { HistoryEntry } from "../../shared/domain/history.ts";
import { stageEventId } from "../../shared/domain/identity.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import { type Instant, MINUTE, SECOND } from "../../shared/domain/instant.ts";
import { fromItem } from "../../shared/store/incident-item.ts";
import { itemKindOf, TABLE_KEY } from "../../shared/store/keys.ts";
import type { Installation } from "./installation.ts";
import type { Acknowledged } from "./operators.ts";
import type { Change } from "./simulated-table.ts";

/** A stage that a clock had for so long without an alert was missed; before, an answer may have overtaken it. */
const PATIENCE = 45 * MINUTE;
/** The most that a function's clock is off. */
const SKEW = 5 * SECOND;

/** An incident with the moments at which each of its versions was written. */
interface Life {
  readonly first: Incident;
  readonly last: Incident;
  readonly writtenAt: ReadonlyMap<number, Instant>;
  readonly writes: number;
}

const incidentOf = ({ after }: Change): Incident => fromItem(unmarshall({ ...after }));

const livesIn = ({ parts }: Installation): ReadonlyMap<string, Life> => {
  const changes = parts.table.changes.filter(({ after }) => itemKindOf(unmarshall({ ...after })) === "incident");
  return new Map(
    [...Map.groupBy(changes, ({ after }) => after[TABLE_KEY]?.S ?? "")].flatMap(([id, versions]) => {
      const [first, last] = [versions[0], versions.at(-1)];
      if (first === undefined || last === undefined) return [];
      const writtenAt = new Map(versions.map(({ after, at }) => [Number(after["version"]?.N), at]));
      return [[id, { first: incidentOf(first), last: incidentOf(last), writtenAt, writes: versions.length }]];
    }),
  );
};

/** What a command leaves in the history. */
const done = { assign: "assigned", answer: "answered", close: "closed" } as const;

type StageEntry = Extract<HistoryEntry, { what: "stage" }>;

const stagesIn = ({ history }: Incident): readonly StageEntry[] => history.filter((entry) => entry.what === "stage");

/** When a clock stopped because of what somebody did, if it did. */
const endOf = ({ last, writtenAt }: Life, clock: string): Instant | undefined => {
  const step = last.history.find(
    ({ what }) => what === "answered" || what === "closed" || (what === "assigned" && clock === "reaction"),
  );
  return step === undefined ? undefined : writtenAt.get(step.version);
};

export interface Checked {
  /** What is not as it must be, each as a sentence. */
  readonly violations: readonly string[];
  readonly incidents: number;
  readonly alerts: number;
  /** Alerts that people were told more than once, because an answer was lost. */
  readonly toldAgain: number;
  /** Milliseconds from the moment of each alert's stage, or from the registration if that was later, to its claim. */
  readonly lateness: readonly number[];
}

/** What people outside have seen. */
interface Seen {
  /** Ids of the signals that somebody sent at least once, and of those that were answered with success. */
  readonly sent: ReadonlySet<string>;
  readonly accepted: ReadonlySet<string>;
  readonly acknowledged: readonly Acknowledged[];
}

/** Looks at everything that has happened, after the dust has settled. */
export const check = (installation: Installation, { sent, accepted, acknowledged }: Seen): Checked => {
  const { parts, told } = installation;
  const violations: string[] = [];
  const wrong = (sentence: string): void => void violations.push(sentence);
  const lives = livesIn(installation);

  for (const id of accepted) if (!lives.has(id)) wrong(`signal ${id} was accepted and is in no incident`);
  for (const id of lives.keys()) if (!sent.has(id)) wrong(`incident ${id} came from nowhere`);
  for (const [name, queue] of [...Object.entries(parts.queues), ...Object.entries(parts.dead)])
    if (queue.held().length > 0) wrong(`${queue.held().length} messages are left in ${name}`);
  if (!installation.stream.caughtUp()) wrong("the stream was not read to its end");

  const contents = new Map<string, string>();
  for (const { event } of parts.bus.journal) {
    const content = JSON.stringify(event);
    const known = contents.get(event.id);
    if (known !== undefined && known !== content) wrong(`event ${event.id} says two things: ${known} and ${content}`);
    contents.set(event.id, content);
  }

  for (const [id, { last, writes }] of lives)
    if (writes !== last.version) wrong(`${id} is at version ${last.version} and was written ${writes} times`);

  const expected = new Set<string>();
  const lateness: number[] = [];
  for (const [id, life] of lives) {
    for (const clock of life.first.clocks) {
      const end = endOf(life, clock.kind) ?? Number.POSITIVE_INFINITY;
      for (const [stage, moment] of Object.entries(clock.ahead)) {
        const alert = stageEventId(id, { clock: clock.kind, stage, clockVersion: clock.version });
        const name = `${clock.kind}/${stage} of ${id}`;
        const claims = stagesIn(life.last).filter((entry) => entry.clock === clock.kind && entry.stage === stage);
        if (claims.length > 1) wrong(`${name} was claimed ${claims.length} times`);
        const raised = contents.has(alert);
        if (!raised && end > Math.max(moment, life.writtenAt.get(1) ?? moment) + PATIENCE)
          wrong(`${name} was due and never raised`);
        if (raised && end < moment - SKEW) wrong(`${name} was raised after its clock had stopped`);
        const claimedAt = life.writtenAt.get(claims[0]?.version ?? 0);
        if (raised !== (claimedAt !== undefined))
          wrong(`${name} was ${raised ? "raised and not claimed" : "claimed and not raised"}`);
        if (!raised) continue;
        expected.add(alert);
        if (claimedAt !== undefined) lateness.push(claimedAt - Math.max(moment, life.writtenAt.get(1) ?? moment));
      }
    }
  }
  for (const { event } of parts.bus.journal)
    if (event.type.startsWith("Deadline") && !expected.has(event.id))
      wrong(`alert ${event.id} is of no stage that was due`);

  for (const { incidentId, command, version } of acknowledged) {
    const life = lives.get(incidentId);
    if (life?.last.history.find((entry) => entry.version === version)?.what !== done[command])
      wrong(`${incidentId} forgot its ${command}, which was acknowledged`);
    if (command === "assign") continue;
    const [late] = life === undefined ? [] : stagesIn(life.last).filter((entry) => entry.version > version);
    if (late !== undefined) wrong(`${incidentId} raised ${late.stage} after its ${command} was acknowledged`);
  }

  for (const id of expected) if (!told.has(id)) wrong(`nobody was told of alert ${id}`);
  for (const id of told.keys()) if (!expected.has(id)) wrong(`somebody was told of alert ${id}, which nobody raised`);
  const toldAgain = [...told.values()].filter((times) => times > 1).length;
  return { violations, incidents: lives.size, alerts: expected.size, toldAgain, lateness };
};
