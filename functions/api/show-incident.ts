import type { Centre } from "../../shared/domain/centre/centre.ts";
import type { Assignment } from "../../shared/domain/incident/assignment.ts";
import { type Incident, isOpen } from "../../shared/domain/incident/incident.ts";
import type { Instant } from "../../shared/domain/time/instant.ts";
import { type HttpAnswer, jsonAnswer } from "../../shared/platform/http.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Assignments, Incidents } from "../../shared/store/ports.ts";
import { detailView, type ShownSignal } from "./incident-view.ts";
import { mayDo, wordsFor } from "./staff.ts";
import { divisionView, suggestionsView } from "./suggestions-view.ts";

/** Every signal of an incident: the one that opened it, then those that joined. */
export const signalsOf = async (
  incidents: Pick<Incidents, "find">,
  { signal, kind, joined = [] }: Incident,
): Promise<readonly ShownSignal[]> => {
  const held = await Promise.all(joined.map(({ id }) => incidents.find(id)));
  const others = held.flatMap((each): ShownSignal[] => {
    if (each?.kind === "joined") return [each.joined];
    return each?.kind === "incident" ? [each.incident] : [];
  });
  return [{ signal, kind }, ...others];
};

export interface ShowParts {
  readonly incidents: Pick<Incidents, "find">;
  readonly assignments: Pick<Assignments, "read">;
  readonly now: Now;
}

/** What is shown with an incident and kept elsewhere. */
export interface Around {
  readonly signals: readonly ShownSignal[];
  readonly given: readonly Assignment[];
}

/**
 * Reads what is shown with an incident, as it is or as it is about to be: whoever writes it reads this before, so that
 * what was done is told without asking for anything again.
 */
export const lookAround = async (
  { incidents, assignments }: Pick<ShowParts, "incidents" | "assignments">,
  incident: Incident,
  staff: Staff,
): Promise<Around> => {
  const [signals, given] = await Promise.all([
    signalsOf(incidents, incident),
    isOpen(incident) && mayDo(staff, "assign") ? assignments.read(incident) : [],
  ]);
  return { signals, given };
};

/**
 * An incident with all its signals; its version is the ETag. Who may assign it is told to whom such ones were given, and who
 * may divide it, by which of its sentences.
 */
export const showAmong = (
  { signals, given }: Around,
  {
    incident,
    centre,
    staff,
    at,
  }: { readonly incident: Incident; readonly centre: Centre; readonly staff: Staff; readonly at: Instant },
): HttpAnswer => {
  const suggested = suggestionsView(given, incident, centre, at);
  const words = wordsFor(staff);
  const parts = isOpen(incident) && mayDo(staff, "divide") ? divisionView(incident, centre, words) : {};
  const view = { ...detailView({ incident, signals, centre, words }), ...suggested, ...parts };
  return jsonAnswer(200, view, { etag: `"${incident.version}"` });
};

/** An incident as it is. */
export const showIncident = async (
  parts: ShowParts,
  incident: Incident,
  centre: Centre,
  staff: Staff,
): Promise<HttpAnswer> =>
  showAmong(await lookAround(parts, incident, staff), { incident, centre, staff, at: parts.now() });
