import { DAY, HOUR, type Instant } from "../../domain/time/instant.ts";
import type { Look } from "../collector.ts";
import type { Refused } from "../history.ts";
import type { Source } from "../reading.ts";
import { type AskedPlace, askInTurns } from "../turns.ts";
import type { AskMax } from "./ask.ts";
import { DIALOGUE, maxChatTaker } from "./chat.ts";

/** A dialogue of a bot with a citizen, under the citizen's pseudonym. */
export interface HeardDialogue extends AskedPlace {
  /** By which name MAX is asked for it. */
  open(): Promise<{ readonly chat: string } | Refused>;
}

/** A dialogue in which something was heard so lately is asked for at each visit, another one once in an hour. */
const LIVELY_FOR = DAY;
const QUIET = HOUR;

/**
 * What is in dialogues. MAX gives no list of them, and does not say whether it tells a bot their messages: one that is
 * refused is asked for again a day later, or when something was heard there.
 */
export const maxDialogues = (
  ask: AskMax,
  source: Source,
  heard: (now: Instant) => Promise<readonly HeardDialogue[]>,
): Look => {
  const takeChat = maxChatTaker(ask, source);
  return {
    name: "dialogues",
    ask: async (visit) =>
      askInTurns(await heard(visit.now), visit, {
        restOf: ({ heardAt }) => (heardAt + LIVELY_FOR > visit.now ? 0 : QUIET),
        ask: async (dialogue, turn) => {
          const opened = await dialogue.open();
          if ("kind" in opened) return opened;
          return takeChat({ chat_id: opened.chat, type: DIALOGUE, status: "active", last_event_time: undefined }, turn);
        },
      }),
  };
};
