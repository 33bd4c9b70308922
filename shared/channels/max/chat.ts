import * as z from "zod/mini";
import { DAY, type Instant } from "../../domain/time/instant.ts";
import type { Found, Visit } from "../collector.ts";
import { id, ifReadable, milliseconds } from "../fields.ts";
import { type Refused, stillTime, takeHistory } from "../history.ts";
import type { Source } from "../reading.ts";
import type { AskMax } from "./ask.ts";
import { readMaxUpdate } from "./updates.ts";

export const DIALOGUE = "dialog";
/** The most that each of the methods gives at once. */
const AT_ONCE = 100;
/** Comments under older posts are not looked for, nor under more posts than these. */
const POSTS_OF = 14 * DAY;
const MOST_POSTS = 50;

/** https://dev.max.ru/docs-api/objects/Chat */
export const chat = z.looseObject({
  chat_id: id,
  type: ifReadable(z.string()),
  /** Where the bot is no more, what became of it. */
  status: ifReadable(z.enum(["active", "removed", "left", "closed"])),
  last_event_time: ifReadable(milliseconds),
});
export type Chat = z.infer<typeof chat>;

const message = z.looseObject({
  recipient: ifReadable(z.looseObject({})),
  timestamp: ifReadable(milliseconds),
  body: ifReadable(z.looseObject({ mid: z.string() })),
});
type Message = z.infer<typeof message>;
const messages = z.looseObject({ messages: z.array(message) });

/** The documents leave open what the list of comments is called. */
const comments = z.looseObject({
  comments: z.optional(z.array(message)),
  messages: z.optional(z.array(message)),
  marker: ifReadable(z.union([z.int(), z.string()])),
});

/** Takes what is in a chat, or under the posts of a channel: https://dev.max.ru/docs-api/methods/GET/messages */
export const maxChatTaker = (ask: AskMax, source: Source) => {
  const foundIn = (type: string, given: Message, { now, until }: Visit): Found => {
    const at = given.timestamp ?? until;
    const update = { update_type: type, timestamp: at, message: given };
    return { reading: readMaxUpdate(update, source, now), at };
  };

  const pageOf = async (chat_id: string, from: Instant | undefined, visit: Visit) => {
    const query = { chat_id, count: String(AT_ONCE), ...(from === undefined ? {} : { from: String(from) }) };
    const asked = await ask({ path: "/messages", query, says: messages }, visit);
    return asked.kind === "refused" ? asked : asked.said.messages;
  };

  const takeChat = ({ chat_id, type }: Chat, visit: Visit): Promise<Refused | undefined> =>
    takeHistory(
      async (from) => {
        const page = await pageOf(chat_id, from, visit);
        if ("kind" in page) return page;
        return page.map(({ recipient, ...each }) => {
          // A dialogue is one, whatever is said of it: its name is not to stand anywhere.
          const place = { chat_id, ...(type === DIALOGUE ? { ...recipient, chat_type: type } : recipient) };
          return foundIn("message_created", { ...each, recipient: place }, visit);
        });
      },
      AT_ONCE,
      visit,
    );

  const takeComments = async (chat_id: string, post: string, visit: Visit): Promise<Refused | undefined> => {
    let next: Readonly<Record<string, string>> = {};
    for (;;) {
      stillTime(visit);
      const path = `/messages/${encodeURIComponent(post)}/comments`;
      const query = { after: String(visit.floor), count: String(AT_ONCE), ...next };
      const asked = await ask({ path, query, says: comments }, visit);
      if (asked.kind === "refused") return asked;
      const page = asked.said.comments ?? asked.said.messages ?? [];
      const found = page.map(({ recipient, ...each }) => {
        const place = { chat_id, chat_type: "channel", ...recipient, post_id: post };
        return foundIn("comment_created", { ...each, recipient: place }, visit);
      });
      await visit.take(found.filter(({ at }) => at >= visit.floor && at <= visit.until));
      const after = asked.said.marker;
      if (page.length === 0 || after === undefined || String(after) === next["marker"]) return undefined;
      next = { marker: String(after) };
    }
  };

  const takeChannel = async ({ chat_id }: Chat, visit: Visit): Promise<Refused | undefined> => {
    const posts = await pageOf(chat_id, undefined, visit);
    if ("kind" in posts) return posts;
    const recent = posts.filter(({ timestamp = visit.now }) => timestamp >= visit.now - POSTS_OF);
    for (const { body } of recent.slice(0, MOST_POSTS)) {
      // What is no post has no comments either; it holds up none that is.
      const refused = body === undefined ? undefined : await takeComments(chat_id, body.mid, visit);
      if (refused !== undefined) return refused;
    }
    return undefined;
  };

  return async (each: Chat, visit: Visit): Promise<Refused | undefined> => {
    // A comment is no event of its channel, as far as is documented.
    if (each.type === "channel") return takeChannel(each, visit);
    return (each.last_event_time ?? visit.now) < visit.floor ? undefined : takeChat(each, visit);
  };
};
