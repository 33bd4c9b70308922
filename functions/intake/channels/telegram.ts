import { readTelegramUpdate } from "../../../shared/channels/telegram/updates.ts";
import { jsonAnswer } from "../../../shared/platform/http.ts";
import { type ChannelDoor, provenBy } from "./channel.ts";

/**
 * Telegram shows the webhook's secret in a header. It holds a chat's next message back until this one is acknowledged, for
 * a day if need be, so that whatever is verified is acknowledged.
 */
export const telegram: ChannelDoor = {
  channel: "telegram",
  verify: ({ headers }, secrets) => {
    const given = headers["x-telegram-bot-api-secret-token"];
    const proven = provenBy(given, secrets.telegram, (bot) => [bot.secret, bot.previousSecret]);
    return proven === undefined
      ? { kind: "unauthorized", why: "X-Telegram-Bot-Api-Secret-Token is wrong or missing." }
      : { kind: "verified", source: proven.source };
  },
  read: readTelegramUpdate,
  acknowledge: () => jsonAnswer(200, { ok: true }),
};
