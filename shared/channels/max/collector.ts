import { DEFAULT_CENTRE, type MaxBot } from "../../contracts/secrets.ts";
import { type Collector, webhookAt } from "../collector.ts";
import { apiOf } from "../way-back.ts";
import { maxAsks } from "./ask.ts";
import { maxChats } from "./chats.ts";
import { OFFICIAL_API } from "./client.ts";
import { maxWebhook } from "./webhook.ts";

/** What a bot can be asked for; nothing when its API is not to be called. */
export const maxCollector = (bot: MaxBot, place: number, publicUrl: string): Collector | undefined => {
  const api = apiOf(bot, OFFICIAL_API);
  if ("byHand" in api) return undefined;
  const { id = String(place), centre = DEFAULT_CENTRE, ca: authority } = bot;
  const source = { name: id, centre };
  const ask = maxAsks({ ...api, authority });
  return {
    channel: "max",
    source,
    looks: [maxWebhook(ask, source, bot, webhookAt(publicUrl, "max")), maxChats(ask, source)],
  };
};
