import type { CitizenExport, CitizenRequest } from "../../shared/contracts/citizen.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import { iso } from "../../shared/domain/instant.ts";
import { noteReading } from "../../shared/domain/personal-data.ts";
import { changeAsItStands } from "../../shared/platform/change-incident.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import { findCitizen, type FindParts } from "./find-citizen.ts";

export type ExportParts = FindParts & { readonly now: Now };

const signalView = (incident: Incident): CitizenExport["signals"][number] => {
  const { id, channel, externalId, text, place, attachments, sentAt, receivedAt } = incident.signal;
  return {
    id,
    incidentId: incident.id,
    channel,
    externalId,
    state: incident.state,
    text,
    ...(place === undefined ? {} : { place }),
    ...(attachments === undefined ? {} : { attachments }),
    sentAt: iso(sentAt),
    receivedAt: iso(receivedAt),
    ...(incident.keptUntil === undefined ? {} : { keptUntil: iso(incident.keptUntil) }),
    replies: incident.replies
      .filter((reply) => reply.state === "published")
      .map((reply) => ({ text: reply.text, at: iso(reply.at), who: reply.who })),
    readings: incident.history.flatMap((entry) =>
      entry.what === "author-read" ? [{ at: iso(entry.at), who: entry.who, why: entry.why ?? "" }] : [],
    ),
  };
};

/** Collects all that is kept of a citizen. That somebody has seen it stands in each incident's history, too. */
export const exportCitizen = (parts: ExportParts) => {
  const find = findCitizen(parts);
  const { incidents, now } = parts;
  return async (request: CitizenRequest, staff: Staff): Promise<CitizenExport | undefined> => {
    const found = await find(request, staff.centre);
    if (found === undefined) return undefined;
    const { identity, signalIds } = found;
    const signals: CitizenExport["signals"][number][] = [];
    let underWay = 0;
    for (const id of signalIds) {
      const incident = await incidents.read(id);
      if (incident === undefined) underWay += 1;
      if (incident === undefined || incident.centre !== staff.centre) continue;
      const noted = await changeAsItStands(incidents, incident, (present) =>
        noteReading(present, { who: staff.id, at: now() }, "export"),
      );
      if (noted !== undefined) signals.push(signalView(noted));
    }
    if (identity === undefined) return { signals, underWay };
    const { centre: _, ...who } = identity.who;
    return { citizen: { ...who, keptUntil: iso(identity.keptUntil) }, signals, underWay };
  };
};
