import * as z from "zod/mini";
import type { PlatformAnswer } from "../platform-server.ts";
import { type Asker, page, refuse, said } from "./answers.ts";
import { vkMedia } from "./media.ts";
import type { VkEvent } from "./sender.ts";

const message = z.looseObject({ peer_id: z.int(), date: z.int() });
const post = z.looseObject({ id: z.int(), date: z.int(), post_type: z.optional(z.string()) });
const comment = z.looseObject({
  id: z.int(),
  date: z.int(),
  post_id: z.int(),
  parents_stack: z._default(z.array(z.int()), []),
});

/** A server of the Callback API as the community's settings show it. */
export interface VkServer {
  readonly id: number;
  readonly url: string;
  readonly title: string;
  status: "unconfigured" | "failed" | "wait" | "ok";
  events: Record<string, number>;
}

const newestFirst = <Dated extends { readonly date: number }>(all: readonly Dated[]): Dated[] =>
  all.toReversed().toSorted((a, b) => b.date - a.date);

/** What a community has: its dialogues, its wall, and its servers. */
export const vkCommunity = ({ group, confirmation }: { readonly group: string; readonly confirmation: string }) => {
  const messages: z.infer<typeof message>[] = [];
  const posts: z.infer<typeof post>[] = [];
  const comments: z.infer<typeof comment>[] = [];
  const servers: VkServer[] = [];

  const media = vkMedia(group);

  const conversations = (given: URLSearchParams): PlatformAnswer => {
    const last = new Map(messages.toSorted((a, b) => a.date - b.date).map((each) => [each.peer_id, each]));
    const all = newestFirst([...last.values()]);
    return page(
      all.map((each) => ({ conversation: { peer: { id: each.peer_id, type: "user" } }, last_message: each })),
      given,
      200,
    );
  };

  const under = (given: URLSearchParams): PlatformAnswer => {
    const [of, top] = [Number(given.get("post_id")), given.get("comment_id")];
    if (!posts.some(({ id }) => id === of)) return refuse(100);
    const here = comments.filter(({ post_id }) => post_id === of);
    const answersTo = (id: number) => here.filter(({ parents_stack }) => parents_stack[0] === id);
    if (top !== null) return page(newestFirst(answersTo(Number(top))), given, 100);
    const shown = newestFirst(here.filter(({ parents_stack }) => parents_stack.length === 0)).map((each) => {
      const answers = answersTo(each.id);
      const items = answers.slice(0, Math.min(Number(given.get("thread_items_count") ?? 0), 10));
      return { ...each, thread: { count: answers.length, items } };
    });
    return page(shown, given, 100);
  };

  const wall = (given: URLSearchParams): PlatformAnswer => {
    const isSuggested = given.get("filter") === "suggests";
    const shown = posts
      .filter(({ post_type }) => (post_type === "suggest") === isSuggested)
      .map((each) => ({
        ...each,
        comments: { count: comments.filter(({ post_id }) => post_id === each.id).length },
      }));
    return page(newestFirst(shown), given, 100);
  };

  const edit = (given: z.infer<typeof comment>): void => {
    const place = comments.findIndex(({ id }) => id === given.id);
    comments.splice(place, 1, { ...comments[place], ...given });
  };

  const serverOf = (given: URLSearchParams) => servers.find(({ id }) => String(id) === given.get("server_id"));

  const settings = (method: string, given: URLSearchParams): PlatformAnswer => {
    if (method === "groups.getCallbackServers") return said({ count: servers.length, items: servers });
    if (method === "groups.getCallbackConfirmationCode") return said({ code: confirmation });
    const server = serverOf(given);
    if (server === undefined) return refuse(2_000);
    if (method === "groups.getCallbackSettings") return said({ api_version: "5.199", events: server.events });
    if (method === "groups.setCallbackSettings") {
      const named = [...given].filter(([name]) => /_(?:new|edit|delete|restore)$/.test(name));
      server.events = { ...server.events, ...Object.fromEntries(named.map(([name, on]) => [name, Number(on)])) };
      return said(1);
    }
    if (given.get("url") !== server.url || given.get("secret_key") === null) return refuse(100);
    // VK asks the address for its code, and is answered.
    server.status = "ok";
    return said(1);
  };

  return {
    servers,
    /** Nobody has ever written. */
    clear: (): void => {
      for (const all of [messages, posts, comments]) all.splice(0);
      media.clear();
    },
    /** Something is written there, and no webhook tells of it. */
    keep: ({ type, object }: VkEvent): void => {
      if (type === "message_new") messages.push(message.parse(z.object({ message }).parse(object).message));
      else if (type === "wall_post_new") posts.push(post.parse(object));
      else if (type === "wall_reply_edit") edit(comment.parse(object));
      else if (type.startsWith("wall_reply")) comments.push(comment.parse(object));
      else media.keep({ type, object });
    },
    /** A message of a dialogue, or a comment, is removed, and no webhook tells of it. */
    remove: (id: number): void => {
      const ofDialogue = messages.findIndex((each) => each["conversation_message_id"] === id);
      if (ofDialogue !== -1) messages.splice(ofDialogue, 1);
      const ofWall = comments.findIndex((each) => each.id === id);
      if (ofWall !== -1) comments.splice(ofWall, 1);
      media.remove(id);
    },
    /** Answers a question that this token may ask; nothing to what is no question. */
    answer: (method: string, given: URLSearchParams, asker: Asker): PlatformAnswer | undefined => {
      const ofMedia = media.answer(method, given, asker);
      if (ofMedia !== undefined) return ofMedia;
      const isOfWall = method === "wall.get" || method === "wall.getComments";
      if (isOfWall && (asker === "community" || given.get("owner_id") !== `-${group}`))
        return refuse(asker === "community" ? 27 : 15);
      if (method === "wall.get")
        return given.get("filter") === "suggests" && asker !== "user" ? refuse(15) : wall(given);
      if (method === "wall.getComments") return under(given);
      if (given.get("group_id") !== group) return undefined;
      if (method === "messages.getConversations") return conversations(given);
      if (method === "messages.getHistory") {
        const peer = Number(given.get("peer_id"));
        return page(newestFirst(messages.filter(({ peer_id }) => peer_id === peer)), given, 200);
      }
      return method.startsWith("groups.") ? settings(method, given) : undefined;
    },
  };
};
