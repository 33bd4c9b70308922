import * as z from "zod/mini";
import type { MaxBot } from "../../contracts/secrets.ts";
import type { Outcome } from "../../domain/incident/settle-delivery.ts";
import { callApi } from "../call-api.ts";
import { sendParts } from "../parts.ts";
import { accountOf, apiOf, type ByHand, type Letter, type WayBack, type WrittenAt } from "../way-back.ts";
import { LONGEST_TEXT } from "./own-comment.ts";

export const OFFICIAL_API = "https://platform-api2.max.ru";

/** 30 calls a second. */
const PAUSE_MILLISECONDS = 34;

const taken = z.looseObject({ message: z.optional(z.looseObject({ body: z.looseObject({ mid: z.string() }) })) });
const refused = z.looseObject({ code: z.optional(z.string()) });

/** What is still being made ready will be: https://dev.max.ru/docs-api */
const NOT_READY = "attachment.not.ready";

const verdict = (status: number, json: unknown): Outcome => {
  if (status < 400) {
    const said = taken.safeParse(json);
    const mid = said.success ? said.data.message?.body.mid : undefined;
    return { kind: "sent", ...(mid === undefined ? {} : { externalId: mid }) };
  }
  const said = refused.safeParse(json);
  const code = said.success ? said.data.code : undefined;
  if (code === NOT_READY) return { kind: "later", why: `busy ${code}` };
  // The platform's own words are not repeated; its codes are.
  const named = code !== undefined && /^[\w.]{1,60}$/.test(code) ? code : `http ${status}`;
  return { kind: "failed", why: `refused ${named}` };
};

/** Where a reply is posted; nothing when neither the message nor its author says. */
const addressOf = (base: string, { thread = {} }: WrittenAt, author: string | undefined): URL | undefined => {
  const { chat, post, kind } = thread;
  if (kind === "comment" && post !== undefined) return new URL(`/messages/${encodeURIComponent(post)}/comments`, base);
  const url = new URL("/messages", base);
  if (chat !== undefined) url.searchParams.set("chat_id", chat);
  else if (author !== undefined) url.searchParams.set("user_id", author);
  else return undefined;
  return url;
};

/** The way back to a message to a bot of MAX, or to a comment in a channel. It has no key either. */
export const maxWayBack = (place: WrittenAt, bots: readonly MaxBot[]): WayBack | ByHand => {
  const bot = accountOf(bots, place.source);
  const api = apiOf(bot, OFFICIAL_API);
  if ("byHand" in api) return api;
  const { chat, post, message } = place.thread ?? {};
  const link = message === undefined ? {} : { link: { type: "reply", mid: message } };
  const call = async (text: string, { author, now }: Letter): Promise<Outcome> => {
    const url = addressOf(api.base, place, author);
    if (url === undefined) return { kind: "by-hand", why: "thread-unknown" };
    const said = await callApi(
      {
        url,
        headers: { authorization: api.token, "content-type": "application/json" },
        body: JSON.stringify({ text, ...link }),
        now,
        authority: bot?.ca,
      },
      { knowsRepeats: false },
    );
    return said.kind === "ended" ? said.outcome : verdict(said.status, said.json);
  };
  return {
    knowsRepeats: false,
    needsAuthor: chat === undefined && post === undefined,
    paces: [{ of: `max:${place.source}`, milliseconds: PAUSE_MILLISECONDS }],
    send: (letter) =>
      sendParts(letter.text, { longest: LONGEST_TEXT, partsSent: letter.partsSent }, (part) => call(part, letter)),
  };
};
