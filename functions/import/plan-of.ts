import type { RowOutcome } from "../../shared/contracts/import.ts";
import { canonical } from "../../shared/domain/canonical.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { decide } from "../../shared/domain/incident/decide.ts";
import { type Held, nextOf, seatOf, type Write } from "../../shared/domain/incident/held.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { type Former, isAsImported, moveInAgain } from "../../shared/domain/incident/move-in.ts";
import { withMarks } from "../../shared/domain/incident/open-incident.ts";
import type { Instant } from "../../shared/domain/time/instant.ts";

type Written = Extract<RowOutcome, "opened" | "updated">;

/** What a row comes to. `write` is what makes it so. */
export type Plan =
  | { readonly outcome: Written; readonly incident: Incident; readonly write: Write }
  | { readonly outcome: Exclude<RowOutcome, Written>; readonly write?: undefined };

/** Whether another row has brought the same message before. */
export const isOfAnother = (held: Held | undefined, { from, id }: Former): boolean => {
  if (held?.kind !== "incident" || held.incident.signal.erased === true) return false;
  const known = held.incident.imported;
  return known !== undefined && (known.from !== from || known.id !== id);
};

/** An incident that somebody has worked on, with a new status or due date of the state's platform; nothing without any. */
const withEntry = (
  present: Incident,
  { pos }: Pick<Incident, "pos">,
  centre: Centre,
  now: Instant,
): Incident | undefined => {
  if (pos === undefined || present.signal.erased === true || canonical(pos) === canonical(present.pos))
    return undefined;
  const decision = decide(present, { name: "pos", entry: pos }, { who: "pos", now, centre });
  return decision.kind === "changed" ? decision.incident : undefined;
};

const updated = (incident: Incident): Plan => ({
  outcome: "updated",
  incident,
  write: nextOf({ kind: "incident", incident }),
});

/** What is to be done with an incident, given what is at its key. */
export const planOf = (fresh: Incident, held: Held | undefined, centre: Centre, now: Instant): Plan => {
  if (fresh.keptUntil !== undefined && fresh.keptUntil <= now) return { outcome: "expired" };
  if (held === undefined)
    return { outcome: "opened", incident: fresh, write: { after: { kind: "incident", incident: fresh } } };
  if (held.kind === "placeholder") {
    const incident = withMarks(fresh, held.placeholder.marks);
    return { outcome: "opened", incident, write: { after: { kind: "incident", incident }, before: seatOf(held) } };
  }
  if (held.kind === "joined" || held.incident.imported === undefined) return { outcome: "arrived" };
  const present = held.incident;
  if (present.imported?.digest === fresh.imported?.digest) return { outcome: "known" };
  const incident = isAsImported(present) ? moveInAgain(present, fresh) : withEntry(present, fresh, centre, now);
  if (incident === undefined) return { outcome: "worked-on" };
  return updated(incident);
};

/** What a row brings to an incident that bears its number: what it does not say stays as somebody entered it. */
export const planOn = (present: Incident, { pos }: Former, centre: Centre, now: Instant): Plan => {
  const entry = { number: "", ...present.pos, ...pos };
  if (canonical(entry) === canonical(present.pos)) return { outcome: "known" };
  const incident = withEntry(present, { pos: entry }, centre, now);
  return incident === undefined ? { outcome: "worked-on" } : updated(incident);
};
