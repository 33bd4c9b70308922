import type { Sealer } from "./sealing.ts";

/** What the name of a dialogue is bound to: put under another pseudonym, it does not open. */
const contextOf = (pseudonym: string): string => `dialogue:${pseudonym}`;

export const sealDialogue = (sealer: Sealer, pseudonym: string, dialogue: string): Promise<Uint8Array> =>
  sealer.seal(dialogue, contextOf(pseudonym));

export const openDialogue = (sealer: Sealer, pseudonym: string, sealed: Uint8Array): Promise<string> =>
  sealer.open(sealed, contextOf(pseudonym));
