import type { Existence } from "../domain/signal/existence.ts";
import type { Membership } from "../domain/signal/membership.ts";
import type { Signal } from "../domain/signal/signal.ts";

/** What a platform says in one call, or shows when it is asked. */
export type Reading =
  | { readonly kind: "signal"; readonly signal: Signal }
  /** A message is gone or back. Some platforms tell what comes back whole: so one that was never seen is taken in. */
  | { readonly kind: "existence"; readonly existence: Existence; readonly signal?: Signal }
  /** A bot came into a chat, or is out of it. */
  | { readonly kind: "membership"; readonly membership: Membership }
  /** Nothing of a citizen's, such as the page's own posts, or a type of event that is not read. */
  | { readonly kind: "ignored"; readonly why: string }
  /** It should be a message and was not understood. */
  | { readonly kind: "rejected"; readonly reason: string }
  /** The platform warns of itself; what else it said is `carried`. */
  | { readonly kind: "warning"; readonly why: string; readonly carried: Reading };

/** The page, chat or bot that messages come through, and the centre they come to. */
export interface Source {
  readonly name: string;
  readonly centre: string;
}
