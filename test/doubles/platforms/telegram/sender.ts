import { type Carry, type Clock, type Outcome, persist, type PlatformCall } from "../webhooks.ts";

const DROPPED_AFTER = 24 * 3_600_000;
const LONGEST_PAUSE = 60_000;
const LONGEST_RETRY_AFTER = 3_600;

export type TelegramUpdate = Readonly<Record<string, unknown>> & { readonly update_id: number };

interface Written {
  readonly id: number;
  readonly text?: string;
  /** Seconds since 1970. */
  readonly date: number;
  readonly editedAt?: number;
}
type More = Readonly<Record<string, unknown>>;

const GROUP = -1_001_900;
const CHANNEL = -1_001_800;

/** A bot's webhook, as Telegram sends from it. */
export const telegramSender = ({ secret }: { readonly secret: string }) => {
  let updates = 10_000;
  const callOf = (update: TelegramUpdate): PlatformCall => ({
    path: "/webhooks/telegram",
    headers: { "x-telegram-bot-api-secret-token": secret, "content-type": "application/json" },
    body: JSON.stringify(update),
  });
  const updateOf = (message: More, editedAt: number | undefined): TelegramUpdate => ({
    update_id: (updates += 1),
    ...(editedAt === undefined ? { message } : { edited_message: { ...message, edit_date: editedAt } }),
  });
  const from = (id: number) => ({ id, is_bot: false, first_name: "Фёкла", last_name: "Небывалая" });
  const persistWith = (update: TelegramUpdate, carry: Carry, clock: Clock): Promise<Outcome> => {
    const since = clock.now();
    return persist(carry, clock, {
      call: () => callOf(update),
      isAcknowledged: ({ status }) => status >= 200 && status < 300,
      pauseAfter: (attempt, answer) => {
        if (clock.now() - since >= DROPPED_AFTER) return undefined;
        const { retryAfterSeconds } = answer ?? {};
        if (retryAfterSeconds !== undefined) return Math.min(retryAfterSeconds, LONGEST_RETRY_AFTER) * 1_000;
        // At once the first time, then 2, 4, 8 … seconds.
        return attempt === 1 ? 0 : Math.min(LONGEST_PAUSE, 1_000 * 2 ** (attempt - 1));
      },
    });
  };
  return {
    call: callOf,
    /** A message in a private chat with the bot. */
    message: ({ id, text, date, editedAt }: Written, more: More = {}, citizen = 440_017): TelegramUpdate =>
      updateOf(
        {
          message_id: id,
          date,
          from: from(citizen),
          chat: { id: citizen, type: "private", first_name: "Фёкла" },
          ...(text === undefined ? {} : { text }),
          ...more,
        },
        editedAt,
      ),
    /** A comment under a channel's post, in the channel's discussion group. */
    comment: ({ id, text, date, editedAt }: Written, more: More = {}, citizen = 440_018): TelegramUpdate =>
      updateOf(
        {
          message_id: id,
          message_thread_id: 3,
          date,
          from: from(citizen),
          chat: { id: GROUP, type: "supergroup", title: "Обсуждение" },
          reply_to_message: {
            message_id: 3,
            is_automatic_forward: true,
            sender_chat: { id: CHANNEL, type: "channel", title: "Городские новости", username: "gorod_example" },
            forward_origin: {
              type: "channel",
              chat: { id: CHANNEL, type: "channel", title: "Городские новости", username: "gorod_example" },
              message_id: 71,
              date: date - 60,
            },
          },
          ...(text === undefined ? {} : { text }),
          ...more,
        },
        editedAt,
      ),
    send: persistWith,
    /** Sends the updates of one chat: each waits until the one before it was acknowledged, or dropped after a day. */
    sendChat: async (all: readonly TelegramUpdate[], carry: Carry, clock: Clock): Promise<readonly Outcome[]> => {
      const outcomes: Outcome[] = [];
      for (const update of all) outcomes.push(await persistWith(update, carry, clock));
      return outcomes;
    },
  };
};
