import * as z from "zod/mini";
import type { PlatformAnswer } from "../platform-server.ts";
import type { MaxUpdate } from "./sender.ts";

const message = z.looseObject({
  recipient: z.looseObject({ chat_id: z.int(), chat_type: z.string(), post_id: z.optional(z.string()) }),
  timestamp: z.int(),
  body: z.looseObject({ mid: z.string() }),
});
type Message = z.infer<typeof message>;

const subscription = z.strictObject({
  url: z.url({ protocol: /^https$/ }),
  update_types: z.array(z.string()).check(z.minLength(1)),
  secret: z.string().check(z.regex(/^[a-zA-Z0-9_-]{5,256}$/)),
});

/** So few that a handful of messages takes several. */
const UPDATES_AT_ONCE = 2;

const said = (json: unknown): PlatformAnswer => ({ status: 200, json });
/** What MAX says where it has taken a method back. */
const gone: PlatformAnswer = { status: 404, json: "<html><body>Not Found</body></html>" };
const refuse = (status: number): PlatformAnswer => ({ status, json: { code: "refused", message: "refused" } });

/**
 * What a bot of MAX can be asked: its chats, channels and their comments, and, while nothing is subscribed, what has happened.
 * Dialogues are not among its chats; what is said in one is told to who asks for it by its name.
 */
