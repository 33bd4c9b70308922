import * as z from "zod/mini";
import type { Secrets } from "../../contracts/secrets.ts";
import type { Outcome } from "../../domain/incident/settle-delivery.ts";
import { callApi } from "../call-api.ts";
import { sendParts } from "../parts.ts";
import { accountOf, apiOf, type ByHand, type Letter, type WayBack, type WrittenAt } from "../way-back.ts";

export const OFFICIAL_API = "https://api.telegram.org";

/** https://core.telegram.org/bots/api#sendmessage */
const LONGEST_TEXT = 4_096;

/** About 30 messages a second, and 20 a minute in a group: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this */
const PAUSE_MILLISECONDS = 34;
const PAUSE_IN_GROUP_MILLISECONDS = 3_000;

const parameters = z.looseObject({ retry_after: z.optional(z.int()), migrate_to_chat_id: z.optional(z.int()) });
const answer = z.union([
  z.looseObject({ ok: z.literal(true), result: z.looseObject({ message_id: z.int() }) }),
  z.looseObject({ ok: z.literal(false), error_code: z.int(), parameters: z.optional(parameters) }),
]);

const pauseIn = (json: unknown): number | undefined => {
  const said = answer.safeParse(json);
  return said.success && !said.data.ok ? said.data.parameters?.retry_after : undefined;
};

type Verdict = Outcome | { readonly kind: "moved"; readonly chat: string };

const verdict = (json: unknown): Verdict => {
  const said = answer.safeParse(json);
  if (!said.success) return { kind: "unknown", why: "unreadable" };
  if (said.data.ok) return { kind: "sent", externalId: String(said.data.result.message_id) };
  const { error_code: code, parameters: { migrate_to_chat_id: chat } = {} } = said.data;
  return chat === undefined ? { kind: "failed", why: `refused ${code}` } : { kind: "moved", chat: String(chat) };
};

/** The way back to a message to a bot of Telegram, or in the discussion of a channel. It has no key. */
export const telegramWayBack = ({ source, thread }: WrittenAt, bots: Secrets["telegram"]): WayBack | ByHand => {
  const api = apiOf(accountOf(bots, source), OFFICIAL_API);
  if ("byHand" in api) return api;
  const { chat, message, topic } = thread ?? {};
  const post = async (chatId: string, text: string, { now }: Letter): Promise<Verdict> => {
    const answered = message === undefined ? {} : { message_id: Number(message), allow_sending_without_reply: true };
    const said = await callApi(
      {
        // The token is a part of the address: an address is never written down.
        url: new URL(`/bot${api.token}/sendMessage`, api.base),
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          chat_id: chatId,
          text,
          ...(message === undefined ? {} : { reply_parameters: answered }),
          ...(topic === undefined ? {} : { message_thread_id: Number(topic) }),
        }),
        now,
      },
      { knowsRepeats: false, pauseIn },
    );
    return said.kind === "ended" ? said.outcome : verdict(said.json);
  };
  /** A group that became a larger one is written to under its new number. */
  const send = async (text: string, letter: Letter): Promise<Outcome> => {
    const to = chat ?? letter.author;
    if (to === undefined) return { kind: "by-hand", why: "thread-unknown" };
    const first = await post(to, text, letter);
    if (first.kind !== "moved") return first;
    const second = await post(first.chat, text, letter);
    return second.kind === "moved" ? { kind: "failed", why: "refused 400" } : second;
  };
  return {
    knowsRepeats: false,
    needsAuthor: chat === undefined,
    paces: [
      { of: `telegram:${source}`, milliseconds: PAUSE_MILLISECONDS },
      ...(chat === undefined ? [] : [{ of: `telegram:${source}:${chat}`, milliseconds: PAUSE_IN_GROUP_MILLISECONDS }]),
    ],
    send: (letter) =>
      sendParts(letter.text, { longest: LONGEST_TEXT, partsSent: letter.partsSent }, (part) => send(part, letter)),
  };
};
