import * as z from "zod/mini";
import { id, ifReadable, milliseconds, words } from "../fields.ts";

const word = z.string().check(z.minLength(1));
const text = ifReadable(z.string());

/** One notification of a bot (https://dev.max.ru/docs-api/objects/Update): a webhook carries one, a poll many. */
export const update = z.looseObject({ update_type: word, timestamp: milliseconds });

const body = z.looseObject({
  /** Identifies the message; `seq` beside it is beyond what a number holds exactly and is not read. */
  mid: word,
  text: words,
  attachments: z.optional(z.unknown()),
});

export const message = z.looseObject({
  /** Missing where a channel writes in its own name, and in some citizens' comments. */
  sender: z.optional(
    z.nullable(
      z.looseObject({ user_id: id, name: text, first_name: text, last_name: text, is_bot: ifReadable(z.boolean()) }),
    ),
  ),
  recipient: z.looseObject({
    chat_id: z.optional(z.nullable(id)),
    /** `dialog`, `chat` or `channel`. */
    chat_type: text,
    /** The post that a comment is under: a text, whatever the published types say. */
    post_id: z.optional(z.nullable(z.union([word, id]))),
  }),
  timestamp: ifReadable(milliseconds),
  body,
  /** Of what stands in a channel. */
  stat: ifReadable(z.looseObject({ views: z.int().check(z.nonnegative()) })),
  link: ifReadable(
    z.looseObject({
      type: z.string(),
      message: ifReadable(z.looseObject({ mid: ifReadable(word), text: words, attachments: z.optional(z.unknown()) })),
    }),
  ),
});
export type Message = z.infer<typeof message>;

export const carrying = z.looseObject({ message });

/** Of a chat or a channel, never of a dialogue. */
export const comingOrGoing = z.looseObject({ chat_id: id, timestamp: milliseconds });

export const removal = z.looseObject({ message_id: word });

/** image, video, audio, file, share, sticker, contact, location, inline_keyboard and what comes to be. */
export const attachment = z.looseObject({
  type: z.string(),
  filename: text,
  title: text,
  latitude: ifReadable(z.number()),
  longitude: ifReadable(z.number()),
  payload: ifReadable(
    z.looseObject({ url: text, photo_id: ifReadable(id), fileId: ifReadable(id), id: ifReadable(id), code: text }),
  ),
});
