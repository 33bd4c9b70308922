import { type Citizen, citizen } from "../domain/signal/citizen.ts";
import type { Sealer } from "./sealing.ts";

/** What an identity is bound to: put under another pseudonym, it does not open. */
const contextOf = (pseudonym: string): string => `citizen:${pseudonym}`;

export const sealIdentity = (sealer: Sealer, pseudonym: string, who: Citizen): Promise<Uint8Array> =>
  sealer.seal(JSON.stringify(who), contextOf(pseudonym));

export const openIdentity = async (sealer: Sealer, pseudonym: string, sealed: Uint8Array): Promise<Citizen> =>
  citizen.parse(JSON.parse(await sealer.open(sealed, contextOf(pseudonym))));
