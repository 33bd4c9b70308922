import type { CitizenExport, CitizenRequest } from "../../shared/contracts/citizen.ts";
import { noteReading } from "../../shared/domain/incident/personal-data.ts";
import { type SignalPlace, signalAt } from "../../shared/domain/incident/tell-signal.ts";
import { iso } from "../../shared/domain/time/instant.ts";
import { changeSignal, findPlace } from "../../shared/platform/place-of-signal.ts";
import { openDialogue } from "../../shared/platform/sealed-dialogue.ts";
import type { Sealer } from "../../shared/platform/sealing.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import { type FindParts, findCitizen } from "./find-citizen.ts";

export type ExportParts = FindParts & { readonly dialogueSealer: Sealer; readonly now: Now };

const signalView = (where: SignalPlace): CitizenExport["signals"][number] => {
  const { incident } = where;
  const { id, channel, externalId, text, place, attachments, sentAt, receivedAt } = signalAt(where);
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
      entry.what === "author-read" && (entry.signalId ?? incident.id) === id
        ? [{ at: iso(entry.at), who: entry.who, why: entry.why ?? "" }]
        : [],
    ),
  };
};

/** Collects all that is kept of a citizen. That somebody has seen it stands in each incident's history, too. */
export const exportCitizen = (parts: ExportParts) => {
  const find = findCitizen(parts);
  const { incidents, dialogueSealer, now } = parts;
  return async (request: CitizenRequest, staff: Staff): Promise<CitizenExport | undefined> => {
    const found = await find(request, staff.centre);
    if (found === undefined) return undefined;
    const { identity, signalIds } = found;
    const signals: CitizenExport["signals"][number][] = [];
    let underWay = 0;
    for (const id of signalIds) {
      const present = await findPlace(incidents, id);
      if (present === undefined) underWay += 1;
      if (present === undefined || present.incident.centre !== staff.centre) continue;
      const noted = await changeSignal(incidents, id, (place) =>
        noteReading(place, { who: staff.id, at: now() }, "export"),
      );
      if (noted !== undefined) signals.push(signalView(noted));
    }
    if (identity === undefined) return { signals, underWay };
    const { pseudonym, sealedDialogue, keptUntil } = identity;
    const { centre: _, ...who } = identity.who;
    const dialogue =
      sealedDialogue === undefined ? {} : { dialogue: await openDialogue(dialogueSealer, pseudonym, sealedDialogue) };
    return { citizen: { ...who, ...dialogue, keptUntil: iso(keptUntil) }, signals, underWay };
  };
};
