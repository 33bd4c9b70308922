import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { VkCommunity } from "../../contracts/secrets.ts";
import { isForUsers } from "../../domain/incident/publish-reply.ts";
import type { Outcome } from "../../domain/incident/settle-delivery.ts";
import { callApi } from "../call-api.ts";
import { sendParts } from "../parts.ts";
import { apiOf, type ByHand, type Letter, type WayBack, type WrittenAt } from "../way-back.ts";

export const OFFICIAL_API = "https://api.vk.ru";
export const VERSION = "5.199";

/** https://dev.vk.com/method/messages.send */
const LONGEST_TEXT = 9_000;

/** A community's token makes 20 calls a second. */
const PAUSE_MILLISECONDS = 50;

/** An answer is 200 whatever happened: https://dev.vk.com/reference/errors */
const answer = z.union([
  z.object({ response: z.union([z.int(), z.looseObject({ comment_id: z.int() })]) }),
  z.object({ error: z.looseObject({ error_code: z.int() }) }),
]);

/** Unknown, too many in a second, of the server. */
const SOON: ReadonlySet<number> = new Set([1, 6, 10]);
/** Too many of the same, the limit of the method, too many replies. */
const LATE: ReadonlySet<number> = new Set([9, 29, 223]);
const LATE_SECONDS = 3_600;
const CAPTCHA = 14;

const verdict = (json: unknown): Outcome => {
  const said = answer.safeParse(json);
  if (!said.success) return { kind: "later", why: "unreadable" };
  if ("response" in said.data) {
    const { response } = said.data;
    return { kind: "sent", externalId: String(typeof response === "number" ? response : response.comment_id) };
  }
  const { error_code: code } = said.data.error;
  if (SOON.has(code)) return { kind: "later", why: `busy ${code}` };
  if (LATE.has(code)) return { kind: "later", why: `limited ${code}`, afterSeconds: LATE_SECONDS };
  // Each further call would ask for another: the page is left alone.
  if (code === CAPTCHA) return { kind: "failed", why: `captcha ${code}`, afterSeconds: LATE_SECONDS };
  return { kind: "failed", why: `refused ${code}` };
};

/** The same number for the same key, by which VK knows a repeat; none is 0, which stands for no number. */
const randomId = (key: string): number => (createHash("sha256").update(key).digest().readUInt32BE() >>> 1) | 1;

interface Method {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

type Write = (text: string, key: string, author: string | undefined) => Method;

const toPeer =
  (peer: string | undefined): Write =>
  (message, key, author) => ({
    name: "messages.send",
    parameters: { peer_id: peer ?? author ?? "", random_id: String(randomId(key)), message },
  });

const underPost =
  (group: string, { owner, post, comment }: { owner: string; post: string; comment: string | undefined }): Write =>
  (message, key) => ({
    name: "wall.createComment",
    parameters: {
      owner_id: owner,
      post_id: post,
      from_group: group,
      message,
      guid: key,
      ...(comment === undefined ? {} : { reply_to_comment: comment }),
    },
  });

/** How a place is written to; nothing when the message does not say where it was. */
const writeTo = ({
  source,
  thread = {},
}: WrittenAt): { readonly write: Write; readonly needsAuthor: boolean } | undefined => {
  const { peer, message, owner, post, comment } = thread;
  if (post !== undefined && owner !== undefined)
    return { write: underPost(source, { owner, post, comment }), needsAuthor: false };
  return message === undefined ? undefined : { write: toPeer(peer), needsAuthor: peer === undefined };
};

/** The way back to a message to a community of VK, or under a post on its wall. */
export const vkWayBack = (place: WrittenAt, communities: readonly VkCommunity[]): WayBack | ByHand => {
  const api = apiOf(
    communities.find(({ groupId }) => String(groupId) === place.source),
    OFFICIAL_API,
  );
  if ("byHand" in api) return api;
  if (isForUsers(place.thread)) return { byHand: "user-token-needed" };
  const found = writeTo(place);
  if (found === undefined) return { byHand: "thread-unknown" };
  const call = async ({ name, parameters }: Method, { now }: Letter): Promise<Outcome> => {
    const said = await callApi(
      {
        url: new URL(`/method/${name}`, api.base),
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ ...parameters, access_token: api.token, v: VERSION }).toString(),
        now,
      },
      { knowsRepeats: true },
    );
    return said.kind === "ended" ? said.outcome : verdict(said.json);
  };
  return {
    knowsRepeats: true,
    needsAuthor: found.needsAuthor,
    paces: [{ of: `vk:${place.source}`, milliseconds: PAUSE_MILLISECONDS }],
    send: (letter) =>
      sendParts(letter.text, { longest: LONGEST_TEXT, partsSent: letter.partsSent }, (part, number) =>
        call(found.write(part, number === 0 ? letter.key : `${letter.key}.${number}`, letter.author), letter),
      ),
  };
};
