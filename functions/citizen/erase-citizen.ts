import type { CitizenErasure, CitizenRequest, ErasedCitizen } from "../../shared/contracts/citizen.ts";
import { eraseSignal } from "../../shared/domain/incident/personal-data.ts";
import { signalAt } from "../../shared/domain/incident/tell-signal.ts";
import { changeSignal, findPlace } from "../../shared/platform/place-of-signal.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import { type FindParts, findCitizen } from "./find-citizen.ts";

export type EraseParts = FindParts & { readonly now: Now };

/**
 * Erases what is a citizen's, message by message; who they are goes with the last one. Broken off anywhere, it is
 * finished by asking again; asked again afterwards, it finds nothing.
 */
export const eraseCitizen = (parts: EraseParts) => {
  const find = findCitizen(parts);
  const { incidents, identities, now, pseudonymOf } = parts;
  const namedIn = async (request: CitizenRequest | ErasedCitizen): Promise<string> => {
    if ("pseudonym" in request) return request.pseudonym;
    return pseudonymOf({ channel: request.channel, source: request.source, id: request.author });
  };
  return async (
    request: CitizenRequest | ErasedCitizen,
    staff: Staff,
    hasTime: () => boolean,
  ): Promise<CitizenErasure> => {
    const found = await find(request, staff.centre);
    const { identity, signalIds = [] } = found ?? {};
    // A message's own id stands for nobody, unless its author is known.
    const pseudonym = identity?.pseudonym ?? (found === undefined ? await namedIn(request) : undefined);
    const told = pseudonym === undefined ? {} : { pseudonym };
    let erased = 0;
    for (const [index, id] of signalIds.entries()) {
      if (!hasTime()) return { erased, remaining: signalIds.length - index, ...told };
      const place = await findPlace(incidents, id);
      if (place !== undefined && signalAt(place).erased !== true) {
        await changeSignal(incidents, id, (present) => eraseSignal(present, { who: staff.id, at: now() }));
        erased += 1;
      }
      if (identity !== undefined) await identities.unlink(identity.pseudonym, id);
    }
    return { erased, remaining: 0, ...told };
  };
};
