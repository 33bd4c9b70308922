import * as z from "zod/mini";
import { signalId, wordingOf } from "../../domain/ids.ts";
import { type Instant, SECOND } from "../../domain/time/instant.ts";
import { notUnderstood } from "../fields.ts";
import type { Reading, Source } from "../reading.ts";
import { editedAt, type Worded } from "../wording.ts";
import { comment, deletedComment, message, olderMessage, wallPost } from "./objects.ts";
import { type CommentKind, commentNamed, commentSignal, messageSignal, postSignal } from "./signals.ts";

/** An event of VK's Callback API or of its long poll; the schema of `object` depends on the type. */
export interface VkEvent {
  readonly type: string;
  readonly object: unknown;
  /** The platform's own id of the event; older versions of the API give none. */
  readonly eventId?: string | undefined;
}

type Read = (event: VkEvent, source: Source, at: Instant) => Reading;

const UNREAD: Reading = { kind: "ignored", why: "a type of event that is not read" };
const CHATS_OWN: Reading = { kind: "ignored", why: "a message of the service" };
const OWN: Reading = { kind: "ignored", why: "written by the page itself" };

/** Communities have negative ids. */
const isOwn = (from: string, source: Source): boolean => from === `-${source.name}`;

/** What tells this event from others: VK's own id of it, or what it says. */
const markOf = ({ type, object, eventId = "" }: VkEvent): string =>
  eventId === "" ? wordingOf(JSON.stringify([type, object])) : eventId;

/** VK does not say of every edit when it was made: the others count from when they are heard of. */
const heardOf = (event: VkEvent, at: Instant): Worded => ({ wording: wordingOf(markOf(event)), wordedAt: at });

/** Conversations of several are numbered from here on. */
const FIRST_CHAT = 2_000_000_000;

const wrapping = z.looseObject({ message: z.looseObject({}) });

/** From API version 5.103 on a new message comes wrapped; before, and when edited, bare; before 5.80 by other names. */
const unwrapped = (object: unknown): unknown => {
  const wrapped = wrapping.safeParse(object);
  if (wrapped.success) return wrapped.data.message;
  const older = olderMessage.safeParse(object);
  if (!older.success) return object;
  const { id, user_id: from_id, chat_id, body: text, ...rest } = older.data;
  const peer_id = chat_id === undefined ? from_id : FIRST_CHAT + chat_id;
  return { from_id, peer_id, conversation_message_id: id, text, ...rest };
};

const readMessage =
  (change: "new" | "edit"): Read =>
  (event, source, at) => {
    const read = message.safeParse(unwrapped(event.object));
    if (!read.success) return notUnderstood(event.type, read.error, "/object");
    const { from_id, out, action, update_time, date, text } = read.data;
    if (isOwn(from_id, source) || out === 1) return OWN;
    if (action !== undefined && text === "") return CHATS_OWN;
    const timed = update_time === undefined ? undefined : editedAt(update_time * SECOND, date * SECOND, text);
    const worded = change === "edit" ? (timed ?? heardOf(event, at)) : timed;
    return { kind: "signal", signal: messageSignal(source, read.data, worded, at) };
  };

const readPost: Read = ({ type, object }, source, at) => {
  const read = wallPost.safeParse(object);
  if (!read.success) return notUnderstood(type, read.error, "/object");
  return isOwn(read.data.from_id, source) ? OWN : { kind: "signal", signal: postSignal(source, read.data, at) };
};

const nowhere = (type: string): Reading => ({
  kind: "rejected",
  reason: `${type} was not understood: it does not say what was commented on.`,
});

const readComment =
  (kind: CommentKind, change: "new" | "edit" | "restore"): Read =>
  (event, source, at) => {
    const read = comment.safeParse(event.object);
    if (!read.success) return notUnderstood(event.type, read.error, "/object");
    if (isOwn(read.data.from_id, source)) return OWN;
    const worded = change === "edit" ? heardOf(event, at) : undefined;
    const signal = commentSignal(source, kind, read.data, worded, at);
    if (signal === undefined) return nowhere(event.type);
    if (change !== "restore") return { kind: "signal", signal };
    const { id: signalId, centre, channel } = signal;
    const mark = markOf(event);
    const existence = { signalId, centre, channel, source: source.name, change: "restored" as const, mark, at };
    return { kind: "existence", existence, signal };
  };

const readDeletion =
  (kind: CommentKind): Read =>
  (event, source, at) => {
    const read = deletedComment.safeParse(event.object);
    if (!read.success) return notUnderstood(event.type, read.error, "/object");
    const named = commentNamed(source, kind, read.data);
    if (named === undefined) return nowhere(event.type);
    const { name, centre } = source;
    const id = signalId("vk", name, named.identity);
    return {
      kind: "existence",
      existence: { signalId: id, centre, channel: "vk", source: name, change: "deleted", mark: markOf(event), at },
    };
  };

const commentEvents = (
  ["wall_reply", "photo_comment", "video_comment", "board_post", "market_comment"] as const
).flatMap((kind): [string, Read][] => [
  [`${kind}_new`, readComment(kind, "new")],
  [`${kind}_edit`, readComment(kind, "edit")],
  [`${kind}_restore`, readComment(kind, "restore")],
  [`${kind}_delete`, readDeletion(kind)],
]);

const events: ReadonlyMap<string, Read> = new Map([
  ["message_new", readMessage("new")],
  ["message_edit", readMessage("edit")],
  ["wall_post_new", readPost],
  ...commentEvents,
]);

/** The types that are read: what a server of the community has to tell of. */
export const eventTypes: readonly string[] = [...events.keys()];

const warning = z.looseObject({ warning: z.string() });

/** Reads an event. What the page itself wrote comes back as an event too and is nobody's complaint. */
export const readVkEvent = (event: VkEvent, source: Source, at: Instant): Reading => {
  const warned = warning.safeParse(event.object);
  const reading = events.get(event.type)?.(event, source, at) ?? UNREAD;
  if (!warned.success) return reading;
  return { kind: "warning", why: `${event.type} came with a warning of VK.`, carried: reading };
};
