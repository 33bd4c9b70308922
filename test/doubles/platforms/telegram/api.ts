import * as z from "zod/mini";
import {
  type PlatformAnswer,
  type PlatformCall,
  type PlatformServer,
  type Shown,
  startPlatformServer,
} from "../platform-server.ts";

import type { TelegramUpdate } from "./sender.ts";

const message = z.strictObject({
  chat_id: z.string(),
  text: z.string().check(z.minLength(1)),
  reply_parameters: z.optional(z.strictObject({ message_id: z.int(), allow_sending_without_reply: z.boolean() })),
  message_thread_id: z.optional(z.int()),
});
const LONGEST = 4_096;

const webhook = z.strictObject({
  url: z.url({ protocol: /^https$/ }),
  secret_token: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,256}$/)),
  allowed_updates: z.array(z.string()),
});

const polled = z.strictObject({
  limit: z.int().check(z.gte(1), z.lte(100)),
  timeout: z.literal(0),
  allowed_updates: z.array(z.string()),
  offset: z.optional(z.int()),
});

/** So few that a handful of updates takes several. */
const UPDATES_AT_ONCE = 2;

export interface TelegramApi extends PlatformServer {
  readonly shown: readonly Shown[];
  /** As getWebhookInfo tells it. */
  readonly webhook: {
    url: string;
    pending_update_count: number;
    last_error_date?: number;
    has_custom_certificate?: boolean;
  };
  /** An update that no call has brought waits for whoever takes it. `at`: when a call failed, seconds since 1970. */
  keep(update: TelegramUpdate, at?: number): void;
  /** The group is a larger one from now on, under another number. */
  migrate(from: string, to: number): void;
}

const refuse = (error_code: number, parameters?: Readonly<Record<string, number>>): PlatformAnswer => ({
  status: error_code,
  json: { ok: false, error_code, description: "refused", ...(parameters && { parameters }) },
});

/** Telegram's Bot API (https://core.telegram.org/bots/api#sendmessage). It knows no repeats. */
export const startTelegramApi = async ({ token }: { token: string }): Promise<TelegramApi> => {
  const shown: Shown[] = [];
  const moved = new Map<string, number>();
  const info: TelegramApi["webhook"] = { url: "", pending_update_count: 0 };
  let waiting: TelegramUpdate[] = [];
  const settle = (): void => {
    info.pending_update_count = waiting.length;
  };
  const said = (result: unknown): PlatformAnswer => ({ status: 200, json: { ok: true, result } });
  const poll = (body: string): PlatformAnswer => {
    if (info.url !== "") return refuse(409);
    const { offset = 0 } = polled.parse(JSON.parse(body));
    // What is before an offset was taken.
    waiting = waiting.filter(({ update_id }) => update_id >= offset);
    settle();
    return said(waiting.slice(0, UPDATES_AT_ONCE));
  };
  const answer = ({ method, url, headers, body }: PlatformCall): PlatformAnswer => {
    if (url.pathname === `/bot${token}/getWebhookInfo`) return said(info);
    if (url.pathname === `/bot${token}/getUpdates`) return poll(body);
    if (url.pathname === `/bot${token}/deleteWebhook`) {
      info.url = "";
      return said(true);
    }
    if (url.pathname === `/bot${token}/setWebhook`) {
      info.url = webhook.parse(JSON.parse(body)).url;
      return said(true);
    }
    if (url.pathname !== `/bot${token}/sendMessage`) return refuse(401);
    const given = message.safeParse(JSON.parse(body));
    if (method !== "POST" || headers["content-type"] !== "application/json" || !given.success) return refuse(400);
    const { chat_id: chat, text, reply_parameters: answered } = given.data;
    const migrate_to_chat_id = moved.get(chat);
    if (migrate_to_chat_id !== undefined) return refuse(400, { migrate_to_chat_id });
    if (text.length > LONGEST) return refuse(400);
    shown.push({ where: chat, text, ...(answered && { answers: String(answered.message_id) }) });
    return { status: 200, json: { ok: true, result: { message_id: shown.length } } };
  };
  return Object.assign(await startPlatformServer(answer), {
    shown,
    webhook: info,
    keep: (update: TelegramUpdate, at?: number) => {
      waiting.push(update);
      settle();
      if (at !== undefined) info.last_error_date = at;
    },
    migrate: (from: string, to: number) => void moved.set(from, to),
  });
};
