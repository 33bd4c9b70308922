import type { KeptSignal } from "./signal.ts";

/** Messages through these were written for the public, or to the authority itself, which answers for showing them. */
const shownByTheirChannel: ReadonlySet<KeptSignal["channel"]> = new Set(["open311", "form", "partner", "pos"]);

/**
 * Whether a message may ever be shown to everyone. On a social platform only what hangs on a post was written in
 * public: what is not known to is taken for a private message.
 */
export const mayBePublic = ({ channel, thread, erased }: Pick<KeptSignal, "channel" | "thread" | "erased">): boolean =>
  erased !== true && (shownByTheirChannel.has(channel) || thread?.["post"] !== undefined);

/** Whether what comes through a channel is shown to everyone as soon as it is there. */
export const bornPublic = (channel: KeptSignal["channel"]): boolean => channel === "open311";
