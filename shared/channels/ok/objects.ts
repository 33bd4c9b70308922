import * as z from "zod/mini";
import { ifReadable, milliseconds, words } from "../fields.ts";

const word = z.string().check(z.minLength(1));

/**
 * A call of the bot API's webhook (https://apiok.ru/dev/graph_api/bot_api). Ids are texts with a prefix. `seq` is beyond
 * what a number holds exactly and is not read.
 */
export const call = z.looseObject({
  /** Absent in the form that was documented first, which knew messages alone. */
  webhookType: ifReadable(z.string()),
  group_id: ifReadable(word),
  timestamp: ifReadable(milliseconds),
  message: z.optional(z.unknown()),
});

export const message = z.looseObject({
  sender: z.looseObject({ user_id: word, name: ifReadable(z.string()) }),
  recipient: z.looseObject({ chat_id: word }),
  message: z.looseObject({
    mid: ifReadable(word),
    text: words,
    attachments: z.optional(z.unknown()),
    /** One in place of several, in older calls. */
    attachment: z.optional(z.unknown()),
  }),
});
export type Message = z.infer<typeof message>;

/** IMAGE, VIDEO, AUDIO, SHARE, FILE, CONTACT, LOCATION and what comes to be. */
export const attachment = z.looseObject({
  type: z.string(),
  payload: ifReadable(
    z.looseObject({
      id: ifReadable(z.string()),
      url: ifReadable(z.string()),
      name: ifReadable(z.string()),
      latitude: ifReadable(z.number()),
      longitude: ifReadable(z.number()),
    }),
  ),
});
