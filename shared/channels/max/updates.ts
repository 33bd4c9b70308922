import type { Instant } from "../../domain/time/instant.ts";
import { notUnderstood } from "../fields.ts";
import type { Reading, Source } from "../reading.ts";
import { editedAt } from "../wording.ts";
import { carrying, comingOrGoing, removal, update } from "./objects.ts";
import { maxSignal, maxSignalId } from "./signals.ts";

const readMessage = (
  json: unknown,
  { type, timestamp, isEdit }: { readonly type: string; readonly timestamp: Instant; readonly isEdit: boolean },
  source: Source,
  at: Instant,
): Reading => {
  const read = carrying.safeParse(json);
  if (!read.success) return notUnderstood(type, read.error);
  const { message } = read.data;
  const { chat_type, post_id } = message.recipient;
  // A channel's posts are the page's own; what citizens write there are comments, under a post.
  if (message.sender?.is_bot === true || (chat_type === "channel" && (post_id ?? undefined) === undefined))
    return { kind: "ignored", why: "written by the page itself" };
  const sentAt = message.timestamp ?? timestamp;
  const worded = isEdit
    ? editedAt(timestamp, sentAt, message.body.text)
    : { wording: "written", wordedAt: Math.min(timestamp, sentAt) };
  return { kind: "signal", signal: maxSignal(source, message, { sentAt, receivedAt: at, ...worded }) };
};

/** A message that was removed does not come back, so that however often it is told, it was removed once. */
const readRemoval = (json: unknown, type: string, source: Source, at: Instant): Reading => {
  const read = removal.safeParse(json);
  if (!read.success) return notUnderstood(type, read.error);
  const { name, centre } = source;
  const signalId = maxSignalId(source, read.data.message_id);
  return {
    kind: "existence",
    existence: { signalId, centre, channel: "max", source: name, change: "deleted", mark: "removed", at },
  };
};

/** That the bot was put into a chat or a channel, or out of it: where to ask for what no webhook will have brought. */
const readMembership = (json: unknown, type: "bot_added" | "bot_removed", { name }: Source): Reading => {
  const read = comingOrGoing.safeParse(json);
  if (!read.success) return { kind: "ignored", why: "a bot that came or went, nobody says where" };
  const { chat_id: chat, timestamp: at } = read.data;
  const is = type === "bot_added" ? "in" : "out";
  return { kind: "membership", membership: { channel: "max", source: name, chat, is, at } };
};

/** The types that are read: what a bot has to be told of. */
export const updateTypes: readonly string[] = [
  "message_created",
  "message_edited",
  "message_removed",
  "comment_created",
  "comment_edited",
  "comment_removed",
  "bot_added",
  "bot_removed",
];

/** Reads one Update of a MAX bot. */
export const readMaxUpdate = (json: unknown, source: Source, at: Instant): Reading => {
  const head = update.safeParse(json);
  if (!head.success) return notUnderstood("An update", head.error);
  const { update_type: type, timestamp } = head.data;
  switch (type) {
    case "message_created":
    case "comment_created":
      return readMessage(json, { type, timestamp, isEdit: false }, source, at);
    case "message_edited":
    case "comment_edited":
      return readMessage(json, { type, timestamp, isEdit: true }, source, at);
    case "message_removed":
    case "comment_removed":
      return readRemoval(json, type, source, at);
    case "bot_added":
    case "bot_removed":
      return readMembership(json, type, source);
    default:
      return { kind: "ignored", why: "a type of update that is not read" };
  }
};
