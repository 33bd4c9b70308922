import * as z from "zod/mini";
import { signalId } from "../../domain/ids.ts";
import type { Attachment, Signal } from "../../domain/signal/signal.ts";
import type { Instant } from "../../domain/time/instant.ts";
import { attached, reference } from "../attachments.ts";
import { id, ifReadable, milliseconds, notUnderstood, words } from "../fields.ts";
import type { Reading, Source } from "../reading.ts";

const word = z.string().check(z.minLength(1));

/**
 * `2026-03-10 12:00:00` on Moscow's clock, three hours ahead all year round since 2014. No page says which clock it is: ids of
 * comments hold a moment, too, and show it (test of https://github.com/ramusus/django-odnoklassniki-discussions).
 */
const moscow = z.pipe(
  z.pipe(
    z.string().check(z.regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)),
    z.transform((text) => Date.parse(`${text.replace(" ", "T")}+03:00`)),
  ),
  milliseconds,
);

/**
 * A comment as `discussions.getComments` shows it. Its form is on no page: these fields are those that public clients read
 * (as https://github.com/oland-dmd/Odnoklassniki), the number of milliseconds under either name among them.
 */
const comment = z.pipe(
  z.looseObject({
    id: word,
    text: words,
    author_id: ifReadable(id),
    /** `user:5` or `group:5`. */
    author_ref: ifReadable(z.string().check(z.regex(/^\w+:\d+$/))),
    author_type: ifReadable(z.string()),
    author_name: ifReadable(word),
    date: ifReadable(moscow),
    date_ms: ifReadable(milliseconds),
    created_ms: ifReadable(milliseconds),
    like_count: ifReadable(z.int().check(z.gte(0))),
    attachments: z.optional(z.unknown()),
  }),
  z.transform(({ author_id, author_ref, author_type, date, date_ms, created_ms, ...rest }) => {
    const [kind, number] = author_ref?.split(":") ?? [];
    const isGroup = author_type === "GROUP" || kind === "group";
    return { ...rest, author: author_id ?? number, isGroup, at: created_ms ?? date_ms ?? date };
  }),
);
type Comment = z.infer<typeof comment>;

/** Names of people and groups come between marks of their number. */
const withoutMarks = (text: string): string => text.replace(/\{(\w+):\d+\}([^{}]*)\{\1\}/g, "$2");

const kinds: Readonly<Record<string, Attachment["kind"]>> = {
  PHOTO: "photo",
  IMAGE: "photo",
  MOVIE: "video",
  VIDEO: "video",
  AUDIO_RECORDING: "audio",
  TOPIC: "link",
};

const attachment = z.looseObject({ type: z.string(), id: ifReadable(id), url: ifReadable(z.string()) });

const attachmentOf = (one: unknown): Attachment | undefined => {
  const read = attachment.safeParse(one);
  if (!read.success) return undefined;
  const kind = Object.hasOwn(kinds, read.data.type) ? (kinds[read.data.type] ?? "other") : "other";
  return reference(kind, read.data);
};

const signalOf = (
  { name: group, centre }: Source,
  topic: string,
  given: Comment & { readonly author: string; readonly at: Instant },
  receivedAt: Instant,
): Signal => {
  const { id: number, author, isGroup, author_name, at, like_count = 0, attachments } = given;
  const identity = `topic:${topic}:${number}`;
  return {
    id: signalId("ok", group, identity),
    centre,
    channel: "ok",
    source: group,
    externalId: identity,
    text: withoutMarks(given.text),
    author: {
      id: isGroup ? `group:${author}` : author,
      ...(author_name === undefined ? {} : { name: author_name }),
    },
    ...attached(attachments, attachmentOf),
    ...(like_count === 0 ? {} : { reach: { likes: like_count } }),
    page: `ok.ru/group/${group}`,
    thread: { kind: "topic", topic, comment: number },
    sentAt: at,
    receivedAt,
    wording: String(at),
    wordedAt: at,
  };
};

/**
 * A comment under a post of a group, and when it was written as far as that can be read. The source is the group's own
 * number, by which a row of «Инцидент Менеджмент» knows the same comment.
 */
export const readOkComment = (
  json: unknown,
  source: Source,
  topic: string,
  now: Instant,
): { readonly reading: Reading; readonly at: Instant | undefined } => {
  const read = comment.safeParse(json);
  if (!read.success) return { reading: notUnderstood("A comment", read.error), at: undefined };
  const { author, at } = read.data;
  if (author === undefined) return { reading: { kind: "rejected", reason: "A comment has no author." }, at };
  if (author === source.name) return { reading: { kind: "ignored", why: "written by the page itself" }, at };
  if (at === undefined) return { reading: { kind: "rejected", reason: "A comment has no moment." }, at };
  return { reading: { kind: "signal", signal: signalOf(source, topic, { ...read.data, author, at }, now) }, at };
};
