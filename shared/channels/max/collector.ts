import { DEFAULT_CENTRE, type MaxBot } from "../../contracts/secrets.ts";
import type { Instant } from "../../domain/instant.ts";
import { type Collector, webhookAt } from "../collector.ts";
import { editsBy, lookingAgain } from "../edits.ts";
import { apiOf } from "../way-back.ts";
import { maxAsks } from "./ask.ts";
import { type KnownChats, maxChats } from "./chats.ts";
import { OFFICIAL_API } from "./client.ts";
import { maxWebhook } from "./webhook.ts";

/** In which chats a bot is, as far as was heard, and since when. */
type ChatsIn = (source: string) => Promise<ReadonlyMap<string, Instant>>;

/** What a bot can be asked for; nothing when its API is not to be called. */
export const maxCollector = (
  bot: MaxBot,
  place: number,
  publicUrl: string,
  chatsIn: ChatsIn,
): Collector | undefined => {
  const api = apiOf(bot, OFFICIAL_API);
  if ("byHand" in api) return undefined;
  const { id = String(place), centre = DEFAULT_CENTRE, ca: authority, chats = [] } = bot;
  const source = { name: id, centre };
  const ask = maxAsks({ ...api, authority });
  // Those named in the secrets were heard of at no moment: what is heard of one counts.
  const known: KnownChats = async () =>
    new Map([...chats.map((chat) => [String(chat), 0] as const), ...(await chatsIn(id))]);
  const chatsOfBot = maxChats(ask, source, known);
  return {
    channel: "max",
    source,
    looks: [
      maxWebhook(ask, source, bot, webhookAt(publicUrl, "max")),
      chatsOfBot,
      editsBy((visit) => chatsOfBot.ask(lookingAgain(visit))),
    ],
  };
};
