import * as z from "zod/mini";
import { id, ifReadable, seconds } from "../fields.ts";

const text = ifReadable(z.string());

/** One notification of a bot (https://core.telegram.org/bots/api#update): beside its number one field that names what happened. */
export const update = z.looseObject({
  update_id: z.int(),
  message: z.optional(z.unknown()),
  edited_message: z.optional(z.unknown()),
});

const chat = z.looseObject({ id, type: text, username: text, title: text });
export type Chat = z.infer<typeof chat>;

const origin = ifReadable(z.looseObject({ type: z.string(), chat: ifReadable(chat), message_id: ifReadable(id) }));

const file = ifReadable(z.looseObject({ file_id: z.string(), file_name: text, title: text }));
const location = z.looseObject({ latitude: z.number(), longitude: z.number(), live_period: ifReadable(z.int()) });

/** The post of a channel that a comment answers: its copy in the discussion group tells where it comes from. */
const answered = ifReadable(
  z.looseObject({
    is_automatic_forward: ifReadable(z.boolean()),
    forward_origin: origin,
    sender_chat: ifReadable(chat),
    /** Older versions of the Bot API say it so. */
    forward_from_chat: ifReadable(chat),
    forward_from_message_id: ifReadable(id),
  }),
);

const entities = ifReadable(z.array(z.looseObject({ type: z.string(), url: text })));

export const message = z.looseObject({
  message_id: id,
  message_thread_id: ifReadable(id),
  date: seconds,
  edit_date: ifReadable(seconds),
  chat,
  from: ifReadable(z.looseObject({ id, is_bot: ifReadable(z.boolean()), first_name: text, last_name: text })),
  /** Who writes in the name of a chat; `from` is then made up. */
  sender_chat: ifReadable(chat),
  is_automatic_forward: ifReadable(z.boolean()),
  reply_to_message: answered,
  /** The pieces of an album share it. */
  media_group_id: ifReadable(z.string()),
  text,
  caption: text,
  entities,
  caption_entities: entities,
  /** One photo in several sizes, the largest last. */
  photo: ifReadable(z.array(z.looseObject({ file_id: z.string() }))),
  video: file,
  video_note: file,
  animation: file,
  audio: file,
  voice: file,
  document: file,
  sticker: file,
  contact: z.optional(z.unknown()),
  poll: z.optional(z.unknown()),
  location: ifReadable(location),
  venue: ifReadable(z.looseObject({ title: text, address: text, location })),
});
export type Message = z.infer<typeof message>;
