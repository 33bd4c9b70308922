import type { Notice } from "../contracts/notices.ts";

/**
 * How one try to send a notice ended. `later`: worth trying again, after a pause that the other side may name. `refused`:
 * no try will help. `unclear`: it may have arrived, and sending it again could tell it twice.
 */
export type Sending =
  | { readonly kind: "sent" }
  | { readonly kind: "later"; readonly why: string; readonly afterSeconds?: number }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "unclear"; readonly why: string };

/** Sends a notice by one way. Reasons name what happened, never what was in the notice or the secrets. */
export type SendNotice = (notice: Notice) => Promise<Sending>;
