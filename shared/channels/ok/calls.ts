import { signalId, wordingOf } from "../../domain/ids.ts";
import type { Attachment, Signal } from "../../domain/signal/signal.ts";
import type { Instant } from "../../domain/time/instant.ts";
import { attached, reference } from "../attachments.ts";
import { notUnderstood } from "../fields.ts";
import { placeAt } from "../place.ts";
import type { Reading, Source } from "../reading.ts";
import { attachment, call, type Message, message } from "./objects.ts";

const MESSAGE = "MESSAGE_CREATED";

const kinds: Readonly<Record<string, Attachment["kind"]>> = {
  IMAGE: "photo",
  PHOTO: "photo",
  VIDEO: "video",
  AUDIO: "audio",
  SHARE: "link",
  FILE: "file",
  STICKER: "sticker",
};

const LOCATION = "LOCATION";

const attachmentOf = (one: unknown): Attachment | undefined => {
  const read = attachment.safeParse(one);
  if (!read.success || read.data.type === LOCATION) return undefined;
  const kind = Object.hasOwn(kinds, read.data.type) ? (kinds[read.data.type] ?? "other") : "other";
  return reference(kind, read.data.payload ?? {});
};

const placeOf = (all: readonly unknown[]) => {
  for (const one of all) {
    const read = attachment.safeParse(one);
    if (!read.success || read.data.type !== LOCATION) continue;
    const { latitude, longitude } = read.data.payload ?? {};
    if (latitude !== undefined && longitude !== undefined) return placeAt(latitude, longitude);
  }
  return {};
};

/** Groups and bots have ids of their own kinds. */
const isOwn = (sender: string, group: string | undefined): boolean =>
  sender === group || /^(?:group|bot):/.test(sender);

/** A `mid` begins with its chat, which is the citizen's own: the rest tells it from the others of that chat. */
const shownOf = (mid: string): string => `message:${mid.slice(mid.lastIndexOf(".") + 1).replace(/^mid:/, "")}`;

/** The signal of a message. One without a `mid` is known by all that it says: repeated, it says the same. */
const signalOf = (source: Source, given: Message, head: Head, at: Instant): Signal => {
  const { sender, recipient, message: body } = given;
  const { group_id, timestamp } = head;
  const mid = body.mid ?? wordingOf(JSON.stringify([sender.user_id, recipient.chat_id, timestamp, body]));
  const attachments = Array.isArray(body.attachments) ? body.attachments : [body.attachment];
  const sentAt = timestamp ?? at;
  return {
    id: signalId("ok", source.name, mid),
    centre: source.centre,
    channel: "ok",
    source: source.name,
    externalId: shownOf(mid),
    text: body.text,
    author: { id: sender.user_id, ...(sender.name === undefined ? {} : { name: sender.name }) },
    ...placeOf(attachments),
    ...attached(attachments, attachmentOf),
    ...(group_id === undefined ? {} : { page: `ok.ru/group/${group_id.replace(/^group:/, "")}` }),
    thread: { kind: "message", chat: recipient.chat_id, ...(body.mid === undefined ? {} : { message: body.mid }) },
    sentAt,
    receivedAt: at,
    // Messages are not edited there, as far as the bot API tells.
    wording: mid,
    wordedAt: sentAt,
  };
};

interface Head {
  readonly group_id?: string | undefined;
  readonly timestamp?: Instant | undefined;
}

/** Reads a call of Odnoklassniki's webhook. */
export const readOkCall = (json: unknown, source: Source, at: Instant): Reading => {
  const head = call.safeParse(json);
  if (!head.success) return notUnderstood("A call", head.error);
  const { webhookType, group_id } = head.data;
  if (webhookType === undefined ? head.data.message === undefined : webhookType !== MESSAGE)
    return { kind: "ignored", why: "a type of call that is not read" };
  const read = message.safeParse(json);
  if (!read.success) return notUnderstood(MESSAGE, read.error);
  if (isOwn(read.data.sender.user_id, group_id)) return { kind: "ignored", why: "written by the page itself" };
  return { kind: "signal", signal: signalOf(source, read.data, head.data, at) };
};
