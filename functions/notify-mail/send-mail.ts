import * as z from "zod/mini";
import { SECOND } from "../../shared/domain/instant.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { Sending, SendNotice } from "../../shared/platform/sending.ts";
import { writeNotice } from "../../shared/texts/notice-text.ts";

/** What nodemailer says of a failure: a code of its own, and the server's answer where there was one. */
const failure = z.looseObject({ code: z.optional(z.string()), responseCode: z.optional(z.int()) });

/**
 * RFC 5321: a 5yz answer stands however often it is asked for, a 4yz one does not. Where there was no answer the mail is
 * tried again under the same Message-ID, by which mail programs and servers know a copy.
 */
const verdict = (error: unknown): Sending => {
  const { code = "an error", responseCode } = failure.parse(error);
  if (responseCode !== undefined && responseCode >= 500)
    return { kind: "refused", why: `The mail server answered ${responseCode}.` };
  return { kind: "later", why: `The mail server did not take it: ${responseCode ?? code}.` };
};

const TIMEOUTS = { connectionTimeout: 10 * SECOND, greetingTimeout: 10 * SECOND, socketTimeout: 20 * SECOND };

const senderOf = ({ url, from }: { readonly url: string; readonly from?: string | undefined }): string => {
  const { username, hostname } = new URL(url);
  const user = decodeURIComponent(username);
  return from ?? (user.includes("@") ? user : `otklik@${hostname}`);
};

/** Sends by the mail server of the secret document. */
export const sendMail =
  ({ secrets, publicUrl }: { readonly secrets: ReadSecrets; readonly publicUrl: string }): SendNotice =>
  async (notice) => {
    if (notice.to.way !== "mail") return { kind: "refused", why: "The notice is not a mail." };
    const { smtp } = await secrets();
    if (smtp === undefined) return { kind: "refused", why: "The secrets hold no smtp.url." };
    // Loaded with the first mail: a start that has none to send does without.
    const { createTransport } = await import("nodemailer");
    const from = senderOf(smtp);
    const transport = createTransport({ url: smtp.url, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true });
    try {
      await transport.sendMail({
        from,
        to: notice.to.to,
        ...writeNotice(notice, publicUrl),
        messageId: `<${notice.id}@${from.split("@").at(-1)}>`,
        date: new Date(notice.at),
        // RFC 3834: nobody's absence notice answers it.
        headers: { "Auto-Submitted": "auto-generated" },
      });
      return { kind: "sent" };
    } catch (error) {
      return verdict(error);
    } finally {
      transport.close();
    }
  };
