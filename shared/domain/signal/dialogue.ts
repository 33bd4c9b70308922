import { dialogueId } from "../ids.ts";
import type { KeptSignal } from "./signal.ts";

/** What of a thread is the message's own, and not the place where it was written. */
const ofTheMessage: ReadonlySet<string> = new Set(["message", "comment"]);

/**
 * Where a citizen and a page talk: the same for all that this citizen writes in one chat, or under one post. Nothing where
 * nobody knows who wrote, or where.
 */
export const dialogueOf = ({
  channel,
  source,
  citizen,
  thread,
}: Pick<KeptSignal, "channel" | "source" | "citizen" | "thread">): string | undefined => {
  if (citizen === undefined || thread === undefined) return undefined;
  const place = Object.entries(thread).filter(([name]) => !ofTheMessage.has(name));
  return dialogueId(channel, source, citizen, Object.fromEntries(place));
};
