import * as z from "zod/mini";
import { DAY, type Instant } from "../../domain/time/instant.ts";
import { holdsForAll, Unanswered } from "../ask-api.ts";
import type { Look, Visit } from "../collector.ts";
import { id, ifReadable } from "../fields.ts";
import { type Refused, stillTime } from "../history.ts";
import type { Source } from "../reading.ts";
import { askInTurns } from "../turns.ts";
import type { AskMax } from "./ask.ts";
import { type Chat, chat, maxChatTaker } from "./chat.ts";

const AT_ONCE = 100;

/** The figure that says when MAX gave no list of the bot's chats: so much later it is asked for one again. */
const LIST = "list";
const REFUSED_FOR = DAY;

const chats = z.looseObject({ chats: z.array(chat), marker: ifReadable(id) });

/** What became of the chats that MAX lists. */
interface Listed {
  readonly seen: ReadonlySet<string>;
  readonly figures: Readonly<Record<string, number>>;
  readonly without: string | undefined;
  readonly wasAsked: boolean;
}

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

  /** What is in the chats that MAX lists; `without` when it gives no list, or not all of them. */
  const takeListed = async (visit: Visit): Promise<Listed> => {
    const seen = new Set<string>();
    const { [LIST]: refusedAt } = visit.figures;
    if (refusedAt !== undefined && refusedAt + REFUSED_FOR > visit.now)
      return { seen, figures: { [LIST]: refusedAt }, without: undefined, wasAsked: false };
    const list = await listed(visit);
    if ("kind" in list) return { seen, figures: { [LIST]: visit.now }, without: list.why, wasAsked: true };
    let without: string | undefined;
    for (const each of list) {
      seen.add(each.chat_id);
      if ((each.status ?? "active") !== "active") continue;
      // Where the bot has no rights it is left out, and nowhere else.
      without = (await takeChat(each, visit))?.why ?? without;
    }
    return { seen, figures: {}, without, wasAsked: true };
  };

  /** The same, where what fails with the list is no reason not to ask for what is known besides. */
  const tryListed = async (visit: Visit): Promise<Listed & { readonly unanswered?: Unanswered }> => {
    try {
      return await takeListed(visit);
    } catch (error) {
      if (!(error instanceof Unanswered) || holdsForAll(error)) throw error;
      return { seen: new Set(), figures: {}, without: undefined, wasAsked: true, unanswered: error };
    }
  };

  return {
    name: "chats",
    ask: async (visit) => {
      const { seen, figures, without, wasAsked, unanswered } = await tryListed(visit);
      const others = [...(await known())].flatMap(([name, heardAt]) => (seen.has(name) ? [] : [{ name, heardAt }]));
      const asked = await askInTurns(others, visit, { ask: ({ name }, turn) => takeKnown(name, turn) });
      return {
        ...(without === undefined ? {} : { without }),
        ...asked,
        figures: { ...asked.figures, ...figures },
        idle: asked.idle === true && !wasAsked,
        ...(unanswered === undefined ? {} : { unanswered, stays: true }),
      };
    },
  };
};
