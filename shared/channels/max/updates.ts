import type { Instant } from "../../domain/instant.ts";
import { notUnderstood } from "../fields.ts";
import type { Reading, Source } from "../reading.ts";
import { editedAt } from "../wording.ts";
import { carrying, removal, update } from "./objects.ts";
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

/** The types that are read: what a bot has to be told of. */
export const updateTypes: readonly string[] = [
  "message_created",
  "message_edited",
  "message_removed",
  "comment_created",
  "comment_edited",
  "comment_removed",
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
    default:
      return { kind: "ignored", why: "a type of update that is not read" };
  }
};
