import type * as z from "zod/mini";
import { incidentQuery } from "../../shared/contracts/api.ts";
import { type Problem, problemOf } from "../../shared/contracts/problem.ts";
import { rulesVersionOf } from "../../shared/domain/incident/rules.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import { type HttpAnswer, jsonAnswer, problemAnswer } from "../../shared/platform/http.ts";
import { complaints } from "../../shared/platform/parse.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Assignments, CentreRules, Centres, IncidentQueue, Incidents } from "../../shared/store/ports.ts";
import { clocksView } from "./clocks-view.ts";
import { cursorOf, givenOut, sortOf } from "./cursor.ts";
import { rowView } from "./incident-view.ts";
import { seenIncident } from "./seen-incident.ts";
import { showIncident } from "./show-incident.ts";

export interface ReadParts {
  readonly incidents: Incidents;
  readonly queue: IncidentQueue;
  readonly centre: ReadCentre;
  readonly assignments: Assignments;
  readonly now: Now;
  /** The norms and calendars that deadlines were reckoned under. */
  readonly pastRules: Centres["rules"];
}

const FILTERS = Object.keys(incidentQuery.shape).join(", ");

/** What is wrong with a query, by its fields: of one that is not known, which there are. */
const queryErrors = (error: z.core.$ZodError): NonNullable<Problem["errors"]> => {
  const { issues } = error;
  const unknown = issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []));
  const wrong = complaints(error).filter((_, place) => issues[place]?.code !== "unrecognized_keys");
  return [
    ...wrong.map(({ pointer, detail }) => ({ pointer: `/query${pointer}`, detail })),
    ...unknown.map((key) => ({ pointer: `/query/${key}`, detail: `is not known here; there are ${FILTERS}` })),
  ];
};

const unreadable = (errors: Problem["errors"]): HttpAnswer =>
  problemAnswer(problemOf("malformed", "The query was not understood.", errors));

export const listIncidents =
  ({ queue, centre }: Pick<ReadParts, "queue" | "centre">) =>
  async (query: unknown, staff: Staff): Promise<HttpAnswer> => {
    const parsed = incidentQuery.safeParse(query);
    if (!parsed.success) return unreadable(queryErrors(parsed.error));
    const { limit, cursor, authority, ...filter } = parsed.data;
    if (!givenOut(cursor))
      return unreadable([{ pointer: "/query/cursor", detail: "must be the cursor of a page that was answered" }]);
    // Staff of a body see that body's queue, whatever they ask for.
    const whose = staff.role === "authority" ? (staff.authority ?? "") : authority;
    const page = await queue.page({
      centre: staff.centre,
      filter: { ...filter, ...(whose === undefined ? {} : { authority: whose }) },
      limit,
      ...(cursor === undefined ? {} : { cursor: sortOf(cursor) }),
    });
    const data = await centre(staff.centre);
    return jsonAnswer(200, {
      items: page.items.map((row) => rowView(row, data)),
      ...(page.cursor === undefined ? {} : { cursor: cursorOf(page.cursor) }),
    });
  };

export const readIncident =
  (parts: Pick<ReadParts, "incidents" | "centre" | "assignments" | "now">) =>
  async (id: string, staff: Staff): Promise<HttpAnswer> => {
    const { incidents, centre } = parts;
    const incident = await seenIncident(incidents, id, staff);
    if (incident === undefined)
      return problemAnswer(problemOf("not-found", "There is no such incident in your queue."));
    return showIncident(parts, incident, await centre(incident.centre), staff);
  };

/** How every clock of an incident came to its deadline, under the rules of its time. */
export const readClocks =
  ({ incidents, centre, pastRules }: Pick<ReadParts, "incidents" | "centre" | "pastRules">) =>
  async (id: string, staff: Staff): Promise<HttpAnswer> => {
    const incident = await seenIncident(incidents, id, staff);
    if (incident === undefined)
      return problemAnswer(problemOf("not-found", "There is no such incident in your queue."));
    const data = await centre(incident.centre);
    const versions = new Set(incident.clocks.flatMap(({ rules }) => (rules === undefined ? [] : [rules])));
    versions.delete(rulesVersionOf(data));
    const past = new Map<string, CentreRules>();
    for (const version of versions) {
      const kept = await pastRules(incident.centre, version);
      if (kept !== undefined) past.set(version, kept);
    }
    return jsonAnswer(200, clocksView(incident, { centre: data, past }), { etag: `"${incident.version}"` });
  };
