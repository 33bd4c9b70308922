import { problemOf } from "../../shared/contracts/problem.ts";
import { type RecomputeReport, recomputeRequest } from "../../shared/contracts/recompute.ts";
import { iso } from "../../shared/domain/time/instant.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import { type HttpAnswer, jsonAnswer, problemAnswer } from "../../shared/platform/http.ts";
import { complaints } from "../../shared/platform/parse.ts";
import { recomputePage } from "../../shared/platform/recompute-page.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { IncidentQueue, Incidents } from "../../shared/store/ports.ts";
import { cursorOf, givenOut, sortOf } from "./cursor.ts";
import { mayRecompute } from "./staff.ts";

export interface RecomputeParts {
  readonly incidents: Incidents;
  readonly queue: IncidentQueue;
  /** A centre's data as they are, not as they were a minute ago: somebody has just changed them. */
  readonly presentCentre: ReadCentre;
  readonly now: Now;
}

/** Few enough to be done well within a request's time. */
const PAGE = 50;

/** Reckons a page of the centre's open incidents anew, or says what that would move. */
export const recomputeIncidents = ({ incidents, queue, presentCentre, now }: RecomputeParts) => {
  const recompute = recomputePage({ incidents, queue, now });
  return async (centreId: string, json: unknown, staff: Staff): Promise<HttpAnswer> => {
    if (!mayRecompute(staff, centreId))
      return problemAnswer(problemOf("forbidden", "A supervisor or administrator may do this, in their own centre."));
    const request = recomputeRequest.safeParse(json);
    if (!request.success) return problemAnswer(problemOf("malformed", undefined, [...complaints(request.error)]));
    const { cursor, dryRun } = request.data;
    if (!givenOut(cursor))
      return problemAnswer(
        problemOf("malformed", undefined, [{ pointer: "/cursor", detail: "must be the cursor of an answer" }]),
      );
    const page = await recompute(await presentCentre(centreId), {
      centreId,
      limit: PAGE,
      dryRun,
      ...(cursor === undefined ? {} : { cursor: sortOf(cursor) }),
    });
    return jsonAnswer(200, {
      seen: page.seen,
      changed: page.changed,
      moved: page.moved.map(({ incidentId, clock, from, to }) => ({ incidentId, clock, from: iso(from), to: iso(to) })),
      ...(page.cursor === undefined ? {} : { cursor: cursorOf(page.cursor) }),
    } satisfies RecomputeReport);
  };
};
