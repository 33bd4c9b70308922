import type { Notice } from "../../shared/contracts/notices.ts";
import type { MaxBot } from "../../shared/contracts/secrets.ts";
import { type Exchange, post } from "../../shared/platform/http-post.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { Sending, SendNotice } from "../../shared/platform/sending.ts";
import type { Now } from "../../shared/platform/time.ts";
import { writeNotice } from "../../shared/texts/notice-text.ts";

const OFFICIAL_API = "https://platform-api2.max.ru";

/** https://dev.max.ru/docs-api/methods/POST/messages */
const LONGEST_TEXT = 4_000;

/**
 * MAX knows no key that would make a message one however often it is sent. So it is sent again only after an answer that
 * says it was not taken, or when nothing has left this machine.
 */
const verdict = (exchange: Exchange): Sending => {
  if (exchange.kind === "not-sent") return { kind: "later", why: `MAX could not be reached: ${exchange.why}.` };
  if (exchange.kind === "unclear") return { kind: "unclear", why: `MAX did not answer: ${exchange.why}.` };
  const { status, retryAfterSeconds } = exchange;
  const why = `MAX answered ${status}.`;
  if (status >= 200 && status < 300) return { kind: "sent" };
  if (status === 429 || status === 503)
    return { kind: "later", why, ...(retryAfterSeconds === undefined ? {} : { afterSeconds: retryAfterSeconds }) };
  return status >= 500 ? { kind: "unclear", why } : { kind: "refused", why };
};

/** The bot that is named, else the centre's own, else the first that belongs to no other centre. */
const botFor = (bots: readonly MaxBot[], centre: string, named: string | undefined): MaxBot | undefined => {
  if (named !== undefined) return bots.find((bot, place) => (bot.id ?? String(place)) === named);
  return bots.find((bot) => bot.centre === centre) ?? bots.find((bot) => bot.centre === undefined);
};

const send = async (notice: Notice, chat: string, bot: MaxBot, publicUrl: string, now: Now): Promise<Sending> => {
  const url = new URL("/messages", bot.api ?? OFFICIAL_API);
  url.searchParams.set("chat_id", chat);
  const { subject, text } = writeNotice(notice, publicUrl, { room: LONGEST_TEXT - 200 });
  return verdict(
    await post({
      url,
      headers: { authorization: bot.token, "content-type": "application/json" },
      body: JSON.stringify({ text: `${subject}\n\n${text}`.slice(0, LONGEST_TEXT) }),
      now: now(),
      authority: bot.ca,
    }),
  );
};

/** Writes to a chat of MAX as a bot of the secret document. */
export const postToMax =
  ({
    secrets,
    publicUrl,
    now,
  }: {
    readonly secrets: ReadSecrets;
    readonly publicUrl: string;
    readonly now: Now;
  }): SendNotice =>
  async (notice) => {
    if (notice.to.way !== "max") return { kind: "refused", why: "The notice is not for MAX." };
    const bot = botFor((await secrets()).max, notice.centre, notice.to.bot);
    if (bot === undefined) return { kind: "refused", why: "The secrets hold no bot of MAX for this." };
    if (bot.api === "off") return { kind: "refused", why: "The secrets switch this bot of MAX off." };
    return send(notice, notice.to.chat, bot, publicUrl, now);
  };
