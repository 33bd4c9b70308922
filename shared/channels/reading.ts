import type { Existence } from "../domain/signal/existence.ts";
import type { Membership } from "../domain/signal/membership.ts";
import type { Signal } from "../domain/signal/signal.ts";

/**
 * What a platform says in one call, or shows when it is asked. `existence`: a message is gone or back; what comes back is
 * told whole by some, so that one never seen before is taken in. `membership`: a bot came into a chat, or is out of it. `ignored`: nothing of a citizen's, such as the page's own
 * posts, or a type of event that is not read. `rejected`: should be a message and was not understood. `warning`: the
 * platform warns of itself; what else it said is `carried`.
 */
export type Reading =
  | { readonly kind: "signal"; readonly signal: Signal }
  | { readonly kind: "existence"; readonly existence: Existence; readonly signal?: Signal }
  | { readonly kind: "membership"; readonly membership: Membership }
  | { readonly kind: "ignored"; readonly why: string }
  | { readonly kind: "rejected"; readonly reason: string }
  | { readonly kind: "warning"; readonly why: string; readonly carried: Reading };

/** The page, chat or bot that messages come through, and the centre they come to. */
export interface Source {
  readonly name: string;
  readonly centre: string;
}
