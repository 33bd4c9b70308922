import { isDeleted } from "./existence.ts";
import type { KeptSignal } from "./signal.ts";

/** Whether it was written where others read it, or to the authority itself. What is not known to be is private. */
const writtenOpenly = ({ channel, thread }: Pick<KeptSignal, "channel" | "thread">): boolean => {
  switch (channel) {
    case "open311":
    case "form":
    case "partner":
    case "pos":
      return true;
    case "vk":
    case "ok":
      // A post that was only suggested has nothing but its own number.
      return thread?.["comment"] !== undefined;
    case "max":
    case "telegram":
      return thread?.["post"] !== undefined;
    default:
      return channel satisfies never;
  }
};

/**
 * Whether a message may be shown to everyone: never one that was written in private, and none that its citizen has
 * deleted or had erased.
 */
export const mayBePublic = (signal: KeptSignal): boolean =>
  signal.erased !== true && !isDeleted(signal) && writtenOpenly(signal);

/** Whether what comes through a channel is shown to everyone as soon as it is there. */
export const bornPublic = (channel: KeptSignal["channel"]): boolean => channel === "open311";
