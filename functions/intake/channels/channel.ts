import type { Existence } from "../../../shared/domain/existence.ts";
import type { Signal } from "../../../shared/domain/signal.ts";

/**
 * What a verified webhook call says. `existence`: a message was deleted or restored. `warning`: the platform tells those
 * who run this that something will stop working; `why` holds nothing of a citizen's. `ignored`: nothing of a citizen's, such as the page's own posts, or a type of
 * event that is not read. `rejected`: should be a message and was not understood.
 */
export type Reading =
  | { readonly kind: "signal"; readonly signal: Signal }
  | { readonly kind: "existence"; readonly existence: Existence }
  | { readonly kind: "warning"; readonly why: string }
  | { readonly kind: "ignored"; readonly why: string }
  | { readonly kind: "rejected"; readonly source: string; readonly reason: string };
