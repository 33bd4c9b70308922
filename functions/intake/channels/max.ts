import { readMaxUpdate } from "../../../shared/channels/max/updates.ts";
import { jsonAnswer } from "../../../shared/platform/http.ts";
import { type ChannelDoor, provenBy } from "./channel.ts";

/** MAX shows the subscription's secret in a header and waits 30 seconds for a plain 200. */
export const max: ChannelDoor = {
  channel: "max",
  verify: ({ headers }, secrets) => {
    const proven = provenBy(headers["x-max-bot-api-secret"], secrets.max, (bot) => [bot.secret, bot.previousSecret]);
    return proven === undefined
      ? { kind: "unauthorized", why: "X-Max-Bot-Api-Secret is wrong or missing." }
      : { kind: "verified", source: proven.source };
  },
  read: readMaxUpdate,
  acknowledge: () => jsonAnswer(200, { success: true }),
};
