import * as z from "zod/mini";
import { notUnderstood } from "../../../shared/channels/fields.ts";
import { readVkEvent } from "../../../shared/channels/vk/events.ts";
import { problemOf } from "../../../shared/contracts/problem.ts";
import { DEFAULT_CENTRE, type Secrets, type VkCommunity } from "../../../shared/contracts/secrets.ts";
import { textAnswer } from "../../../shared/platform/http.ts";
import { complaints } from "../../../shared/platform/parse.ts";
import { oneOfSecrets } from "../../../shared/platform/secret-match.ts";
import type { ChannelDoor } from "./channel.ts";

/** What proves a call of VK's Callback API, whatever else it holds. */
const vkProof = z.looseObject({ type: z.string(), group_id: z.int(), secret: z.optional(z.nullable(z.string())) });
type VkProof = z.infer<typeof vkProof>;

/** What it says; the schema of `object` depends on the type (https://dev.vk.com/api/callback/getting-started). */
const vkCall = z.looseObject({
  type: z.string(),
  event_id: z.optional(z.string()),
  object: z.optional(z.unknown()),
});

const CONFIRMATION = "confirmation";

const isOf = (call: VkProof, { groupId }: VkCommunity): boolean => String(groupId) === String(call.group_id);

/** The community a call comes from, if its secret proves it. The confirmation handshake may come without a secret. */
const verifiedCommunity = (call: VkProof, { vk }: Secrets): VkCommunity | undefined =>
  vk.find((community) => {
    if (!isOf(call, community)) return false;
    if (call.secret === undefined || call.secret === null) return call.type === CONFIRMATION;
    return oneOfSecrets(call.secret, [community.secret, community.previousSecret]);
  });

/**
 * VK's proof is in the body. Anything but `ok` with status 200 makes it repeat the call, so `ok` is said only when what
 * the call carries is safe.
 */
export const vk: ChannelDoor = {
  channel: "vk",
  verify: ({ body }, secrets) => {
    const read = body();
    if (read.kind === "problem") return { kind: "malformed", problem: read.problem };
    const call = vkProof.safeParse(read.json);
    if (!call.success) {
      const errors = [...complaints(call.error)];
      return { kind: "malformed", problem: problemOf("malformed", "This is not a call of VK's Callback API.", errors) };
    }
    const community = verifiedCommunity(call.data, secrets);
    if (community === undefined)
      return { kind: "unauthorized", why: "The community is not known, or its secret is not this one." };
    if (call.data.type === CONFIRMATION) return { kind: "handshake", answer: textAnswer(community.confirmation) };
    return {
      kind: "verified",
      source: { name: String(community.groupId), centre: community.centre ?? DEFAULT_CENTRE },
    };
  },
  read: (json, source, now) => {
    const call = vkCall.safeParse(json);
    if (!call.success) return notUnderstood("A call", call.error);
    const { type, object, event_id: eventId } = call.data;
    return readVkEvent({ type, object, eventId }, source, now);
  },
  acknowledge: () => textAnswer("ok"),
  retryHeader: "x-retry-counter",
};
