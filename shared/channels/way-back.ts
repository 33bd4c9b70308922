import type { Outcome } from "../domain/incident/settle-delivery.ts";
import type { KeptSignal } from "../domain/signal/signal.ts";
import type { Instant } from "../domain/time/instant.ts";

/** A reply on its way to one citizen. */
export interface Letter {
  readonly text: string;
  /** The same for every try of the same reply to the same citizen. */
  readonly key: string;
  /** Parts of the text that have arrived already. */
  readonly partsSent: number;
  /** Who wrote, where that is needed to answer them. */
  readonly author?: string;
  /** What they left to be reached by. */
  readonly contact?: string;
  readonly now: Instant;
}

/** At most one call in so many milliseconds. */
export interface Pace {
  readonly of: string;
  readonly milliseconds: number;
}

/** A way to answer one message in the place where it was written. */
export interface WayBack {
  /** Whether the platform knows a second try for what it is: only then may one follow a call that may have been taken. */
  readonly knowsRepeats: boolean;
  readonly needsAuthor: boolean;
  readonly paces: readonly Pace[];
  send(letter: Letter): Promise<Outcome>;
}

/** Where a message was written. */
export type WrittenAt = Pick<KeptSignal, "channel" | "source" | "thread">;

/** Why there is no way back that a machine may go. */
export interface ByHand {
  readonly byHand: string;
}

/** Where a platform's API is called, or why it is not. */
export const apiOf = (
  account: { readonly api?: string | undefined; readonly token?: string | undefined } | undefined,
  official: string,
): { readonly base: string; readonly token: string } | ByHand => {
  if (account === undefined) return { byHand: "no-account" };
  if (account.api === "off") return { byHand: "switched-off" };
  if (account.token === undefined || account.token === "") return { byHand: "no-token" };
  return { base: account.api ?? official, token: account.token };
};

/** The account of a source, which is called by its id or, without one, by its place in the document. */
export const accountOf = <Account extends { readonly id?: string | undefined }>(
  accounts: readonly Account[],
  source: string,
): Account | undefined => accounts.find(({ id }, place) => (id ?? String(place)) === source);
