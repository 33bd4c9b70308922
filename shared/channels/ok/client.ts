import * as z from "zod/mini";
import type { Secrets } from "../../contracts/secrets.ts";
import { isForUsers } from "../../domain/incident/publish-reply.ts";
import type { Outcome } from "../../domain/incident/settle-delivery.ts";
import { callApi } from "../call-api.ts";
import { sendParts } from "../parts.ts";
import { accountOf, apiOf, type ByHand, type WayBack, type WrittenAt } from "../way-back.ts";

export const OFFICIAL_API = "https://api.ok.ru";

/** No limit is documented: an account may say another. */
const USUAL_LONGEST = 4_000;

/** No limit is documented either. */
const PAUSE_MILLISECONDS = 100;

/** https://apiok.ru/dev/graph_api/bot_api */
const answer = z.looseObject({ message_id: z.optional(z.string()), error_code: z.optional(z.int()) });

/** Of the service, not available, too many: it was not sent (https://apiok.ru/dev/errors). */
const SOON: ReadonlySet<number> = new Set([2, 8, 11]);

const verdict = (status: number, json: unknown): Outcome => {
  const said = answer.safeParse(json);
  if (!said.success)
    return status < 400 ? { kind: "unknown", why: "unreadable" } : { kind: "failed", why: `refused http ${status}` };
  const { message_id: id, error_code: code } = said.data;
  if (code !== undefined && SOON.has(code)) return { kind: "later", why: `busy ${code}` };
  if (code !== undefined) return { kind: "failed", why: `refused ${code}` };
  if (status >= 400) return { kind: "failed", why: `refused http ${status}` };
  return { kind: "sent", ...(id === undefined ? {} : { externalId: id }) };
};

/** The way back to a message to a group of Odnoklassniki. It has no key: what may have been taken is not sent again. */
export const okWayBack = ({ source, thread }: WrittenAt, groups: Secrets["ok"]): WayBack | ByHand => {
  if (isForUsers(thread)) return { byHand: "user-token-needed" };
  const group = accountOf(groups, source);
  const api = apiOf(group, OFFICIAL_API);
  if ("byHand" in api) return api;
  const chat = thread?.["chat"];
  if (chat === undefined || !/^[\w:-]+$/.test(chat)) return { byHand: "thread-unknown" };
  const longest = group?.longestText ?? USUAL_LONGEST;
  const url = new URL(`/graph/me/messages/${chat}`, api.base);
  url.searchParams.set("access_token", api.token);
  return {
    knowsRepeats: false,
    needsAuthor: false,
    paces: [{ of: `ok:${source}`, milliseconds: PAUSE_MILLISECONDS }],
    send: ({ text, partsSent, now }) =>
      sendParts(text, { longest, partsSent }, async (part) => {
        const said = await callApi(
          {
            url,
            headers: { "content-type": "application/json;charset=utf-8" },
            body: JSON.stringify({ recipient: { chat_id: chat }, message: { text: part } }),
            now,
          },
          { knowsRepeats: false },
        );
        return said.kind === "ended" ? said.outcome : verdict(said.status, said.json);
      }),
  };
};
