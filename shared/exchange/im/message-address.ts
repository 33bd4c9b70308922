import type { KeptSignal } from "../../domain/signal/signal.ts";

/** Which message is meant: as its own channel names it where the address says so, else by the row's number. */
export interface MessageAddress extends Pick<KeptSignal, "channel" | "source" | "externalId" | "thread"> {
  /** What makes it the same message for ever. */
  readonly identity: string;
}

type Reader = (match: Readonly<Record<string, string | undefined>>) => MessageAddress | undefined;

const wall: Reader = ({ owner = "", post = "", query = "" }) => {
  const comment = new URLSearchParams(query).get("reply");
  if (!owner.startsWith("-")) return undefined;
  const found = { channel: "vk", source: owner.slice(1) } as const;
  if (comment === null) {
    const identity = `wall_post:${owner}:${post}`;
    return { ...found, identity, externalId: identity, thread: { kind: "wall", owner, post } };
  }
  if (!/^\d+$/.test(comment)) return undefined;
  const identity = `wall_reply:${owner}:${comment}`;
  return { ...found, identity, externalId: identity, thread: { kind: "wall", owner, comment, post } };
};

const topic: Reader = ({ group = "", topic = "", comment }) => {
  const identity = comment === undefined ? `topic:${topic}` : `topic:${topic}:${comment}`;
  const thread = { kind: "topic", topic, ...(comment === undefined ? {} : { comment }) };
  return { channel: "ok", source: group, identity, externalId: identity, thread };
};

const discussion: Reader = ({ name = "", post = "", query = "" }) => {
  const comment = new URLSearchParams(query).get("comment");
  const identity = comment === null ? `post:${post}` : `post:${post}:${comment}`;
  return { channel: "telegram", source: name, identity, externalId: identity };
};

const forms: readonly (readonly [RegExp, Reader])[] = [
  [/^(?:m\.)?vk\.(?:com|ru)\/wall(?<owner>-?\d+)_(?<post>\d+)(?:\?(?<query>[^#]*))?/, wall],
  [/^(?:m\.)?ok\.ru\/group\/(?<group>\d+)\/topic\/(?<topic>\d+)(?:[?][^#]*)?(?:#(?<comment>.+))?$/, topic],
  [/^(?:telegram\.me|t\.me)\/(?<name>[A-Za-z]\w+)\/(?<post>\d+)(?:\?(?<query>[^#]*))?/, discussion],
];

const hosts = [
  [/^(?:[a-z]+\.)?vk\.(?:com|ru)\//, "vk"],
  [/^(?:[a-z]+\.)?ok\.ru\//, "ok"],
  [/^(?:telegram\.me|t\.me)\//, "telegram"],
  [/^(?:[a-z]+\.)?max\.ru\//, "max"],
] as const;

const bare = (url: string): string => url.replace(/^https?:\/\/(?:www\.)?/i, "");

/** The message that a row's address leads to. */
export const messageAddress = (url: string | undefined, rowId: string): MessageAddress => {
  const address = bare(url ?? "");
  for (const [form, read] of forms) {
    const match = form.exec(address);
    const found = match === null ? undefined : read(match.groups ?? {});
    if (found !== undefined) return found;
  }
  const channel = hosts.find(([host]) => host.test(address))?.[1] ?? "partner";
  return { channel, source: "im", identity: rowId, externalId: rowId };
};

/** The author as their channel knows them, where the address of their profile says so; else by the address itself. */
export const authorId = (url: string): string => {
  const [, vk, ok] = /^(?:m\.)?(?:vk\.(?:com|ru)\/id(\d+)|ok\.ru\/profile\/(\d+))$/.exec(bare(url)) ?? [];
  return vk ?? ok ?? url;
};
