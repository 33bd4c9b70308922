import { signalId } from "../../domain/ids.ts";
import type { Attachment, Author, Signal } from "../../domain/signal/signal.ts";
import type { Instant } from "../../domain/time/instant.ts";
import { attached, reference } from "../attachments.ts";
import { placeAt } from "../place.ts";
import type { Source } from "../reading.ts";
import type { Worded } from "../wording.ts";
import { attachment, type Message } from "./objects.ts";

const kinds: Readonly<Record<string, Attachment["kind"]>> = {
  image: "photo",
  video: "video",
  audio: "audio",
  file: "file",
  share: "link",
  sticker: "sticker",
};

/** Buttons are the bot's own, a location is the place of the message. */
const notAttached = new Set(["inline_keyboard", "reply_keyboard", "location"]);

const attachmentOf = (one: unknown): Attachment | undefined => {
  const read = attachment.safeParse(one);
  if (!read.success || notAttached.has(read.data.type)) return undefined;
  const { type, filename, title, payload } = read.data;
  const kind = Object.hasOwn(kinds, type) ? (kinds[type] ?? "other") : "other";
  // A payload's token would let its holder send the file on, and is not kept.
  const id = payload?.photo_id ?? payload?.fileId ?? payload?.id ?? payload?.code;
  return reference(kind, { id, url: payload?.url, name: filename ?? title });
};

const placeOf = (attachments: readonly unknown[]) => {
  for (const one of attachments) {
    const read = attachment.safeParse(one);
    if (!read.success) continue;
    const { type, latitude, longitude } = read.data;
    if (type === "location" && latitude !== undefined && longitude !== undefined) return placeAt(latitude, longitude);
  }
  return {};
};

const authorOf = ({ sender }: Message): { readonly author?: Author } => {
  if (sender === undefined || sender === null) return {};
  const name = sender.name ?? [sender.first_name, sender.last_name].filter((part) => part).join(" ");
  return { author: { id: sender.user_id, ...(name === "" ? {} : { name }) } };
};

const passedOn = ({ link }: Message) => (link?.type === "forward" ? link.message : undefined);

/** What somebody only passed on is what they say, and what hangs on it is what they show. */
const textOf = (given: Message): string => given.body.text || (passedOn(given)?.text ?? "");

const hanging = (given: Message): readonly unknown[] =>
  [given.body.attachments, passedOn(given)?.attachments].flatMap((all) => (Array.isArray(all) ? all : []));

/** A `mid` begins with its chat: in a dialogue that is the citizen's own, and the rest tells the message from others. */
const LONGEST_SHOWN = 16;

/** What a comment answers that nobody is named of: it may be our own. */
const answersOf = ({ sender, link }: Pick<Message, "sender" | "link">): { readonly answers?: string } => {
  const answered = link?.type === "reply" ? link.message?.mid : undefined;
  return (sender ?? undefined) !== undefined || answered === undefined ? {} : { answers: answered };
};

/** What the channel needs to answer in the same place. A dialogue is answered by its author, whom the identities know. */
const placed = ({
  recipient,
  body,
  sender,
  link,
}: Message): Pick<Signal, "externalId" | "thread" | "page" | "dialogue"> => {
  const { chat_id, chat_type, post_id } = recipient;
  const chat = chat_id ?? undefined;
  const post = post_id ?? undefined;
  if (chat_type === "dialog" && sender)
    return {
      externalId: `message:${body.mid.slice(-LONGEST_SHOWN)}`,
      thread: { kind: "message", message: body.mid },
      ...(chat === undefined ? {} : { dialogue: chat }),
    };
  const thread = { ...(chat === undefined ? {} : { chat }), message: body.mid };
  if (post !== undefined)
    return {
      externalId: body.mid,
      thread: { kind: "comment", ...thread, post, ...answersOf({ sender, link }) },
      ...(chat === undefined ? {} : { page: `max:${chat}` }),
    };
  return { externalId: body.mid, thread: { kind: "message", ...thread } };
};

/** A message is known by its `mid`, wherever it stands. */
export const maxSignalId = (source: Pick<Source, "name">, mid: string): string => signalId("max", source.name, mid);

/** When a message was written, worded and heard of. */
interface Times extends Worded {
  readonly sentAt: Instant;
  readonly receivedAt: Instant;
}

/** The signal of a message or a comment. */
export const maxSignal = (
  source: Source,
  given: Message,
  { sentAt, receivedAt, wording, wordedAt }: Times,
): Signal => ({
  id: maxSignalId(source, given.body.mid),
  centre: source.centre,
  channel: "max",
  source: source.name,
  text: textOf(given),
  ...authorOf(given),
  ...placeOf(hanging(given)),
  ...attached(hanging(given), attachmentOf),
  ...placed(given),
  ...(given.stat === undefined ? {} : { reach: { views: given.stat.views } }),
  sentAt,
  receivedAt,
  wording,
  wordedAt,
});
