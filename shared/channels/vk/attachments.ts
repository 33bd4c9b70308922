import * as z from "zod/mini";
import type { Attachment } from "../../domain/signal/signal.ts";
import { attached, reference } from "../attachments.ts";
import { id, ifReadable } from "../fields.ts";

const text = ifReadable(z.string());
const size = z.looseObject({ url: text, width: ifReadable(z.number()) });

/** What of any attachment's object is read (https://dev.vk.com/reference/objects/attachments-message). */
const body = z.looseObject({
  id: ifReadable(id),
  owner_id: ifReadable(id),
  /** Of a post, the wall's owner. */
  to_id: ifReadable(id),
  sticker_id: ifReadable(id),
  title: text,
  artist: text,
  url: text,
  link_mp3: text,
  sizes: ifReadable(z.array(size)),
});
type Body = z.infer<typeof body>;

const kinds: Readonly<Record<string, Attachment["kind"]>> = {
  photo: "photo",
  posted_photo: "photo",
  graffiti: "photo",
  video: "video",
  audio: "audio",
  audio_message: "audio",
  doc: "file",
  link: "link",
  wall: "link",
  sticker: "sticker",
};

const widest = ({ sizes }: Body): string | undefined =>
  sizes?.reduce<z.infer<typeof size> | undefined>(
    (best, one) => ((one.width ?? 0) >= (best?.width ?? 0) ? one : best),
    undefined,
  )?.url;

/** As VK writes it itself: the type, the owner, the number. */
const idOf = (type: string, { id, owner_id, to_id, sticker_id }: Body): string | undefined => {
  if (sticker_id !== undefined) return `sticker${sticker_id}`;
  const owner = owner_id ?? to_id;
  return id === undefined || owner === undefined ? undefined : `${type}${owner}_${id}`;
};

const typedOne = z.looseObject({ type: z.string() });

const attachmentOf = (one: unknown): Attachment | undefined => {
  const typed = typedOne.safeParse(one);
  if (!typed.success) return undefined;
  const { type, ...members } = typed.data;
  const read = body.safeParse(members[type]);
  const kind = Object.hasOwn(kinds, type) ? (kinds[type] ?? "other") : "other";
  if (!read.success) return { kind };
  const { artist, title, url, link_mp3 } = read.data;
  return reference(kind, {
    id: idOf(type, read.data),
    url: widest(read.data) ?? url ?? link_mp3,
    name: artist === undefined ? title : `${artist} – ${title ?? ""}`,
  });
};

/** What hangs on a message, post or comment. */
export const attachmentsOf = (given: unknown) => attached(given, attachmentOf);
