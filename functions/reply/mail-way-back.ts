import * as z from "zod/mini";
import type { ByHand, Letter, WayBack } from "../../shared/channels/way-back.ts";
import type { Secrets } from "../../shared/contracts/secrets.ts";
import type { Outcome } from "../../shared/domain/incident/settle-delivery.ts";
import type { KeptSignal } from "../../shared/domain/signal/signal.ts";
import { type MailServer, sendMail } from "../../shared/platform/mail.ts";
import { replyMailTexts } from "../../shared/texts/reply-mail.ts";
import { languageOf } from "../../shared/understanding/language.ts";

const email = z.email();

/** The one address in what a citizen left to be reached by; nothing when there is none, or when it could be either of two. */
const addressIn = (contact: string): string | undefined => {
  const found = contact.split(/[\s,;<>()]+/).filter((word) => email.safeParse(word).success);
  return found.length === 1 ? found[0] : undefined;
};

const send = async (
  server: MailServer,
  { id, text: written }: Pick<KeptSignal, "id" | "text">,
  centre: string,
  { contact = "", text, key, now }: Letter,
): Promise<Outcome> => {
  const to = addressIn(contact);
  if (to === undefined) return { kind: "by-hand", why: "no-mail-address" };
  const texts = replyMailTexts[languageOf(written) === "ru" ? "ru" : "en"];
  const said = { subject: texts.subject(id), text: texts.body(text, id, centre) };
  const mailing = await sendMail(server, { id: key, to, ...said, at: now });
  switch (mailing.kind) {
    case "taken":
      return { kind: "sent" };
    case "refused":
      return { kind: "failed", why: `refused smtp ${mailing.status}` };
    case "later":
      return { kind: "later", why: `smtp ${mailing.why}` };
    case "unclear":
      return { kind: "unknown", why: `no-answer ${mailing.why}` };
    default:
      return mailing satisfies never;
  }
};

/**
 * The way back to whoever wrote through the form or a partner and left an e-mail address. Mail servers take a copy for
 * another mail, whatever its Message-ID: a repeat is not known.
 */
export const mailWayBack = (
  signal: Pick<KeptSignal, "id" | "text">,
  centre: string,
  smtp: Secrets["smtp"],
): WayBack | ByHand =>
  smtp === undefined
    ? { byHand: "no-mail-server" }
    : {
        knowsRepeats: false,
        needsAuthor: true,
        paces: [],
        send: (letter) => send(smtp, signal, centre, letter),
      };
