import * as z from "zod/mini";
import { DAY, type Instant } from "../../domain/instant.ts";
import type { Look, Visit } from "../collector.ts";
import { id, ifReadable } from "../fields.ts";
import { type Refused, stillTime } from "../history.ts";
import type { Source } from "../reading.ts";
import type { AskMax } from "./ask.ts";
import { type Chat, chat, maxChatTaker } from "./chat.ts";

const AT_ONCE = 100;

/** What was refused is asked again so much later: rights change. */
const REFUSED_FOR = DAY;

/** The figure that says when MAX gave no list of the bot's chats; a chat's own name says when it was refused. */
const LIST = "list";

const chats = z.looseObject({ chats: z.array(chat), marker: ifReadable(id) });

/** Chats that a bot is known to be in, and since when. */
export type KnownChats = () => Promise<ReadonlyMap<string, Instant>>;

/**
 * What is in the chats of a bot: in those that MAX lists, which by its list of changes it does not since June 2026, and in
 * those that were heard of (https://dev.max.ru/docs-api/use-cases/getting-chat-id).
 */
export const maxChats = (ask: AskMax, source: Source, known: KnownChats): Look => {
  const takeChat = maxChatTaker(ask, source);

  const listed = async (visit: Visit): Promise<readonly Chat[] | Refused> => {
    const all: Chat[] = [];
    for (let after: string | undefined; ; ) {
      stillTime(visit);
      const query = { count: String(AT_ONCE), ...(after === undefined ? {} : { marker: after }) };
      const asked = await ask({ path: "/chats", query, says: chats, mayBeGone: true }, visit);
      if (asked.kind === "refused") return asked;
      all.push(...asked.said.chats);
      const { marker: next } = asked.said;
      if (next === undefined || next === after) return all;
      after = next;
    }
  };

  const takeKnown = async (name: string, visit: Visit): Promise<Refused | undefined> => {
    stillTime(visit);
    const path = `/chats/${encodeURIComponent(name)}`;
    const asked = await ask({ path, says: chat, mayBeGone: true }, visit);
    if (asked.kind === "refused") return asked;
    const { status = "active" } = asked.said;
    return status === "active" ? takeChat(asked.said, visit) : { kind: "refused", why: `chat ${status}` };
  };

  return {
    name: "chats",
    ask: async (visit) => {
      const figures: Record<string, number> = {};
      let without: string | undefined;
      /** Whether something was refused so lately, and since it was heard of last, that it is not asked again. */
      const isRefused = (name: string, heardAt: Instant = 0): boolean => {
        const refusedAt = visit.figures[name];
        if (refusedAt === undefined || refusedAt < heardAt || refusedAt + REFUSED_FOR <= visit.now) return false;
        figures[name] = refusedAt;
        return true;
      };
      const note = (name: string, refused: Refused | undefined): void => {
        if (refused === undefined) return;
        figures[name] = visit.now;
        without = refused.why;
      };

      const seen = new Set<string>();
      const list = isRefused(LIST) ? [] : await listed(visit);
      if ("kind" in list) note(LIST, list);
      else
        for (const each of list) {
          seen.add(each.chat_id);
          if ((each.status ?? "active") !== "active") continue;
          // Where the bot has no rights it is left out, and nowhere else.
          without = (await takeChat(each, visit))?.why ?? without;
        }
      for (const [name, heardAt] of await known())
        if (!seen.has(name) && !isRefused(name, heardAt)) note(name, await takeKnown(name, visit));
      return { kind: "done", figures, ...(without === undefined ? {} : { without }) };
    },
  };
};
