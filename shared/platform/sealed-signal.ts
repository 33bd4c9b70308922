import type { SealedSignal } from "../contracts/signal-message.ts";
import { type Author, type KeptSignal, personal, type Signal } from "../domain/signal/signal.ts";
import type { PseudonymOf } from "./pseudonyms.ts";
import type { Sealer } from "./sealing.ts";

/** What closes a signal. */
export interface Sealing {
  readonly sealer: Sealer;
  readonly pseudonymOf: PseudonymOf;
}

/** What a signal's sealed part is bound to. */
const contextOf = (id: string): string => `signal:${id}`;

/** Closes what names a citizen, and their words, before the signal goes anywhere. */
export const sealSignal = async (
  { sealer, pseudonymOf }: Sealing,
  { text, author, dialogue, place, attachments, ...open }: Signal,
): Promise<SealedSignal> => {
  const { channel, source } = open;
  const [sealed, citizen] = await Promise.all([
    sealer.seal(JSON.stringify({ text, author, dialogue, place, attachments }), contextOf(open.id)),
    author === undefined ? undefined : pseudonymOf({ channel, source, id: author.id }),
  ]);
  return {
    ...open,
    ...(citizen === undefined ? {} : { citizen }),
    sealed: Buffer.from(sealed).toString("base64"),
  };
};

/** A signal as its incident is to keep it, and apart what names its citizen. */
interface OpenedSignal {
  readonly signal: KeptSignal;
  readonly author: Author | undefined;
  readonly dialogue: string | undefined;
}

export const openSignal = async (sealer: Sealer, { sealed, ...open }: SealedSignal): Promise<OpenedSignal> => {
  const plain = await sealer.open(Buffer.from(sealed, "base64"), contextOf(open.id));
  const { text, author, dialogue, place, attachments = [] } = personal.parse(JSON.parse(plain));
  const signal = {
    ...open,
    text,
    ...(place === undefined ? {} : { place }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
  return { signal, author, dialogue };
};
