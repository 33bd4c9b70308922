import { type Clock, marks } from "../../shared/domain/clock/clock.ts";
import { stageEventId } from "../../shared/domain/ids.ts";
import type { HistoryEntry } from "../../shared/domain/incident/history.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { silenced } from "../../shared/domain/incident/silence.ts";
import { type Instant, MINUTE, SECOND } from "../../shared/domain/time/instant.ts";

/** What a clock had ahead for so long without its being raised was missed; before, something else may have overtaken it. */
const PATIENCE = 45 * MINUTE;
/** The most that a function's clock is off. */
const SKEW = 5 * SECOND;

/** One state that an incident was in, and the moment at which it was written. */
export interface Version {
  readonly incident: Incident;
  readonly at: Instant;
}

/** Every version of one incident, in order. */
export type Life = readonly [Version, ...Version[]];

type StageEntry = Extract<HistoryEntry, { what: "stage" }>;

export const stagesIn = ({ history }: Incident): readonly StageEntry[] =>
  history.filter((entry) => entry.what === "stage");

const nameOf = ({ incident }: Version, clock: string, mark: string): string => `${clock}/${mark} of ${incident.id}`;

/** What was due for long while nobody stopped it, and was not raised: stages, and the ends of waits for citizens. */
export const missedIn = (life: Life, end: Instant): readonly string[] =>
  life.flatMap((version, place) => {
    const { incident, at } = version;
    const until = life[place + 1]?.at ?? end;
    const missed = (moment: Instant): boolean => Math.max(moment, at) + PATIENCE < until;
    const stages = incident.clocks.flatMap(({ kind, ahead }) =>
      Object.entries(ahead).flatMap(([mark, moment]) =>
        missed(moment) ? [`${nameOf(version, kind, mark)} was due and never raised`] : [],
      ),
    );
    const silent = incident.asked !== undefined && missed(incident.asked.silentAt);
    return silent ? [...stages, `the silence of ${incident.id} was never noticed`] : stages;
  });

export interface Raised {
  readonly id: string;
  readonly name: string;
  /** Milliseconds from the moment of the stage, or from when it was known if that was later, to its claim. */
  readonly lateness: number;
  /** What is wrong with it, if anything. */
  readonly wrong?: string;
}

const markOf = ({ stage, rung }: StageEntry) =>
  marks.find((mark) => mark === (rung === undefined ? stage : `${stage}-${rung}`));

const clockOf = ({ clocks }: Pick<Incident, "clocks">, { clock, clockVersion }: StageEntry): Clock | undefined =>
  clocks.find(({ kind, version }) => kind === clock && version === clockVersion);

/** Every stage that was raised, each looked up in the version before: it must have been pending there, and its moment come. */
export const raisedIn = (life: Life): readonly Raised[] => {
  const writtenAt = new Map(life.map(({ incident, at }) => [incident.version, at]));
  const last = life.at(-1)?.incident ?? life[0].incident;
  return stagesIn(last).map((entry): Raised => {
    const mark = markOf(entry);
    const name = `${entry.clock}/${mark ?? entry.stage} of ${last.id}`;
    const id = stageEventId(last.id, entry);
    const before = life.find(({ incident }) => incident.version === entry.version - 1)?.incident;
    const at = writtenAt.get(entry.version);
    const ready = before === undefined ? undefined : (silenced(before, entry.at) ?? before);
    const moment = mark && ready && clockOf(ready, entry)?.ahead[mark];
    if (at === undefined || before === undefined || mark === undefined || moment === undefined)
      return { id, name, lateness: 0, wrong: "was raised and was not pending" };
    const lived = life.filter(({ incident }) => incident.version < entry.version);
    // A merge and its split stop a clock and set it going again: what counts is since when it is so without a break.
    const since = (holds: (incident: Incident) => boolean): Instant | undefined =>
      lived[lived.findLastIndex(({ incident }) => !holds(incident)) + 1]?.at;
    const pending = since((incident) => clockOf(incident, entry)?.ahead[mark] === moment);
    const silentAt = before.asked?.silentAt ?? at;
    const waiting = since(({ merged, asked }) => merged === undefined && asked?.silentAt === silentAt);
    const known = pending ?? Math.max(silentAt, waiting ?? silentAt);
    const lateness = at - Math.max(moment, known);
    return at < moment - SKEW ? { id, name, lateness, wrong: "was raised before its moment" } : { id, name, lateness };
  });
};
