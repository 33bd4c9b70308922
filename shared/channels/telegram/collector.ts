import { DEFAULT_CENTRE, type Secrets } from "../../contracts/secrets.ts";
import { type Collector, webhookAt } from "../collector.ts";
import { apiOf } from "../way-back.ts";
import { OFFICIAL_API } from "./client.ts";
import { telegramWebhook } from "./webhook.ts";

/** What a bot's platform can be asked: whether it calls, and what it could not tell. */
export const telegramCollector = (
  bot: Secrets["telegram"][number],
  place: number,
  publicUrl: string,
): Collector | undefined => {
  const api = apiOf(bot, OFFICIAL_API);
  if ("byHand" in api) return undefined;
  const { id = String(place), centre = DEFAULT_CENTRE, secret } = bot;
  const source = { name: id, centre };
  const look = telegramWebhook({ ...api, secret }, source, webhookAt(publicUrl, "telegram"));
  return { channel: "telegram", source, looks: [look] };
};
