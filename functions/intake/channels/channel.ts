import type { Signal } from "../../../shared/domain/signal.ts";

/**
 * What a verified webhook call says. `ignored`: nothing of a citizen's, such as the page's own posts, or a type of
 * event that is not read. `rejected`: should be a message and was not understood.
 */
export type Reading =
  | { readonly kind: "signal"; readonly signal: Signal }
  | { readonly kind: "ignored"; readonly why: string }
  | { readonly kind: "rejected"; readonly source: string; readonly reason: string };
