import type { Former } from "../domain/incident/move-in.ts";
import type { Author } from "../domain/signal/signal.ts";

/** A row of another system in a centre's own terms. */
export interface Translated {
  readonly former: Former;
  /** Who wrote its message; goes to the identities. */
  readonly author: Author | undefined;
  /** Names that the centre's data do not have. */
  readonly unknown: readonly { readonly column: string; readonly name: string }[];
}

/** What is wrong with a cell. Never its words: they may be a citizen's. */
export interface CellFault {
  readonly column: string;
  readonly why: string;
}
