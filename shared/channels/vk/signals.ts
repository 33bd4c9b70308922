import { signalId } from "../../domain/ids.ts";
import type { Signal } from "../../domain/signal/signal.ts";
import { type Instant, SECOND } from "../../domain/time/instant.ts";
import { placeAt } from "../place.ts";
import type { Source } from "../reading.ts";
import { editedAt, type Worded } from "../wording.ts";
import { attachmentsOf } from "./attachments.ts";
import type { Comment, DeletedComment, Message, WallPost } from "./objects.ts";

/** What is commented on, as the types of VK's events name it. */
export type CommentKind = "wall_reply" | "photo_comment" | "video_comment" | "board_post" | "market_comment";

/** What makes it the same message for ever; and, where that would show whose it is, what may be shown in its place. */
interface Named {
  readonly identity: string;
  readonly externalId?: string;
  readonly thread: Readonly<Record<string, string>>;
}

const placeOf = (geo: Message["geo"]) => {
  const found = geo?.coordinates;
  if (found === undefined) return {};
  const [lat = Number.NaN, lon = Number.NaN] =
    typeof found === "string" ? found.trim().split(/\s+/).map(Number) : [found.latitude, found.longitude];
  return placeAt(lat, lon);
};

type Figure = { readonly count: number } | undefined;
type Spread = Readonly<Partial<Record<"views" | "likes" | "comments" | "reposts" | "thread", Figure>>>;

/** What nobody saw or liked yet is not written down. */
const reachOf = ({ views, likes, comments, reposts, thread }: Spread): Pick<Signal, "reach"> => {
  const figures = {
    views: views?.count,
    likes: likes?.count,
    comments: (comments ?? thread)?.count,
    reposts: reposts?.count,
  };
  const told = Object.entries(figures).filter(([, figure = 0]) => figure > 0);
  return told.length === 0 ? {} : { reach: Object.fromEntries(told) };
};

const signalOf = (
  source: Source,
  given: Pick<Message, "from_id" | "date" | "attachments" | "geo" | "text"> & Spread,
  { identity, externalId, thread }: Named,
  worded: Worded | undefined,
  receivedAt: Instant,
): Signal => ({
  id: signalId("vk", source.name, identity),
  centre: source.centre,
  channel: "vk",
  source: source.name,
  externalId: externalId ?? identity,
  text: given.text,
  author: { id: given.from_id },
  ...placeOf(given.geo),
  ...attachmentsOf(given.attachments),
  ...reachOf(given),
  page: `vk.com/club${source.name}`,
  thread: { ...thread },
  sentAt: given.date * SECOND,
  receivedAt,
  ...(worded ?? { wording: String(given.date), wordedAt: given.date * SECOND }),
});

/** What somebody only passed on is what they say, and what hangs on it is what they show. */
const withPassedOn = (
  { text, attachments }: Pick<Message, "text" | "attachments">,
  passedOn: Message["fwd_messages"] = [],
): Pick<Message, "text" | "attachments"> => {
  const hanging = [attachments, ...passedOn.map((one) => one.attachments)];
  return {
    text:
      text ||
      passedOn
        .map((one) => one.text)
        .filter((part) => part !== "")
        .join("\n"),
    attachments: hanging.flatMap((given) => (Array.isArray(given) ? given : [])),
  };
};

/** The signal of a message to the community. In a dialogue the peer is the citizen, and nothing but the author says who. */
export const messageSignal = (source: Source, given: Message, worded: Worded | undefined, at: Instant): Signal => {
  const { peer_id: peer, from_id, conversation_message_id: message } = given;
  const identity = `message:${peer}:${message}`;
  const named =
    peer === from_id
      ? { identity, externalId: `message:${message}`, thread: { kind: "message", message } }
      : { identity, thread: { kind: "message", peer, message } };
  return signalOf(source, { ...given, ...withPassedOn(given, given.fwd_messages) }, named, worded, at);
};

/** The signal of a post that somebody wrote, or suggested, on the wall. */
export const postSignal = (source: Source, post: WallPost, at: Instant): Signal => {
  const { owner_id: owner, id, edited, date, text } = post;
  const named = { identity: `wall_post:${owner}:${id}`, thread: { kind: "wall", owner, post: id } };
  return signalOf(
    source,
    { ...post, ...withPassedOn(post, post.copy_history) },
    named,
    edited === undefined ? undefined : editedAt(edited * SECOND, date * SECOND, text),
    at,
  );
};

/** Where a comment is, or nothing when the call leaves it open. */
export const commentNamed = (source: Source, kind: CommentKind, of: DeletedComment): Named | undefined => {
  const { id: comment, post_id: post, photo_id: photo, video_id: video, topic_id: topic, item_id: item } = of;
  const { post_owner_id, photo_owner_id, video_owner_id, topic_owner_id, market_owner_id } = of;
  const owner =
    of.owner_id ??
    post_owner_id ??
    photo_owner_id ??
    video_owner_id ??
    topic_owner_id ??
    market_owner_id ??
    `-${source.name}`;
  switch (kind) {
    case "wall_reply":
      // On a wall a comment's number is its own; under the rest it is one of that photo's, video's or topic's.
      return {
        identity: `wall_reply:${owner}:${comment}`,
        thread: { kind: "wall", owner, comment, ...(post === undefined ? {} : { post }) },
      };
    case "photo_comment":
      return photo === undefined ? undefined : under(kind, owner, comment, { kind: "photo", photo });
    case "video_comment":
      return video === undefined ? undefined : under(kind, owner, comment, { kind: "video", video });
    case "board_post":
      return topic === undefined ? undefined : under(kind, owner, comment, { kind: "board", topic });
    case "market_comment":
      return item === undefined ? undefined : under(kind, owner, comment, { kind: "market", item });
    default:
      return kind satisfies never;
  }
};

const under = (
  type: CommentKind,
  owner: string,
  comment: string,
  { kind, ...on }: Readonly<Record<string, string>> & { readonly kind: string },
): Named => ({
  identity: [type, owner, ...Object.values(on), comment].join(":"),
  thread: { kind, owner, ...on, comment },
});

/** The signal of a comment, or nothing when the call does not say what was commented on. */
export const commentSignal = (
  source: Source,
  kind: CommentKind,
  given: Comment,
  worded: Worded | undefined,
  at: Instant,
): Signal | undefined => {
  const named = commentNamed(source, kind, given);
  return named && signalOf(source, given, named, worded, at);
};
