import { type Centre, timeOf } from "../centre/centre.ts";
import type { Clock, Rules } from "../clock/clock.ts";
import { type ClockKind, type Matter, type Terms, termsFor, termsOf } from "../clock/norm.ts";
import { rulesVersion } from "../ids.ts";
import type { Incident } from "./incident.ts";

const versions = new WeakMap<Centre, string>();

/** The version of a centre's norms and calendar: the same for the same data, another for any other. */
export const rulesVersionOf = (centre: Centre): string => {
  const known = versions.get(centre) ?? rulesVersion({ calendar: centre.calendar, norms: centre.norms });
  versions.set(centre, known);
  return known;
};

/** What the norms look at. What stands on the state's platform goes by its norms, through whatever channel it came here. */
export const matterOf = (incident: Pick<Incident, "signal" | "group" | "topic" | "urgent" | "pos">) => {
  const { signal, group, topic, urgent, pos } = incident;
  const channel = pos === undefined ? signal.channel : "pos";
  return { channel, group, topic, urgent, dueAt: pos?.dueAt ?? signal.dueAt } satisfies Matter;
};

const under = (centre: Centre, terms: Terms): Rules => ({
  time: timeOf(centre),
  terms,
  version: rulesVersionOf(centre),
});

/** What one clock of a matter is reckoned by, or nothing when the centre sets no norm for it. */
export const rulesFor = (centre: Centre, kind: ClockKind, matter: Matter): Rules | undefined => {
  const terms = termsFor(centre.norms, kind, matter);
  return terms === undefined ? undefined : under(centre, terms);
};

/** What a clock that has been set is reckoned by: a centre that took its norm away leaves it the one it has. */
export const rulesOf = (centre: Centre, incident: Incident, clock: Clock): Rules =>
  rulesFor(centre, clock.kind, matterOf(incident)) ?? under(centre, termsOf(centre.norms, { duration: clock.norm }));
