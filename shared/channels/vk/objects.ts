import * as z from "zod/mini";
import { id, ifReadable, seconds, words } from "../fields.ts";

const coordinates = z.union([z.string(), z.object({ latitude: z.number(), longitude: z.number() })]);
/** On a wall the string "lat lon", on a message an object. */
const geo = ifReadable(z.looseObject({ coordinates: ifReadable(coordinates) }));
const attachments = z.optional(z.unknown());

const common = { from_id: id, date: seconds, text: words, attachments, geo };

const count = ifReadable(z.looseObject({ count: z.int().check(z.nonnegative()) }));
/** How far what stands in public has spread: with a post all of it, with a comment likes and, as `thread`, answers. */
const spread = { views: count, likes: count, comments: count, reposts: count, thread: count };

/** What somebody has passed on of others. */
const passedOn = ifReadable(z.array(z.looseObject({ text: words, attachments })));

/** A message to a community (https://dev.vk.com/reference/objects/message). */
export const message = z.looseObject({
  ...common,
  peer_id: id,
  /** Its own `id` can be 0 in a chat; with the peer this is its identity. */
  conversation_message_id: id,
  /** When it was last edited. */
  update_time: ifReadable(seconds),
  /** 1 on what the community itself has sent. */
  out: ifReadable(z.int()),
  fwd_messages: passedOn,
  /** What the chat itself tells: who has come or gone, that it has another title. */
  action: ifReadable(z.looseObject({ type: z.string() })),
});
export type Message = z.infer<typeof message>;

/** A message as versions of the API before 5.80 told it, without a number in its conversation. */
export const olderMessage = z.looseObject({ id, user_id: id, chat_id: z.optional(z.int()), body: z.string() });

/** A post on the community's wall; `post_type` `suggest` is one that waits for the community to publish it. */
export const wallPost = z.looseObject({
  ...common,
  id,
  owner_id: id,
  edited: ifReadable(seconds),
  /** What was passed on with it. */
  copy_history: passedOn,
});
export type WallPost = z.infer<typeof wallPost>;

/** VK says of some that there is none. */
const maybe = z.pipe(
  z.optional(z.nullable(id)),
  z.transform((given) => given ?? undefined),
);

/** Whose wall, album or board it is: newer calls say `owner_id`, older ones a name of their own. */
const owners = {
  owner_id: maybe,
  post_owner_id: maybe,
  photo_owner_id: maybe,
  video_owner_id: maybe,
  topic_owner_id: maybe,
  market_owner_id: maybe,
};

/** What was commented on. */
const places = {
  post_id: maybe,
  photo_id: maybe,
  video_id: maybe,
  topic_id: maybe,
  item_id: maybe,
};

/** A comment under anything that can be commented on. */
export const comment = z.looseObject({ ...common, ...spread, ...owners, ...places, id });
export type Comment = z.infer<typeof comment>;

/** All that is left of a comment; who deleted it is `deleter_id` or `user_id`, and does not matter. */
export const deletedComment = z.looseObject({ ...owners, ...places, id });
export type DeletedComment = z.infer<typeof deletedComment>;
