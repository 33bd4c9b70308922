import { type ExportReport, exportRequest } from "../../shared/contracts/export.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { noteReading } from "../../shared/domain/incident/personal-data.ts";
import { imRowOf } from "../../shared/exchange/im/write-row.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import { type HttpAnswer, jsonAnswer, problemAnswer } from "../../shared/platform/http.ts";
import { complaints } from "../../shared/platform/parse.ts";
import { changeSignal } from "../../shared/platform/place-of-signal.ts";
import { openIdentity } from "../../shared/platform/sealed-identity.ts";
import type { Sealer } from "../../shared/platform/sealing.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Identities } from "../../shared/store/identity-ports.ts";
import type { IncidentQueue, Incidents } from "../../shared/store/ports.ts";
import { cursorOf, givenOut, sortOf } from "./cursor.ts";
import { mayExport } from "./staff.ts";

export interface ExportParts {
  readonly incidents: Incidents;
  readonly queue: IncidentQueue;
  readonly identities: Identities;
  readonly sealer: Sealer;
  readonly centre: ReadCentre;
  readonly now: Now;
}

/** Few enough to be done well within a request's time. */
const PAGE = 50;

/**
 * Gives a page of a centre's incidents in the columns of «Инцидент Менеджмент», newest first. That somebody has seen who
 * wrote one stands in its history: first that.
 */
export const exportIncidents = ({ incidents, queue, identities, sealer, centre, now }: ExportParts) => {
  const authorOf = async ({ signal: { id, citizen } }: Incident, staff: Staff) => {
    const kept = citizen === undefined ? undefined : await identities.read(citizen);
    if (citizen === undefined || kept === undefined) return undefined;
    const who = await openIdentity(sealer, citizen, kept.sealed);
    await changeSignal(incidents, id, (place) => noteReading(place, { who: staff.id, at: now() }, "export"));
    return who;
  };

  const rowOf = async (id: string, data: Centre, staff: Staff): Promise<Record<string, string> | undefined> => {
    const incident = await incidents.read(id);
    if (incident === undefined) return undefined;
    return imRowOf(incident, await authorOf(incident, staff), data);
  };

  return async (centreId: string, json: unknown, staff: Staff): Promise<HttpAnswer> => {
    if (!mayExport(staff, centreId))
      return problemAnswer(problemOf("forbidden", "Incidents are exported by an administrator, of their own centre."));
    const request = exportRequest.safeParse(json);
    if (!request.success) return problemAnswer(problemOf("malformed", undefined, [...complaints(request.error)]));
    const { cursor, from, to } = request.data;
    if (!givenOut(cursor))
      return problemAnswer(
        problemOf("malformed", undefined, [{ pointer: "/cursor", detail: "must be the cursor of an answer" }]),
      );
    const page = await queue.page({
      centre: centreId,
      filter: {},
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor: sortOf(cursor) }),
    });
    const since = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
    const until = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to);
    const wanted = page.items.filter(({ createdAt }) => createdAt >= since && createdAt < until);
    const data = await centre(centreId);
    const rows = await Promise.all(wanted.map(({ id }) => rowOf(id, data, staff)));
    const isPast = (page.items.at(-1)?.createdAt ?? since) < since;
    return jsonAnswer(
      200,
      {
        rows: rows.filter((row) => row !== undefined),
        ...(page.cursor === undefined || isPast ? {} : { cursor: cursorOf(page.cursor) }),
      } satisfies ExportReport,
      { "cache-control": "no-store" },
    );
  };
};
