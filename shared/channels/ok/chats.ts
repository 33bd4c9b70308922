import * as z from "zod/mini";
import type { Look, Visit } from "../collector.ts";
import { ifReadable, milliseconds } from "../fields.ts";
import { stillTime, takeHistory } from "../history.ts";
import type { Source } from "../reading.ts";
import type { AskOk } from "./ask.ts";
import { readOkCall } from "./calls.ts";

const AT_ONCE = 100;

const chatId = z.string().check(z.regex(/^[\w:-]+$/));
const chats = z.looseObject({
  chats: z.array(z.looseObject({ chat_id: chatId, last_event_time: ifReadable(milliseconds) })),
  marker: ifReadable(z.union([z.int(), z.string()])),
});
const messages = z.looseObject({ messages: z.array(z.looseObject({ timestamp: ifReadable(milliseconds) })) });

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

  return {
    name: "chats",
    ask: async (visit) => {
      let without: string | undefined;
      for (let after: string | undefined; ; ) {
        stillTime(visit);
        const query = { count: String(AT_ONCE), ...(after === undefined ? {} : { marker: after }) };
        const asked = await ask({ path: "chats", query, says: chats }, visit);
        if (asked.kind === "refused") return asked;
        for (const { chat_id, last_event_time } of asked.said.chats)
          if ((last_event_time ?? visit.now) >= visit.floor) without = (await takeChat(chat_id, visit))?.why ?? without;
        const next = asked.said.marker === undefined ? undefined : String(asked.said.marker);
        if (next === undefined || next === after)
          return { kind: "done", ...(without === undefined ? {} : { without }) };
        after = next;
      }
    },
  };
};
