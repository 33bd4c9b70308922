import * as z from "zod/mini";
import { instant } from "../time/instant.ts";

/** Where a citizen writes. */
export const channel = z.enum(["vk", "ok", "max", "telegram", "form", "partner", "open311", "pos"]);

/** What a message is about, in kind. Spam and thanks are kept and answered to nobody's deadline. */
export const signalKind = z.enum(["problem", "request", "question", "proposal", "thanks", "spam"]);
export type SignalKind = z.infer<typeof signalKind>;

/** Whether somebody has to answer a message of this kind. */
export const isAnswered = (kind: SignalKind): boolean => kind !== "thanks" && kind !== "spam";

/** A ten-millionth of a degree is a centimetre; DynamoDB refuses numbers below 1e-130. Minus zero becomes zero. */
const toCentimetre = (degrees: number): number => Math.round(degrees * 1e7) / 1e7 + 0;

/** What is longer is cut where it comes from a platform or a table, and refused at our own doors. */
export const LONGEST_ADDRESS = 500;

export const place = z.object({
  lat: z.optional(z.number().check(z.gte(-90), z.lte(90), z.overwrite(toCentimetre))),
  lon: z.optional(z.number().check(z.gte(-180), z.lte(180), z.overwrite(toCentimetre))),
  address: z.optional(z.string().check(z.maxLength(LONGEST_ADDRESS))),
});
export type Place = z.infer<typeof place>;

/** Who wrote, as the channel knows them. */
export const author = z.object({ id: z.string(), name: z.optional(z.string()), contact: z.optional(z.string()) });
export type Author = z.infer<typeof author>;

/** References to what came with a message, at most so many. */
export const MOST_ATTACHMENTS = 20;

/** What came with a message, as a reference: nothing is fetched here. An address that holds a secret is not kept. */
export const attachment = z.object({
  kind: z.enum(["photo", "video", "audio", "file", "link", "place", "sticker", "other"]),
  /** The platform's own id of it. */
  id: z.optional(z.string().check(z.maxLength(500))),
  url: z.optional(z.string().check(z.maxLength(2_000))),
  name: z.optional(z.string().check(z.maxLength(500))),
});
export type Attachment = z.infer<typeof attachment>;

const figure = z.optional(z.int().check(z.nonnegative()));

/** One message of one citizen in one channel. */
export const signal = z.object({
  id: z.string().check(z.minLength(1)),
  centre: z.string().check(z.minLength(1)),
  channel,
  /** The community, chat or partner it came through. */
  source: z.string(),
  /** The platform's own id of the message within the source. */
  externalId: z.string(),
  text: z.string(),
  author: z.optional(author),
  /** The platform's own name of the dialogue that it stands in, where it has to be asked for each by that: its citizen's, too. */
  dialogue: z.optional(z.string()),
  attachments: z.optional(z.array(attachment).check(z.maxLength(MOST_ATTACHMENTS))),
  /** Set when the message comes in pieces that are one message: what came with each gathers, and one of them has the text. */
  part: z.optional(z.string()),
  place: z.optional(place),
  /** The official page it was written on. */
  page: z.optional(z.string()),
  /** What the channel needs to answer in the same place. */
  thread: z.optional(z.record(z.string(), z.string())),
  /** The topic that the citizen chose themselves, where the channel lets them. */
  topic: z.optional(z.string()),
  /** When the citizen wrote, by the platform's clock. */
  sentAt: instant,
  /** When it was accepted here: clocks start now. */
  receivedAt: instant,
  /** When the platform itself wants it answered by. */
  dueAt: z.optional(instant),
  /** Tells this wording from others of the same signal: a copy has the same. */
  wording: z.string(),
  /** When this wording came about: a later one revises the text, an earlier one comes too late. */
  wordedAt: instant,
  /** How far it has spread, where the platform tells. */
  reach: z.optional(z.object({ views: figure, likes: figure, comments: figure, reposts: figure, audience: figure })),
});
export type Signal = z.infer<typeof signal>;

/** Who wrote a signal, what they wrote and sent with it, and where they are: sealed as long as it waits somewhere. */
export const personal = z.pick(signal, { text: true, author: true, dialogue: true, place: true, attachments: true });

/** Whether a message is there on its platform; a copy of what happened to it has the same mark. */
export const existenceMarks = z.object({
  deletions: z.optional(z.array(z.string())),
  restorations: z.optional(z.array(z.string())),
  /** When each of these was heard of, by its kind and its mark. */
  markedAt: z.optional(z.record(z.string(), instant)),
  /** How many more deletions than restorations were too old for a copy of them to come, and have no mark any more. */
  settled: z.optional(z.int()),
});
export type ExistenceMarks = z.infer<typeof existenceMarks>;

/** A wording that was heard of: `said` is the same for wordings that say the same. */
const heardWording = z.object({ wording: z.string(), wordedAt: instant, said: z.string() });
export type HeardWording = z.infer<typeof heardWording>;

/** A signal as its incident keeps it: the author is with the identities, and a pseudonym stands for them. */
export const keptSignal = z.extend(z.omit(signal, { author: true, dialogue: true }), {
  /** The author's pseudonym; absent when nobody is known to have written it, and once it was erased. */
  citizen: z.optional(z.string()),
  /** True once its citizen's data were erased: what was theirs in it is empty, and stays so. */
  erased: z.optional(z.boolean()),
  /** Wordings that were revised, oldest first: as many as there were revisions. */
  pastWordings: z.optional(z.array(z.string())),
  /** Those and the present one with their moments, oldest first: once there has been more than one. */
  wordings: z.optional(z.array(heardWording)),
  /** When the wording came about that told the place; absent while that is the one that came first. */
  placedAt: z.optional(instant),
  ...existenceMarks.shape,
  /** One message with several matters: the signal that this is a copy of, and the copies made of it. */
  dividedFrom: z.optional(z.string()),
  dividedInto: z.optional(z.array(z.string())),
});
export type KeptSignal = z.infer<typeof keptSignal>;