export const maxChats = () => {
  const messages: Message[] = [];
  const waiting: MaxUpdate[] = [];
  const subscribed: z.infer<typeof subscription>[] = [];
  const closed = new Set<number>();
  const left = new Set<number>();
  const broken = new Set<number>();
  const hidden = new Set<string>();
  let lists: "groups" | "everything" | "nothing" | "error" = "groups";
  let tellsLast = false;
  let forgottenBefore = 0;
  let taken = 0;

  const newestFirst = (all: readonly Message[], url: URL) => {
    const from = Number(url.searchParams.get("from") ?? Number.MAX_SAFE_INTEGER);
    const count = Math.min(Number(url.searchParams.get("count") ?? 50), 100);
    const sorted = all.filter(({ timestamp }) => timestamp <= from).toSorted((a, b) => b.timestamp - a.timestamp);
    return sorted.slice(0, count).filter(({ body }) => !hidden.has(body.mid));
  };

  /** The groups and channels that the bot is in, as MAX describes them. */
  const shared = () => {
    const held = messages.filter(({ recipient }) => lists === "everything" || recipient.chat_type !== "dialog");
    return [...Map.groupBy(held, ({ recipient }) => recipient.chat_id)].map(([chat_id, all]) => ({
      chat_id,
      type: all[0]?.recipient.chat_type,
      status: left.has(chat_id) ? "removed" : "active",
      last_event_time: Math.max(...all.map(({ timestamp }) => timestamp)),
    }));
  };

  const chats = (): PlatformAnswer => {
    if (lists === "error") return refuse(500);
    return lists === "nothing" ? gone : said({ chats: shared(), marker: null });
  };

  const chat = (id: number): PlatformAnswer => {
    const one = shared().find(({ chat_id }) => chat_id === id);
    return one === undefined ? refuse(404) : said(one);
  };

  const updates = (url: URL): PlatformAnswer => {
    if (subscribed.length > 0) return refuse(409);
    if (Number(url.searchParams.get("marker") ?? waiting.length) < forgottenBefore) return refuse(400);
    // A marker says that what is before it was taken; without one it is what was said last.
    taken = Math.max(taken, Number(url.searchParams.get("marker") ?? 0));
    if (tellsLast && !url.searchParams.has("marker"))
      return said({ updates: waiting.slice(-1), marker: waiting.length });
    const given = waiting.slice(taken, taken + UPDATES_AT_ONCE);
    return said({ updates: given, marker: taken + given.length });
  };

  const history = (url: URL): PlatformAnswer => {
    const chat = Number(url.searchParams.get("chat_id"));
    if (broken.has(chat)) return refuse(500);
    if (closed.has(chat) || left.has(chat)) return refuse(403);
    const here = messages.filter(({ recipient }) => recipient.chat_id === chat && recipient.post_id === undefined);
    return said({ messages: newestFirst(here, url) });
  };

  const comments = (post: string, url: URL): PlatformAnswer => {
    const after = Number(url.searchParams.get("after") ?? 0);
    const here = messages.filter(({ recipient, timestamp }) => recipient.post_id === post && timestamp >= after);
    return said({ comments: newestFirst(here, url) });
  };

  return {
    subscribed,
    /** Nobody has ever written, and nothing is subscribed. */
    clear: (): void => {
      for (const all of [messages, waiting, subscribed]) all.splice(0);
      taken = 0;
    },
    /** Something happens, and no webhook tells of it. */
    keep: (update: MaxUpdate): void => {
      if (subscribed.length === 0) waiting.push(update);
      const carried = z.safeParse(message, update["message"]);
      if (!carried.success) return;
      const before = messages.findIndex(({ body }) => body.mid === carried.data.body.mid);
      messages.splice(before === -1 ? messages.length : before, 1, carried.data);
    },
    /** Something counts towards a page, and is not shown to the bot. */
    hide: (mid: string): void => void hidden.add(mid),
    /** Something is removed, and no webhook tells of it. */
    remove: (mid: string): void => {
      const at = messages.findIndex(({ body }) => body.mid === mid);
      if (at !== -1) messages.splice(at, 1);
    },
    /** The bot has no rights there. */
    shut: (chat: number): void => void closed.add(chat),
    /** What is asked about one chat fails, as often as it is asked. */
    break: (chat: number): void => void broken.add(chat),
    mend: (): void => broken.clear(),
    /** The bot is put out of a chat, and no webhook tells of it. */
    leave: (chat: number): void => void left.add(chat),
    /** From now on bots are given no list of their chats, as MAX says since June 2026. */
    listNothing: (): void => {
      lists = "nothing";
    },
    /** From now on who names no marker is told the last update alone, as the documents came to say. */
    tellLast: (): void => {
      tellsLast = true;
    },
    /** Markers that were given are known no more. */
    forgetMarkers: (): void => {
      forgottenBefore = waiting.length;
    },
    /** What has happened is told to nobody who asks. */
    tellNothing: (): void => {
      forgottenBefore = Number.POSITIVE_INFINITY;
    },
    /** From now on who asks for a list meets an error. */
    failList: (): void => {
      lists = "error";
    },
    /** From now on bots are given a list of their dialogues, too: the documents leave it open. */
    listEverything: (): void => {
      lists = "everything";
    },
    /** Answers a question; nothing to what is none. */
    answer: (method: string, url: URL, body: string): PlatformAnswer | undefined => {
      const post = /^\/messages\/([^/]+)\/comments$/.exec(url.pathname)?.[1];
      if (method === "POST" && url.pathname === "/subscriptions") {
        const given = subscription.safeParse(JSON.parse(body));
        if (!given.success) return refuse(400);
        const before = subscribed.findIndex(({ url: at }) => at === given.data.url);
        subscribed.splice(before === -1 ? subscribed.length : before, 1, given.data);
        return said({ success: true });
      }
      if (method !== "GET") return undefined;
      if (post !== undefined) return comments(decodeURIComponent(post), url);
      if (url.pathname === "/subscriptions")
        return said({ subscriptions: subscribed.map(({ url: at, update_types }) => ({ url: at, update_types })) });
      if (url.pathname === "/updates") return updates(url);
      if (url.pathname === "/chats") return chats();
      const one = /^\/chats\/(-?[0-9]+)$/.exec(url.pathname)?.[1];
      if (one !== undefined) return chat(Number(one));
      return url.pathname === "/messages" ? history(url) : undefined;
    },
  };
};
