import type { Centre } from "../centre/centre.ts";
import type { Instant } from "../time/instant.ts";
import type { Entry } from "./history.ts";
import type { Incident } from "./incident.ts";
import type { IncidentState } from "./incident-state.ts";

/** Who decides, when, and by which centre's rules. */
export interface Circumstances {
  readonly who: string;
  readonly now: Instant;
  readonly centre: Centre;
}

/** When something happens that nobody decides, and by which centre's rules. */
export type At = Pick<Circumstances, "centre" | "now">;

/** What a command comes to: the incident without its new version, state and history. */
export type Change =
  | {
      readonly incident: Incident;
      readonly entry: Entry;
      /** In the place of the one that the command leads to. */
      readonly state?: IncidentState;
    }
  | { readonly refused: string };
