import { type Carry, type Clock, type Outcome, persist, type PlatformCall } from "../webhooks.ts";

const PATIENCE = 5_000;
/** The schedule is published nowhere. */
const PAUSE = 30_000;
const UNSUBSCRIBED_AFTER = 8 * 3_600_000;

interface Extra {
  readonly from?: string;
  readonly name?: string;
  readonly timestamp?: number;
  readonly attachments?: readonly unknown[];
  /** Without `webhookType`, as it was documented first. */
  readonly old?: boolean;
}

/** A group's subscription, as Odnoklassniki sends from it. */
export const okSender = ({ path, chat = "C3e0" }: { readonly path: string; readonly chat?: string }) => {
  const callOf = (body: string): PlatformCall => ({ path: `/webhooks/ok/${path}`, headers: {}, body });
  return {
    call: callOf,
    /** A message to the group; `seq` is longer than what a number holds. */
    message: (
      number: number,
      text: string,
      { from = "user:900001", name, timestamp = 1_773_122_400_000, attachments, old = false }: Extra = {},
    ): string =>
      JSON.stringify({
        ...(old ? {} : { webhookType: "MESSAGE_CREATED" }),
        sender: { user_id: from, ...(name === undefined ? {} : { name }) },
        recipient: { chat_id: `chat:${chat}` },
        message: {
          text,
          seq: 0,
          mid: `mid:${chat}.15cea67d78d${number.toString(16)}`,
          ...(attachments === undefined ? {} : { attachments }),
        },
        timestamp,
      }).replace('"seq":0', `"seq":98211023614189${number % 10}61`),
    send: (body: string, carry: Carry, clock: Clock): Promise<Outcome> => {
      const from = clock.now();
      return persist(carry, clock, {
        call: () => callOf(body),
        isAcknowledged: ({ status, milliseconds }) => status === 200 && milliseconds <= PATIENCE,
        pauseAfter: () => (clock.now() - from < UNSUBSCRIBED_AFTER ? PAUSE : undefined),
      });
    },
  };
};
