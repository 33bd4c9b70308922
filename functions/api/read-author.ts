import { type AuthorAnswer, authorReading } from "../../shared/contracts/citizen.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import { noteReading } from "../../shared/domain/incident/personal-data.ts";
import { iso } from "../../shared/domain/time/instant.ts";
import { type HttpAnswer, jsonAnswer, problemAnswer } from "../../shared/platform/http.ts";
import { complaints } from "../../shared/platform/parse.ts";
import { changeSignal } from "../../shared/platform/place-of-signal.ts";
import { openIdentity } from "../../shared/platform/sealed-identity.ts";
import type { Sealer } from "../../shared/platform/sealing.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Identities } from "../../shared/store/identity-ports.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { seenIncident } from "./seen-incident.ts";
import { mayReadAuthor } from "./staff.ts";

export interface AuthorParts {
  readonly incidents: Incidents;
  readonly identities: Identities;
  readonly sealer: Sealer;
  readonly now: Now;
}

const nobody = (detail: string): HttpAnswer => problemAnswer(problemOf("not-found", detail));

/** Shows who wrote a message to those who may know, and writes down in its history who asked and why: first that. */
export const readAuthor =
  ({ incidents, identities, sealer, now }: AuthorParts) =>
  async ({ id, json }: { readonly id: string; readonly json: unknown }, staff: Staff): Promise<HttpAnswer> => {
    if (!mayReadAuthor(staff))
      return problemAnswer(problemOf("forbidden", `The role ${staff.role} is not shown who wrote a message.`));
    const asked = authorReading.safeParse(json);
    if (!asked.success) return problemAnswer(problemOf("malformed", undefined, [...complaints(asked.error)]));
    const incident = await seenIncident(incidents, id, staff);
    if (incident === undefined) return nobody("There is no such incident in your queue.");
    const citizen =
      id === incident.id ? incident.signal.citizen : incident.joined?.find((each) => each.id === id)?.citizen;
    const kept = citizen === undefined ? undefined : await identities.read(citizen);
    if (citizen === undefined || kept === undefined)
      return nobody("Nobody is known to have written this, or it was kept for as long as it may be.");

    // Opened before it is noted, and shown after: a key that is away leaves no reading in the history that was none.
    const { centre: _, ...who } = await openIdentity(sealer, citizen, kept.sealed);
    const noted = await changeSignal(incidents, id, (place) =>
      noteReading(place, { who: staff.id, at: now() }, asked.data.why),
    );
    if (noted === undefined) return nobody("There is no such incident any more.");
    const answer: AuthorAnswer = { ...who, keptUntil: iso(kept.keptUntil) };
    return jsonAnswer(200, answer, { etag: `"${noted.incident.version}"`, "cache-control": "no-store" });
  };
