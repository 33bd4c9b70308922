import * as z from "zod/mini";
import type { Secrets } from "../contracts/secrets.ts";
import { type Instant, SECOND } from "../domain/time/instant.ts";

export type MailServer = NonNullable<Secrets["smtp"]>;

export interface Mail {
  /** The same for every try: mail programs and servers know a copy by it. Without its domain. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: Instant;
}

/**
 * How a mail server dealt with a mail. `later`: it has not taken it, and another time may. `unclear`: the connection ended
 * when the mail may have been taken. Reasons are codes, never the server's words, which repeat addresses.
 */
export type Mailing =
  | { readonly kind: "taken" }
  | { readonly kind: "later" | "unclear"; readonly why: string }
  | { readonly kind: "refused"; readonly status: number };

/** What nodemailer says of a failure: a code of its own, and the server's answer where there was one. */
const failure = z.looseObject({
  code: z.optional(z.string()),
  responseCode: z.optional(z.int()),
  syscall: z.optional(z.string()),
  timeoutType: z.optional(z.string()),
});

/** Where a failure without an answer cannot have been after the mail's text. */
const BEFORE_THE_MAIL: ReadonlySet<string> = new Set([
  "EDNS",
  "ETLS",
  "EAUTH",
  "CONNECT_TIMEOUT",
  "GREETING_TIMEOUT",
  "UPGRADE_TIMEOUT",
  "connect",
]);

/** RFC 5321: a 5yz answer stands however often it is asked for, a 4yz one does not. */
const verdict = (error: unknown): Mailing => {
  const { code = "an error", responseCode, syscall = "", timeoutType = "" } = failure.parse(error);
  if (responseCode !== undefined)
    return responseCode >= 500
      ? { kind: "refused", status: responseCode }
      : { kind: "later", why: String(responseCode) };
  const isEarly = [code, syscall, timeoutType].some((each) => BEFORE_THE_MAIL.has(each));
  return { kind: isEarly ? "later" : "unclear", why: code };
};

const TIMEOUTS = { connectionTimeout: 10 * SECOND, greetingTimeout: 10 * SECOND, socketTimeout: 20 * SECOND };

const senderOf = ({ url, from }: MailServer): string => {
  const { username, hostname } = new URL(url);
  const user = decodeURIComponent(username);
  return from ?? (user.includes("@") ? user : `otklik@${hostname}`);
};

/** Gives a mail to the mail server of the secret document, once. */
export const sendMail = async (server: MailServer, { id, to, subject, text, at }: Mail): Promise<Mailing> => {
  // Loaded with the first mail: a start that has none to send does without.
  const { createTransport } = await import("nodemailer");
  const from = senderOf(server);
  const transport = createTransport({ url: server.url, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true });
  try {
    await transport.sendMail({
      from,
      to: { name: "", address: to },
      subject,
      text,
      messageId: `<${id}@${from.split("@").at(-1)}>`,
      date: new Date(at),
      // RFC 3834: nobody's absence notice answers it.
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return { kind: "taken" };
  } catch (error) {
    return verdict(error);
  } finally {
    transport.close();
  }
};
