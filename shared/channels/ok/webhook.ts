import * as z from "zod/mini";
import type { Look } from "../collector.ts";
import type { AskOk } from "./ask.ts";

const subscriptions = z.looseObject({ subscriptions: z.array(z.looseObject({ url: z.string() })) });
const outcome = z.looseObject({ success: z.optional(z.boolean()) });

/** Whether a group's subscription stands: Odnoklassniki may end it after eight hours without an answer. */
export const okWebhook = (ask: AskOk, address: string): Look => ({
  name: "webhook",
  ask: async (visit) => {
    const asked = await ask({ path: "subscriptions", says: subscriptions }, visit);
    if (asked.kind === "refused") return asked;
    if (asked.said.subscriptions.some(({ url }) => url === address)) return { kind: "done" };
    const subscribed = await ask({ path: "subscribe", body: { url: address }, says: outcome }, visit);
    if (subscribed.kind === "refused") return { kind: "off", why: `subscription refused: ${subscribed.why}` };
    return subscribed.said.success === false
      ? { kind: "off", why: "subscription refused" }
      : { kind: "switched-on", why: "it was not subscribed" };
  },
});
