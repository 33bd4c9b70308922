import * as z from "zod/mini";
import { DEFAULT_CENTRE, type VkCommunity } from "../../../shared/contracts/secrets.ts";
import { signalId } from "../../../shared/domain/identity.ts";
import { type Instant, SECOND } from "../../../shared/domain/instant.ts";
import type { Place, Signal } from "../../../shared/domain/signal.ts";
import { complaints } from "../../../shared/platform/parse.ts";
import { oneOfSecrets } from "../../../shared/platform/secret-match.ts";
import type { Reading } from "./channel.ts";

/** A call of VK's Callback API; the schema of `object` depends on the type (https://dev.vk.com/api/callback/getting-started). */
export const vkCall = z.looseObject({
  type: z.string(),
  group_id: z.int(),
  secret: z.optional(z.string()),
  object: z.optional(z.unknown()),
});
export type VkCall = z.infer<typeof vkCall>;

/** The community a call comes from, if its secret proves it. The confirmation handshake may come without a secret. */
export const verifiedCommunity = (call: VkCall, communities: readonly VkCommunity[]): VkCommunity | undefined =>
  communities.find(({ groupId, secret, previousSecret }) => {
    if (String(groupId) !== String(call.group_id)) return false;
    if (call.secret === undefined) return call.type === "confirmation";
    return oneOfSecrets(call.secret, [secret, previousSecret]);
  });

// A wall's geo is the string "lat lon", a message's an object.
const coordinates = z.union([z.string(), z.object({ latitude: z.number(), longitude: z.number() })]);
const geo = z.optional(z.looseObject({ coordinates: z.optional(coordinates) }));
/** Seconds since 1970, up to the year 2100. */
const date = z.int().check(z.gte(0), z.lte(4_102_444_800));

/** What the two shapes of message have in common. */
interface Message {
  /** What makes it the same message for ever. */
  readonly identity: string;
  /** The same, as far as it may be shown: the number of a dialogue is its citizen's own. */
  readonly externalId: string;
  readonly from: number;
  readonly date: number;
  readonly text: string;
  readonly thread: Record<string, string>;
  readonly geo: z.infer<typeof geo>;
}

const chatMessage = z.pipe(
  z.looseObject({
    from_id: z.int(),
    peer_id: z.int(),
    date,
    text: z.string(),
    conversation_message_id: z.int(),
    geo,
  }),
  z.transform(({ from_id, peer_id, conversation_message_id, date, text, geo }): Message => {
    // A message's own id can be 0 in a chat; the pair of peer and conversation message id is its identity.
    const identity = `message:${peer_id}:${conversation_message_id}`;
    const message = String(conversation_message_id);
    // A reply into a dialogue goes to its author, whom the identities know.
    const dialogue = peer_id === from_id;
    return {
      identity,
      externalId: dialogue ? `message:${message}` : identity,
      from: from_id,
      date,
      text,
      thread: dialogue ? { message } : { peer: String(peer_id), message },
      geo,
    };
  }),
);

/** From API version 5.103 on a message comes wrapped; before, bare. */
const wrapped = z.pipe(
  z.looseObject({ message: chatMessage }),
  z.transform(({ message }): Message => message),
);

const wallReply = z.pipe(
  z.looseObject({
    id: z.int(),
    from_id: z.int(),
    date,
    text: z.string(),
    post_id: z.int(),
    /** Older calls name the wall's owner `post_owner_id`. */
    owner_id: z.optional(z.int()),
    post_owner_id: z.optional(z.int()),
    geo,
  }),
  z.transform(({ id, from_id, date, text, post_id, owner_id, post_owner_id, geo }): Message => {
    const owner = owner_id ?? post_owner_id ?? 0;
    const identity = `wall_reply:${owner}:${id}`;
    return {
      identity,
      externalId: identity,
      from: from_id,
      date,
      text,
      thread: { owner: String(owner), post: String(post_id), comment: String(id) },
      geo,
    };
  }),
);

const schemaOf = (type: string, object: unknown): z.ZodMiniType<Message> | undefined => {
  switch (type) {
    case "message_new":
      return typeof object === "object" && object !== null && "message" in object ? wrapped : chatMessage;
    case "wall_reply_new":
      return wallReply;
    default:
      return undefined;
  }
};

const placeOf = (value: z.infer<typeof geo>): Place | undefined => {
  const found = value?.coordinates;
  if (found === undefined) return undefined;
  const [lat = Number.NaN, lon = Number.NaN] =
    typeof found === "string" ? found.trim().split(/\s+/).map(Number) : [found.latitude, found.longitude];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
};

const signalOf = (group: string, centre: string, read: Message, receivedAt: Instant): Signal => {
  const place = placeOf(read.geo);
  return {
    id: signalId("vk", group, read.identity),
    centre,
    channel: "vk",
    source: group,
    externalId: read.externalId,
    text: read.text,
    author: { id: String(read.from) },
    ...(place === undefined ? {} : { place }),
    page: `vk.com/club${group}`,
    thread: read.thread,
    sentAt: read.date * SECOND,
    receivedAt,
    wording: String(read.date),
    wordedAt: read.date * SECOND,
  };
};

/** Reads a verified call. What the page itself wrote comes back as a call too and is nobody's complaint. */
export const readVk = (call: VkCall, community: VkCommunity, receivedAt: Instant): Reading => {
  const group = String(community.groupId);
  const warning = z.looseObject({ warning: z.string() }).safeParse(call.object);
  if (warning.success)
    return { kind: "rejected", source: group, reason: `${call.type} carried a warning of VK in place of its object.` };
  const schema = schemaOf(call.type, call.object);
  if (schema === undefined) return { kind: "ignored", why: "a type of event that is not read" };
  const read = schema.safeParse(call.object);
  if (!read.success) {
    const fields = complaints(read.error).map(({ pointer, detail }) => `/object${pointer} ${detail}`);
    return { kind: "rejected", source: group, reason: `${call.type} was not understood: ${fields.join("; ")}.` };
  }
  // Communities have negative ids: this is the page's own voice.
  if (read.data.from === -call.group_id) return { kind: "ignored", why: "written by the page itself" };
  return { kind: "signal", signal: signalOf(group, community.centre ?? DEFAULT_CENTRE, read.data, receivedAt) };
};
