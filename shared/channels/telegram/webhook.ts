import * as z from "zod/mini";
import { MINUTE, SECOND } from "../../domain/time/instant.ts";
import { askApi, Unanswered } from "../ask-api.ts";
import type { Look, Visit } from "../collector.ts";
import { ifReadable, seconds } from "../fields.ts";
import { stillTime } from "../history.ts";
import type { Source } from "../reading.ts";
import { readTelegramUpdate } from "./updates.ts";

/** The most that Telegram gives at once. */
const AT_ONCE = 100;

/** What is read. */
const allowed_updates = ["message", "edited_message"];

const info = z.looseObject({
  ok: z.literal(true),
  result: z.looseObject({
    url: z.string(),
    has_custom_certificate: ifReadable(z.boolean()),
    pending_update_count: ifReadable(z.int()),
    last_error_date: ifReadable(seconds),
  }),
});
const updates = z.looseObject({ ok: z.literal(true), result: z.array(z.looseObject({ update_id: z.int() })) });
const done = z.looseObject({ ok: z.literal(true) });

/** So long after a failed call that still waits, the webhook counts as failing. */
const LATELY = 15 * MINUTE;

interface Bot {
  readonly base: string;
  readonly token: string;
  readonly secret: string;
}

/**
 * Whether Telegram calls. It has no history to be asked for and keeps for a day what it could not tell: that is taken while its
 * calls fail, and always where it has no address to call. It gives nothing while an address is set, which is taken
 * away for that and set again. A bot has one webhook: one of somebody else's is left alone.
 */
export const telegramWebhook = ({ base, token, secret }: Bot, source: Source, address: string | undefined): Look => {
  const ask = async <Form>(method: string, body: unknown, says: z.ZodMiniType<Form>, { now }: Visit): Promise<Form> => {
    // The token is a part of the address: an address is never written down.
    const url = new URL(`/bot${token}/${method}`, base);
    const headers = { "content-type": "application/json" };
    const { status, json } = await askApi({ url, headers, body: JSON.stringify(body), now });
    const read = says.safeParse(json);
    if (!read.success) throw new Unanswered(status >= 400 ? `http ${status}` : "unreadable");
    return read.data;
  };

  const setTo = (url: string, visit: Visit) =>
    ask("setWebhook", { url, secret_token: secret, allowed_updates }, done, visit);

  const takeUpdates = async (visit: Visit): Promise<void> => {
    for (let offset: number | undefined; ; ) {
      stillTime(visit);
      const wanted = { limit: AT_ONCE, timeout: 0, allowed_updates, ...(offset === undefined ? {} : { offset }) };
      const { result } = await ask("getUpdates", wanted, updates, visit);
      // To ask for what follows tells Telegram that these are taken, and so comes after they are.
      await visit.take(result.map((each) => ({ reading: readTelegramUpdate(each, source, visit.now), at: visit.now })));
      const last = result.at(-1);
      if (last === undefined) return;
      offset = last.update_id + 1;
    }
  };

  return {
    name: "webhook",
    ask: async (visit) => {
      const { result } = await ask("getWebhookInfo", {}, info, visit);
      if (address === undefined) {
        // One that was set by hand is its setter's business.
        if (result.url === "") await takeUpdates(visit);
        return { kind: "done" };
      }
      if (result.url === "") {
        await setTo(address, visit);
        return { kind: "switched-on", why: "it was not set" };
      }
      if (result.url !== address) return { kind: "off", why: "another address is set" };
      const failedAt = (result.last_error_date ?? 0) * SECOND;
      if ((result.pending_update_count ?? 0) === 0 || failedAt <= visit.now - LATELY) return { kind: "done" };
      // A certificate of one's own would have to be sent anew with the address.
      if (result.has_custom_certificate !== true) {
        await ask("deleteWebhook", {}, done, visit);
        await takeUpdates(visit);
        await setTo(address, visit);
      }
      return { kind: "off", why: "its calls fail" };
    },
  };
};
