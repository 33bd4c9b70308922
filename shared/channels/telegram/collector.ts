import * as z from "zod/mini";
import { DEFAULT_CENTRE, type Secrets } from "../../contracts/secrets.ts";
import { MINUTE, SECOND } from "../../domain/instant.ts";
import { askApi, Unanswered } from "../ask-api.ts";
import { type Collector, type Look, type Visit, webhookAt } from "../collector.ts";
import { ifReadable, seconds } from "../fields.ts";
import { apiOf } from "../way-back.ts";
import { OFFICIAL_API } from "./client.ts";

const info = z.looseObject({
  ok: z.literal(true),
  result: z.looseObject({
    url: z.string(),
    pending_update_count: ifReadable(z.int()),
    last_error_date: ifReadable(seconds),
  }),
});
const done = z.looseObject({ ok: z.literal(true) });

/** So long after a failed call that still waits, the webhook counts as failing. */
const LATELY = 15 * MINUTE;

/**
 * Whether Telegram calls. It keeps updates for a day and has no history to be asked for: all that can be done is to have it
 * call again. A bot has one webhook: one of somebody else's is left alone.
 */
const telegramWebhook = (
  { base, token }: { readonly base: string; readonly token: string },
  secret_token: string,
  address: string,
): Look => {
  const ask = async <Form>(method: string, body: unknown, says: z.ZodMiniType<Form>, { now }: Visit): Promise<Form> => {
    // The token is a part of the address: an address is never written down.
    const url = new URL(`/bot${token}/${method}`, base);
    const headers = { "content-type": "application/json" };
    const { status, json } = await askApi({ url, headers, body: JSON.stringify(body), now });
    const read = says.safeParse(json);
    if (!read.success) throw new Unanswered(status >= 400 ? `http ${status}` : "unreadable");
    return read.data;
  };
  return {
    name: "webhook",
    every: 15 * MINUTE,
    ask: async (visit) => {
      const { result } = await ask("getWebhookInfo", {}, info, visit);
      if (result.url === "") {
        const allowed_updates = ["message", "edited_message"];
        await ask("setWebhook", { url: address, secret_token, allowed_updates }, done, visit);
        return { kind: "switched-on", why: "it was not set" };
      }
      if (result.url !== address) return { kind: "off", why: "another address is set" };
      const failedAt = (result.last_error_date ?? 0) * SECOND;
      const fails = (result.pending_update_count ?? 0) > 0 && failedAt > visit.now - LATELY;
      return fails ? { kind: "off", why: "its calls fail" } : { kind: "done" };
    },
  };
};

/** What a bot's platform can be asked: whether it calls. */
export const telegramCollector = (
  bot: Secrets["telegram"][number],
  place: number,
  publicUrl: string,
): Collector | undefined => {
  const api = apiOf(bot, OFFICIAL_API);
  const address = webhookAt(publicUrl, "telegram");
  if ("byHand" in api || address === undefined) return undefined;
  const { id = String(place), centre = DEFAULT_CENTRE, secret } = bot;
  return { channel: "telegram", source: { name: id, centre }, looks: [telegramWebhook(api, secret, address)] };
};
