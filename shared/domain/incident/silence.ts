import { type Centre, timeOf } from "../centre/centre.ts";
import { keptUntil } from "../centre/retention.ts";
import { type Clock, cancelClock } from "../clock/clock.ts";
import { resumeClock } from "../clock/move-clock.ts";
import { endOf } from "../clock/reckon.ts";
import type { Instant } from "../time/instant.ts";
import type { Incident } from "./incident.ts";
import { rulesOf } from "./rules.ts";

/** Why a clock stands still while a citizen is asked. */
export const ASKED = "asked";

type Asked = NonNullable<Incident["asked"]>;

/** The wait that a question begins, as long as the centre's rule says. */
export const asking = (centre: Centre, now: Instant): Asked => {
  const { silence, rollOver } = centre.norms;
  const { at } = endOf(timeOf(centre), silence.after, now, [], rollOver);
  const closes = silence.outcome === "closes";
  return {
    at: now,
    silentAt: at,
    outcome: silence.outcome,
    clocks: [],
    ...(closes ? { keptUntil: keptUntil(centre.retention.incidents, at) } : {}),
  };
};

const resumedAt = (incident: Incident, centre: Centre, at: Instant) =>
  incident.clocks.map((clock) => resumeClock(clock, rulesOf(centre, incident, clock), at));

/** Ends the wait for the citizen: the clocks run on. An incident that waits for nobody stays as it is. */
export const endWait = (incident: Incident, centre: Centre, now: Instant): Incident => {
  const { asked, ...rest } = incident;
  return asked === undefined ? incident : { ...rest, clocks: resumedAt(incident, centre, now) };
};

/** Works out beforehand what silence will make of the clocks that wait, so that noticing it needs no calendar. */
export const withWait = (incident: Incident, centre: Centre): Incident => {
  const { asked } = incident;
  if (asked === undefined) return incident;
  if (asked.outcome === "closes") return { ...incident, asked: { ...asked, clocks: [] } };
  const paused = { ...incident, clocks: incident.clocks.filter(({ stage }) => stage === "paused") };
  return { ...incident, asked: { ...asked, clocks: resumedAt(paused, centre, asked.silentAt) } };
};

/** What silence makes of an incident, as of the moment at which it counts as an answer. */
export const silenced = (incident: Incident, now: Instant): Incident | undefined => {
  const { asked, ...rest } = incident;
  if (asked === undefined || asked.silentAt > now) return undefined;
  const resumed = (clock: Clock): Clock => asked.clocks.find(({ kind }) => kind === clock.kind) ?? clock;
  switch (asked.outcome) {
    case "resumes":
      // A clock that ran on meanwhile has passed stages since: it stays as it is.
      return { ...rest, clocks: rest.clocks.map((clock) => (clock.stage === "paused" ? resumed(clock) : clock)) };
    case "closes":
      return {
        ...rest,
        state: "closed",
        clocks: rest.clocks.map((clock) => cancelClock(clock, asked.silentAt)),
        ...(asked.keptUntil === undefined ? {} : { keptUntil: asked.keptUntil }),
      };
    default:
      return asked.outcome satisfies never;
  }
};
