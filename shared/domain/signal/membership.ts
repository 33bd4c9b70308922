import * as z from "zod/mini";
import { type Instant, instant } from "../time/instant.ts";
import { channel } from "./signal.ts";

const presence = z.enum(["in", "out"]);

/** That a bot came to be in a chat that several write in, or in a channel, or is there no more. Names nobody. */
export const membership = z.object({
  channel,
  source: z.string(),
  chat: z.string().check(z.minLength(1)),
  is: presence,
  /** By the platform's clock. */
  at: instant,
});
export type Membership = z.infer<typeof membership>;

/** What has been heard of the chats of one bot: the last of each. */
export const memberships = z.object({
  /** Grows by one with every change; the condition of every write. */
  version: z.int(),
  chats: z.record(z.string(), z.object({ is: presence, at: instant })),
});
export type Memberships = z.infer<typeof memberships>;

/** More than a platform can be asked about at one visit. */
const MOST_CHATS = 1_000;

/** What matters more comes first: where the bot is, and what was heard last. */
const byWorth = ([, one]: [string, Memberships["chats"][string]], [, other]: [string, Memberships["chats"][string]]) =>
  one.is === other.is ? other.at - one.at : one.is === "in" ? -1 : 1;

/**
 * What is known of a bot's chats when one thing more is; nothing when it tells nothing new. In whatever order things are
 * heard of, the latest counts, and of one moment that the bot is there: to ask in vain does no harm.
 */
export const withMembership = (
  known: Memberships | undefined,
  { chat, is, at }: Membership,
): Memberships | undefined => {
  const { version, chats } = known ?? { version: 0, chats: {} };
  const before = Object.hasOwn(chats, chat) ? chats[chat] : undefined;
  if (before !== undefined && (before.at > at || (before.at === at && (before.is === is || is === "out"))))
    return undefined;
  const all = Object.entries({ ...chats, [chat]: { is, at } }).toSorted(byWorth);
  return { version: version + 1, chats: Object.fromEntries(all.slice(0, MOST_CHATS)) };
};

/** Where a bot is, and since when that is known. */
export const chatsIn = (known: Memberships | undefined): ReadonlyMap<string, Instant> =>
  new Map(Object.entries(known?.chats ?? {}).flatMap(([chat, { is, at }]) => (is === "in" ? [[chat, at]] : [])));
