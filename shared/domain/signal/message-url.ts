import type { KeptSignal } from "./signal.ts";

/** Where a message stands on its platform, for people to open; nothing where that is a dialogue, or is not known. */
export const messageUrl = ({
  channel,
  source,
  thread = {},
}: Pick<KeptSignal, "channel" | "source" | "thread">): string | undefined => {
  const { kind, owner, post, topic, comment } = thread;
  if (channel === "vk" && kind === "wall" && owner !== undefined && post !== undefined)
    return `https://vk.com/wall${owner}_${post}${comment === undefined ? "" : `?reply=${comment}`}`;
  if (channel === "ok" && kind === "topic" && topic !== undefined)
    return `https://ok.ru/group/${source}/topic/${topic}${comment === undefined ? "" : `#${comment}`}`;
  return undefined;
};
