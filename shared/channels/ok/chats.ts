import * as z from "zod/mini";
import { wordingOf } from "../../domain/ids.ts";
import type { Look, Visit } from "../collector.ts";
import { ifReadable, milliseconds } from "../fields.ts";
import { type Refused, stillTime, takeHistory } from "../history.ts";
import type { Source } from "../reading.ts";
import { type AskedPlace, askInTurns } from "../turns.ts";
import type { AskOk } from "./ask.ts";
import { readOkCall } from "./calls.ts";

const AT_ONCE = 100;

const chatId = z.string().check(z.regex(/^[\w:-]+$/));
const chats = z.looseObject({
  chats: z.array(z.looseObject({ chat_id: chatId, last_event_time: ifReadable(milliseconds) })),
  marker: ifReadable(z.union([z.int(), z.string()])),
});
const messages = z.looseObject({ messages: z.array(z.looseObject({ timestamp: ifReadable(milliseconds) })) });

interface OkChat extends AskedPlace {
  readonly chat: string;
}

/** Messages to a group, from its chats: https://apiok.ru/dev/graph_api/bot_api */
export const okChats = (ask: AskOk, source: Source): Look => {
  const takeChat = (chat: string, visit: Visit) =>
    takeHistory(
      async (from) => {
        const query = { count: String(AT_ONCE), ...(from === undefined ? {} : { from: String(from) }) };
        const asked = await ask({ path: `messages/${chat}`, query, says: messages }, visit);
        if (asked.kind === "refused") return asked;
        return asked.said.messages.map((each) => ({
          reading: readOkCall(each, source, visit.now),
          at: each.timestamp ?? visit.until,
        }));
      },
      AT_ONCE,
      visit,
    );

  const listed = async (visit: Visit): Promise<readonly OkChat[] | Refused> => {
    const all: OkChat[] = [];
    for (let after: string | undefined; ; ) {
      stillTime(visit);
      const query = { count: String(AT_ONCE), ...(after === undefined ? {} : { marker: after }) };
      const asked = await ask({ path: "chats", query, says: chats }, visit);
      if (asked.kind === "refused") return asked;
      // A chat's name is its citizen's: a mark stands for it.
      for (const { chat_id: chat, last_event_time: heardAt = visit.now } of asked.said.chats)
        if (heardAt >= visit.floor) all.push({ name: wordingOf(chat), chat, heardAt });
      const next = asked.said.marker === undefined ? undefined : String(asked.said.marker);
      if (next === undefined || next === after) return all;
      after = next;
    }
  };

  return {
    name: "chats",
    ask: async (visit) => {
      const list = await listed(visit);
      if ("kind" in list) return list;
      const { waiting, ...asked } = await askInTurns(list, visit, {
        ask: ({ chat }, turn) => takeChat(chat, turn),
        most: Number.POSITIVE_INFINITY,
        first: visit.floor,
        // A day later nothing would say any more that there is something in it.
        refusedFor: 0,
      });
      // Which chats are asked follows from the moment that all was taken since: while some wait, it does not move.
      return { ...asked, idle: false, stays: waiting > 0 };
    },
  };
};
