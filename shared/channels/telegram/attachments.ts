import { type Attachment, MOST_ATTACHMENTS } from "../../domain/signal/signal.ts";
import { reference } from "../attachments.ts";
import { placeAt } from "../place.ts";
import type { Message } from "./objects.ts";

/** A file's address holds the bot's token: its id alone is kept. */
const files = {
  video: "video",
  video_note: "video",
  animation: "video",
  audio: "audio",
  voice: "audio",
  document: "file",
  sticker: "sticker",
} as const satisfies Partial<Record<keyof Message, Attachment["kind"]>>;

const fileNames = [
  "video",
  "video_note",
  "animation",
  "audio",
  "voice",
  "document",
  "sticker",
] as const satisfies readonly (keyof typeof files)[];

const links = ({ entities, caption_entities }: Message): Attachment[] =>
  [...(entities ?? []), ...(caption_entities ?? [])]
    .filter((entity) => entity.type === "text_link")
    .map(({ url }) => reference("link", { url }));

/** What hangs on a message, as a part of its signal. */
export const attachmentsOf = (given: Message): { readonly attachments?: Attachment[] } => {
  const photo = given.photo?.at(-1);
  const all: Attachment[] = [
    ...(photo === undefined ? [] : [reference("photo", { id: photo.file_id })]),
    ...fileNames.flatMap((name) => {
      // A moving picture comes as a document, too.
      const one = name === "document" && given.animation !== undefined ? undefined : given[name];
      return one === undefined ? [] : [reference(files[name], { id: one.file_id, name: one.file_name ?? one.title })];
    }),
    ...(given.contact === undefined && given.poll === undefined ? [] : [reference("other", {})]),
    ...links(given),
  ];
  return all.length === 0 ? {} : { attachments: all.slice(0, MOST_ATTACHMENTS) };
};

/** Where the message was pinned. */
export const placeOf = ({ venue, location }: Message) => {
  const at = venue?.location ?? location;
  if (at === undefined) return {};
  const address = [venue?.title, venue?.address].filter((part) => part).join(", ");
  return placeAt(at.latitude, at.longitude, address || undefined);
};
