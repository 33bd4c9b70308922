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
const refuse = (status: number): PlatformAnswer => ({ status, json: { code: "refused", message: "refused" } });

/**
 * What a bot of MAX can be asked: its chats, channels and their comments, and, while nothing is subscribed, what has happened.
 * Dialogues are not among its chats.
 */
export const maxChats = () => {
  const messages: Message[] = [];
  const waiting: MaxUpdate[] = [];
  const subscribed: z.infer<typeof subscription>[] = [];
  const closed = new Set<number>();
  let taken = 0;

  const newestFirst = (all: readonly Message[], url: URL) => {
    const from = Number(url.searchParams.get("from") ?? Number.MAX_SAFE_INTEGER);
    const count = Math.min(Number(url.searchParams.get("count") ?? 50), 100);
    const sorted = all.filter(({ timestamp }) => timestamp <= from).toSorted((a, b) => b.timestamp - a.timestamp);
    return sorted.slice(0, count);
  };

  const chats = (): PlatformAnswer => {
    const shared = messages.filter(({ recipient }) => recipient.chat_type !== "dialog");
    const all = Map.groupBy(shared, ({ recipient }) => recipient.chat_id);
    return said({
      chats: [...all].map(([chat_id, held]) => ({
        chat_id,
        type: held[0]?.recipient.chat_type,
        last_event_time: Math.max(...held.map(({ timestamp }) => timestamp)),
      })),
      marker: null,
    });
  };

  const updates = (url: URL): PlatformAnswer => {
    if (subscribed.length > 0) return refuse(409);
    // A marker says that what is before it was taken; without one it is what was said last.
    taken = Math.max(taken, Number(url.searchParams.get("marker") ?? 0));
    const given = waiting.slice(taken, taken + UPDATES_AT_ONCE);
    return said({ updates: given, marker: taken + given.length });
  };

  const history = (url: URL): PlatformAnswer => {
    const chat = Number(url.searchParams.get("chat_id"));
    if (closed.has(chat)) return refuse(403);
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
      if (carried.success) messages.push(carried.data);
    },
    /** The bot has no rights there. */
    shut: (chat: number): void => void closed.add(chat),
    /** Answers a question; nothing to what is none. */
    answer: (method: string, url: URL, body: string): PlatformAnswer | undefined => {
      const post = /^\/messages\/([^/]+)\/comments$/.exec(url.pathname)?.[1];
      if (method === "POST" && url.pathname === "/subscriptions") {
        const given = subscription.safeParse(JSON.parse(body));
        if (!given.success) return refuse(400);
        subscribed.push(given.data);
        return said({ success: true });
      }
      if (method !== "GET") return undefined;
      if (post !== undefined) return comments(decodeURIComponent(post), url);
      if (url.pathname === "/subscriptions")
        return said({ subscriptions: subscribed.map(({ url: at }) => ({ url: at })) });
      if (url.pathname === "/updates") return updates(url);
      if (url.pathname === "/chats") return chats();
      return url.pathname === "/messages" ? history(url) : undefined;
    },
  };
};
