import type { IncidentClocks } from "../../shared/contracts/api.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import type { Clock } from "../../shared/domain/clock/clock.ts";
import { explainClock, type Leg } from "../../shared/domain/clock/explain-clock.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { rulesOf, rulesVersionOf } from "../../shared/domain/incident/rules.ts";
import { iso } from "../../shared/domain/time/instant.ts";
import type { CentreRules } from "../../shared/store/ports.ts";

const legView = (leg: Leg): IncidentClocks["clocks"][number]["legs"][number] => ({
  ...leg,
  from: iso(leg.from),
  to: iso(leg.to),
  segments: leg.segments.map((segment) => ({ ...segment, from: iso(segment.from), to: iso(segment.to) })),
});

interface Explaining {
  /** The centre's data of today. */
  readonly centre: Centre;
  /** The norms and the calendar that a clock was reckoned under, by their version. */
  readonly past: ReadonlyMap<string, CentreRules>;
}

const clockView = (incident: Incident, clock: Clock, { centre, past }: Explaining) => {
  const version = clock.rules ?? rulesVersionOf(centre);
  const known = version === rulesVersionOf(centre) ? centre : past.get(version);
  // Rules that nobody kept cannot be replayed: the nearest thing is how it would be reckoned today.
  const under: Centre = { ...centre, ...known };
  return {
    kind: clock.kind,
    norm: clock.norm,
    startedAt: iso(clock.startedAt),
    dueAt: iso(clock.dueAt),
    stage: clock.stage,
    version: clock.version,
    ...(clock.beyondCalendar === undefined ? {} : { beyondCalendar: clock.beyondCalendar }),
    ...(clock.overAt === undefined ? {} : { overAt: iso(clock.overAt) }),
    ...(known === undefined ? {} : { rules: { version, calendar: known.calendar.production.version } }),
    legs: explainClock(clock, rulesOf(under, incident, clock)).map(legView),
  };
};

/** How every clock of an incident came to its deadline. */
export const clocksView = (incident: Incident, explaining: Explaining): IncidentClocks => ({
  clocks: incident.clocks.map((clock) => clockView(incident, clock, explaining)),
});
