import { signalId } from "../../domain/ids.ts";
import type { Author, Signal } from "../../domain/signal/signal.ts";
import { type Instant, SECOND } from "../../domain/time/instant.ts";
import { notUnderstood } from "../fields.ts";
import type { Reading, Source } from "../reading.ts";
import { editedAt } from "../wording.ts";
import { attachmentsOf, placeOf } from "./attachments.ts";
import { type Chat, type Message, message, update } from "./objects.ts";

/** The button under a bot that nobody has written to yet, and what the link that led there adds to it. */
const START = /^\/start(?:@\w+)?(?: [\w-]{1,64})?$/;

/** The post a comment answers, when the message it answers is that post's copy in the discussion group. */
const postOf = ({ reply_to_message: answered }: Message) => {
  const { forward_origin: origin, forward_from_chat, forward_from_message_id } = answered ?? {};
  const channel: Chat | undefined = origin?.chat ?? forward_from_chat;
  const post = origin?.message_id ?? forward_from_message_id;
  return answered?.is_automatic_forward === true && channel !== undefined && post !== undefined
    ? { channel, post }
    : undefined;
};

/** An administrator who hides behind the group, or the channel that answers under its own post. */
const isPages = (given: Message): boolean => {
  const { sender_chat, chat, reply_to_message } = given;
  if (sender_chat === undefined) return false;
  const channel = postOf(given)?.channel.id ?? reply_to_message?.sender_chat?.id;
  return sender_chat.id === chat.id || sender_chat.id === channel;
};

const authorOf = ({ from, sender_chat }: Message): { readonly author?: Author } => {
  if (sender_chat !== undefined)
    return { author: { id: sender_chat.id, ...(sender_chat.title === undefined ? {} : { name: sender_chat.title }) } };
  if (from === undefined) return {};
  const name = [from.first_name, from.last_name].filter((part) => part).join(" ");
  return { author: { id: from.id, ...(name === "" ? {} : { name }) } };
};

/** A private chat has its citizen's own number: nothing but the author tells it. */
const placed = (given: Message): Pick<Signal, "externalId" | "thread" | "page"> => {
  const { message_id: message, message_thread_id: topic, media_group_id: album, chat } = given;
  const own = album === undefined ? `message:${message}` : `album:${album}`;
  if (chat.type === "private") return { externalId: own, thread: { kind: "message", message } };
  const found = postOf(given);
  const page = found?.channel.username ?? chat.username;
  return {
    externalId: `${chat.id}:${own}`,
    thread: {
      kind: "message",
      chat: chat.id,
      message,
      ...(topic === undefined ? {} : { topic }),
      ...(found === undefined ? {} : { channel: found.channel.id, post: found.post }),
    },
    ...(page === undefined ? {} : { page: `t.me/${page}` }),
  };
};

const signalOf = (source: Source, given: Message, at: Instant): Signal => {
  const { message_id, media_group_id: album, chat, date, edit_date } = given;
  const sentAt = date * SECOND;
  const text = given.text ?? given.caption ?? "";
  const { wording, wordedAt } =
    edit_date === undefined ? { wording: "written", wordedAt: sentAt } : editedAt(edit_date * SECOND, sentAt, text);
  return {
    id: signalId("telegram", source.name, `${chat.id}:${album === undefined ? message_id : `album:${album}`}`),
    centre: source.centre,
    channel: "telegram",
    source: source.name,
    text,
    ...authorOf(given),
    ...placeOf(given),
    ...attachmentsOf(given),
    ...(album === undefined ? {} : { part: message_id }),
    ...placed(given),
    sentAt,
    receivedAt: at,
    wording: album === undefined ? wording : `${message_id}:${wording}`,
    wordedAt,
  };
};

const ignored = (why: string): Reading => ({ kind: "ignored", why });

/** Reads one Update of a bot. Posts of a channel and reactions are none of its messages. */
export const readTelegramUpdate = (json: unknown, source: Source, at: Instant): Reading => {
  const head = update.safeParse(json);
  if (!head.success) return notUnderstood("An update", head.error);
  const { message: written, edited_message: edited } = head.data;
  const [name, given] = edited === undefined ? ["message", written] : ["edited_message", edited];
  if (given === undefined) return ignored("a type of update that is not read");
  const read = message.safeParse(given);
  if (!read.success) return notUnderstood("A message", read.error, `/${name}`);
  const { data } = read;
  if (data.is_automatic_forward === true) return ignored("the copy of a post");
  if (isPages(data) || (data.sender_chat === undefined && data.from?.is_bot === true))
    return ignored("written by the page itself");
  if (data.chat.type === "private" && START.test(data.text ?? "")) return ignored("the button that begins a dialogue");
  if (edited !== undefined && data.location?.live_period !== undefined) return ignored("somebody who walks on");
  const signal = signalOf(source, data, at);
  const isEmpty = signal.text === "" && signal.attachments === undefined && signal.place === undefined;
  return isEmpty ? ignored("a message of the service") : { kind: "signal", signal };
};
