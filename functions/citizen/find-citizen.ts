import type { CitizenRequest, ErasedCitizen } from "../../shared/contracts/citizen.ts";
import { signalId } from "../../shared/domain/ids.ts";
import { signalAt } from "../../shared/domain/incident/tell-signal.ts";
import type { Citizen } from "../../shared/domain/signal/citizen.ts";
import { findPlace } from "../../shared/platform/place-of-signal.ts";
import type { PseudonymOf } from "../../shared/platform/pseudonyms.ts";
import { openIdentity } from "../../shared/platform/sealed-identity.ts";
import type { Sealer } from "../../shared/platform/sealing.ts";
import type { Identities, KeptIdentity } from "../../shared/store/identity-ports.ts";
import type { Incidents } from "../../shared/store/ports.ts";

export interface FindParts {
  readonly incidents: Incidents;
  readonly identities: Identities;
  readonly sealer: Sealer;
  readonly pseudonymOf: PseudonymOf;
}

/** What is known of a citizen. Without an identity: a message of theirs that nobody is known to have written. */
export interface Found {
  readonly identity?: {
    readonly pseudonym: string;
    readonly who: Citizen;
    readonly keptUntil: number;
    readonly sealedDialogue: Uint8Array | undefined;
  };
  readonly signalIds: readonly string[];
}

/** Finds a citizen of a centre by the channel's id of them, or by a message's own id. Another centre's is not there. */
export const findCitizen = ({ incidents, identities, sealer, pseudonymOf }: FindParts) => {
  /** Copies of a message that was divided, and theirs, come before it: who asks again finds them as long as it is there. */
  const withCopies = async (ids: readonly string[]): Promise<readonly string[]> => {
    const all: string[] = [];
    for (const id of ids) {
      const place = await findPlace(incidents, id);
      const copies = place === undefined ? [] : (signalAt(place).dividedInto ?? []);
      all.push(...(await withCopies(copies)), id);
    }
    return all;
  };

  const opened = async (pseudonym: string, kept: KeptIdentity, centre: string): Promise<Found | undefined> => {
    const { sealed, signalIds, keptUntil, dialogue: sealedDialogue } = kept;
    const who = await openIdentity(sealer, pseudonym, sealed);
    if (who.centre !== centre) return undefined;
    return { identity: { pseudonym, who, keptUntil, sealedDialogue }, signalIds: await withCopies(signalIds) };
  };

  return async (asked: CitizenRequest | ErasedCitizen, centre: string): Promise<Found | undefined> => {
    if ("pseudonym" in asked) {
      const kept = await identities.read(asked.pseudonym);
      return kept === undefined ? undefined : opened(asked.pseudonym, kept, centre);
    }
    const { channel, source, author } = asked;
    const pseudonym = await pseudonymOf({ channel, source, id: author });
    const kept = await identities.read(pseudonym);
    if (kept !== undefined) return opened(pseudonym, kept, centre);
    const place = await findPlace(incidents, signalId(channel, source, author));
    if (place === undefined || place.incident.centre !== centre) return undefined;
    const { citizen, id } = signalAt(place);
    const theirs = citizen === undefined ? undefined : await identities.read(citizen);
    if (citizen === undefined || theirs === undefined) return { signalIds: await withCopies([id]) };
    return opened(citizen, theirs, centre);
  };
};
