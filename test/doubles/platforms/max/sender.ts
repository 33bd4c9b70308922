import { type Carry, type Clock, type Outcome, persist, type PlatformCall } from "../webhooks.ts";

const PATIENCE = 30_000;
const FIRST_PAUSE = 60_000;
const MOST_ATTEMPTS = 10;
const UNSUBSCRIBED_AFTER = 8 * 3_600_000;

export type MaxUpdate = Readonly<Record<string, unknown>> & { readonly update_type: string };

interface Written {
  readonly mid: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of an edited message, when it was written first. */
  readonly writtenAt?: number;
  readonly from?: number;
  readonly name?: string;
  readonly attachments?: readonly unknown[];
  /** The group it is written in; without one it is a dialogue. */
  readonly chat?: number;
  /** Which dialogue it is, where there are several. */
  readonly dialogue?: number;
  /** The bot itself writes. */
  readonly byBot?: boolean;
}

/** The sequence number that stands where the platform has one longer than a number holds. */
const SEQ = 116_327_994_376;

const CHANNEL = -70_801_090;

/** A bot's subscription, as MAX sends from it: one update in a call, a secret in its header. */
export const maxSender = ({ secret }: { readonly secret: string }) => {
  const callOf = (update: MaxUpdate): PlatformCall => ({
    path: "/webhooks/max",
    headers: { "x-max-bot-api-secret": secret, "content-type": "application/json" },
    body: JSON.stringify(update).replaceAll(`"seq":${SEQ}`, `"seq":${SEQ}978687`),
  });
  const sender = (from: number, name = "Устинья Выдуманная", is_bot = false) => ({ user_id: from, name, is_bot });
  const body = ({ mid, text, attachments }: Written) => ({
    mid,
    seq: SEQ,
    text,
    ...(attachments === undefined ? {} : { attachments }),
  });
  return {
    call: callOf,
    /** A message in a dialogue with the bot, or in a group. */
    message: (change: "created" | "edited", written: Written): MaxUpdate => ({
      update_type: `message_${change}`,
      timestamp: written.at,
      message: {
        sender: sender(written.from ?? 5_500_017, written.name, written.byBot),
        recipient:
          written.chat === undefined
            ? { chat_id: written.dialogue ?? 182_182, chat_type: "dialog", user_id: 229_229 }
            : { chat_id: written.chat, chat_type: "chat" },
        timestamp: written.writtenAt ?? written.at,
        body: body(written),
      },
    }),
    /** A comment under a channel's post; who wrote it is not always told. */
    comment: (change: "created" | "edited", written: Written): MaxUpdate => ({
      update_type: `comment_${change}`,
      timestamp: written.at,
      message: {
        ...(written.from === undefined ? {} : { sender: sender(written.from, written.name) }),
        recipient: { chat_id: CHANNEL, chat_type: "channel", post_id: "mid.post-1" },
        timestamp: written.writtenAt ?? written.at,
        body: body(written),
      },
    }),
    /** The bot is put into a group or a channel, or out of it. */
    bot: (change: "added" | "removed", chat: number, at: number, isChannel = false): MaxUpdate => ({
      update_type: `bot_${change}`,
      timestamp: at,
      chat_id: chat,
      user: { user_id: 5_500_018, name: "Администратор Выдуманный", is_bot: false },
      is_channel: isChannel,
    }),
    removed: (what: "message" | "comment", mid: string, at: number): MaxUpdate => ({
      update_type: `${what}_removed`,
      timestamp: at,
      message_id: mid,
      chat_id: CHANNEL,
      user_id: 5_500_017,
      ...(what === "comment" ? { post_id: "mid.post-1" } : {}),
    }),
    send: (update: MaxUpdate, carry: Carry, clock: Clock): Promise<Outcome> => {
      const from = clock.now();
      return persist(carry, clock, {
        call: () => callOf(update),
        isAcknowledged: ({ status, milliseconds }) => status === 200 && milliseconds <= PATIENCE,
        pauseAfter: (attempt) => {
          const pause = FIRST_PAUSE * 2.5 ** (attempt - 1);
          const given = attempt >= MOST_ATTEMPTS || clock.now() + pause - from > UNSUBSCRIBED_AFTER;
          return given ? undefined : pause;
        },
      });
    },
  };
};
