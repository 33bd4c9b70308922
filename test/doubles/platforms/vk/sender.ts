import { type Carry, type Clock, type Outcome, persist, type PlatformCall } from "../webhooks.ts";

export interface VkEvent {
  readonly type: string;
  readonly object: Readonly<Record<string, unknown>>;
  /** A repeat has the same; made up when missing. */
  readonly event_id?: string;
}

interface Community {
  readonly groupId: number;
  readonly secret: string;
}

/** VK's timeout and schedule are published nowhere: 18 s were seen between a slow answer and the repeat. */
const PATIENCE = 10_000;
const PAUSE = 18_000;
const LONGEST_RETRY_AFTER = 3 * 3_600;
/** After so many failures in a row the server is switched off in the community's settings. */
const MOST_ATTEMPTS = 10;

const COMMENTS = {
  wall_reply: "post",
  photo_comment: "photo",
  video_comment: "video",
  board_post: "topic",
  market_comment: "item",
} as const;
export type CommentKind = keyof typeof COMMENTS;
export const commentKinds: readonly CommentKind[] = [
  "wall_reply",
  "photo_comment",
  "video_comment",
  "board_post",
  "market_comment",
];

interface Comment {
  readonly id: number;
  readonly text: string;
  /** Seconds since 1970. */
  readonly date: number;
  readonly from?: number;
}

const messageOf = (id: number, text: string, from: number, date: number) => ({
  id,
  conversation_message_id: id,
  date,
  from_id: from,
  peer_id: from,
  out: 0,
  text,
  attachments: [],
});

/** A community's Callback API server, as VK sends from it. */
export const vkSender = ({ groupId, secret }: Community) => {
  let events = 0;
  const placeOf = (kind: CommentKind) => ({ owner_id: -groupId, [`${COMMENTS[kind]}_id`]: 640 });
  const callOf = ({ event_id = `event-${(events += 1)}`, ...event }: VkEvent, attempt = 1): PlatformCall => ({
    path: "/webhooks/vk",
    headers: attempt === 1 ? {} : { "x-retry-counter": String(attempt - 1) },
    body: JSON.stringify({ ...event, event_id, group_id: groupId, v: "5.199", secret }),
  });
  return {
    call: callOf,
    /** A message to the community; edited under `message_edit`, bare. */
    message: (
      id: number,
      text: string,
      { from = 77_001, date = 1_773_122_400 } = {},
      more: Readonly<Record<string, unknown>> = {},
    ): VkEvent => ({
      type: "message_new",
      object: {
        message: {
          ...messageOf(id, text, from, date),
          ...more,
        },
        client_info: { keyboard: true, lang_id: 0 },
      },
    }),
    edited: (id: number, text: string, updatedAt: number, { from = 77_001, date = 1_773_122_400 } = {}): VkEvent => ({
      type: "message_edit",
      object: {
        ...messageOf(id, text, from, date),
        update_time: updatedAt,
      },
    }),
    /** A comment that is new, edited or restored: told whole each time. */
    comment: (
      kind: CommentKind,
      change: "new" | "edit" | "restore",
      { id, text, date, from = 77_002 }: Comment,
    ): VkEvent => ({ type: `${kind}_${change}`, object: { id, from_id: from, date, text, ...placeOf(kind) } }),
    /** Of a deleted comment nothing but numbers is told. */
    deleted: (kind: CommentKind, id: number): VkEvent => ({
      type: `${kind}_delete`,
      object: { id, deleter_id: 77_002, ...placeOf(kind) },
    }),
    /** Sends the event, with the same id, until it is answered `ok`. */
    send: (event: VkEvent, carry: Carry, clock: Clock): Promise<Outcome> => {
      const known = { ...event, event_id: event.event_id ?? `event-${(events += 1)}` };
      return persist(carry, clock, {
        call: (attempt) => callOf(known, attempt),
        isAcknowledged: ({ status, body, milliseconds }) => status === 200 && body === "ok" && milliseconds <= PATIENCE,
        pauseAfter: (attempt, answer) => {
          const defers = answer !== undefined && [410, 429, 503].includes(answer.status);
          const { retryAfterSeconds = 0 } = answer ?? {};
          if (attempt >= MOST_ATTEMPTS) return undefined;
          return defers && retryAfterSeconds > 0 && retryAfterSeconds < LONGEST_RETRY_AFTER
            ? retryAfterSeconds * 1_000
            : PAUSE;
        },
      });
    },
  };
};
