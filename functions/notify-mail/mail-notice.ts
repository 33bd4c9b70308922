import { sendMail } from "../../shared/platform/mail.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { SendNotice } from "../../shared/platform/sending.ts";
import { writeNotice } from "../../shared/texts/notice-text.ts";

/** Sends by the mail server of the secret document; where its answer was lost, again under the same Message-ID. */
export const mailNotice =
  ({ secrets, publicUrl }: { readonly secrets: ReadSecrets; readonly publicUrl: string }): SendNotice =>
  async (notice) => {
    const { id, to, at } = notice;
    if (to.way !== "mail") return { kind: "refused", why: "The notice is not a mail." };
    const { smtp } = await secrets();
    if (smtp === undefined) return { kind: "refused", why: "The secrets hold no smtp.url." };
    const mailing = await sendMail(smtp, { id, to: to.to, ...writeNotice(notice, publicUrl), at });
    switch (mailing.kind) {
      case "taken":
        return { kind: "sent" };
      case "refused":
        return { kind: "refused", why: `The mail server answered ${mailing.status}.` };
      case "later":
      case "unclear":
        return { kind: "later", why: `The mail server did not take it: ${mailing.why}.` };
      default:
        return mailing satisfies never;
    }
  };
