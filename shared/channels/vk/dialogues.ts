import * as z from "zod/mini";
import { SECOND } from "../../domain/time/instant.ts";
import { isWithin, type Look, type Visit } from "../collector.ts";
import { id, ifReadable, seconds } from "../fields.ts";
import { stillTime } from "../history.ts";
import type { Source } from "../reading.ts";
import { type AskVk, readAs } from "./ask.ts";
import { readVkEvent } from "./events.ts";
import { pageAfter } from "./pages.ts";

/** The most that both methods give at once. */
const AT_ONCE = 200;

const conversations = z.looseObject({
  count: z.int(),
  items: z.array(
    z.looseObject({
      conversation: z.looseObject({ peer: z.looseObject({ id }) }),
      last_message: z.looseObject({ date: seconds }),
    }),
  ),
});

const written = z.looseObject({ date: seconds, update_time: ifReadable(seconds) });
const history = z.looseObject({ count: z.int(), items: z.array(written) });

/** Messages to a community, from its dialogues: https://dev.vk.com/method/messages.getConversations */
export const vkDialogues = (ask: AskVk, source: Source): Look => {
  const takeHistory = async (peer: string, visit: Visit): Promise<string | undefined> => {
    for (let offset = 0; ; offset = pageAfter(offset, AT_ONCE)) {
      stillTime(visit);
      const parameters = { group_id: source.name, peer_id: peer, count: String(AT_ONCE), offset: String(offset) };
      const said = await ask("messages.getHistory", parameters, visit);
      if (said.kind === "refused") return said.why;
      const { items } = readAs(history, said.response);
      const found = items.flatMap((object) => {
        // An older message that was edited of late is another wording of it.
        const at = Math.max(object.date, object.update_time ?? 0) * SECOND;
        const reading = readVkEvent({ type: "message_new", object }, source, visit.now);
        return isWithin(visit, at) ? [{ reading, at }] : [];
      });
      await visit.take(found);
      // Newest first: what follows is older.
      if (items.length < AT_ONCE || items.some(({ date }) => date * SECOND < visit.floor)) return undefined;
    }
  };

  return {
    name: "dialogues",
    ask: async (visit) => {
      for (let offset = 0; ; offset = pageAfter(offset, AT_ONCE)) {
        stillTime(visit);
        const parameters = { group_id: source.name, count: String(AT_ONCE), offset: String(offset) };
        const said = await ask("messages.getConversations", parameters, visit);
        if (said.kind === "refused") return said;
        const { items } = readAs(conversations, said.response);
        const recent = items.filter(({ last_message }) => last_message.date * SECOND >= visit.floor);
        for (const { conversation } of recent) {
          const refused = await takeHistory(conversation.peer.id, visit);
          if (refused !== undefined) return { kind: "refused", why: refused };
        }
        if (items.length < AT_ONCE || recent.length < items.length) return { kind: "done" };
      }
    },
  };
};
