import * as z from "zod/mini";
import type { PlatformAnswer } from "../platform-server.ts";

const call = z.looseObject({
  recipient: z.looseObject({ chat_id: z.string() }),
  message: z.looseObject({ mid: z.string() }),
  timestamp: z.int(),
});

const said = (json: unknown): PlatformAnswer => ({ status: 200, json });

/** What a group of Odnoklassniki can be asked: its subscriptions, its chats, and what they hold. */
export const okChats = () => {
  const calls: z.infer<typeof call>[] = [];
  const subscribed: string[] = [];
  const broken = new Set<string>();
  const shut = new Set<string>();

  const chats = (): PlatformAnswer => {
    const all = Map.groupBy(calls, ({ recipient }) => recipient.chat_id);
    return said({
      chats: [...all].map(([chat_id, held]) => ({
        chat_id,
        type: "CHAT",
        last_event_time: Math.max(...held.map(({ timestamp }) => timestamp)),
      })),
    });
  };

  const history = (chat: string, url: URL): PlatformAnswer => {
    if (shut.has(chat)) return { status: 200, json: { error_code: 10, error_msg: "no permission" } };
    if (broken.has(chat)) return { status: 200, json: { error_code: 2, error_msg: "unavailable" } };
    const from = Number(url.searchParams.get("from") ?? Number.MAX_SAFE_INTEGER);
    const count = Math.min(Number(url.searchParams.get("count") ?? 50), 100);
    const here = calls.filter(({ recipient, timestamp }) => recipient.chat_id === chat && timestamp <= from);
    const messages = here.toSorted((a, b) => b.timestamp - a.timestamp).slice(0, count);
    return said({ messages });
  };

  return {
    subscribed,
    /** Nobody has ever written, and nothing is subscribed. */
    clear: (): void => {
      for (const all of [calls, subscribed]) all.splice(0);
    },
    /** Something is written, or edited, and no webhook tells of it: the body of the call that would have. */
    keep: (body: string): void => {
      const kept = call.parse(JSON.parse(body));
      const before = calls.findIndex(({ message }) => message.mid === kept.message.mid);
      calls.splice(before === -1 ? calls.length : before, 1, kept);
    },
    /** What is asked about one chat fails, as often as it is asked. */
    break: (chat: string): void => void broken.add(chat),
    mend: (): void => broken.clear(),
    /** A chat is not for the group to see, until it is. */
    shut: (chat: string): void => void shut.add(chat),
    reopen: (chat: string): void => void shut.delete(chat),
    /** Answers a question; nothing to what is none. */
    answer: (method: string, url: URL, body: string): PlatformAnswer | undefined => {
      if (method === "POST" && url.pathname === "/graph/me/subscribe") {
        subscribed.push(z.strictObject({ url: z.url({ protocol: /^https$/ }) }).parse(JSON.parse(body)).url);
        return said({ success: true });
      }
      if (method !== "GET") return undefined;
      if (url.pathname === "/graph/me/subscriptions")
        return said({ subscriptions: subscribed.map((at) => ({ url: at })) });
      if (url.pathname === "/graph/me/chats") return chats();
      const chat = /^\/graph\/me\/messages\/(chat:\w+)$/.exec(url.pathname)?.[1];
      return chat === undefined ? undefined : history(chat, url);
    },
  };
};
