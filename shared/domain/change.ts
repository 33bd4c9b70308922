import type { Centre } from "./centre.ts";
import type { HistoryEntry } from "./history.ts";
import type { Incident, IncidentState } from "./incident.ts";
import type { Instant } from "./instant.ts";

/** Who decides, when, and by which centre's rules. */
export interface Circumstances {
  readonly who: string;
  readonly now: Instant;
  readonly centre: Centre;
}

/** A step of a history, without what every step has. */
export type Entry = HistoryEntry extends infer One
  ? One extends HistoryEntry
    ? Omit<One, "version" | "at" | "who">
    : never
  : never;

/** What a command comes to: the incident without its new version, state and history. */
export type Change =
  | {
      readonly incident: Incident;
      readonly entry: Entry;
      /** In the place of the one that the command leads to. */
      readonly state?: IncidentState;
    }
  | { readonly refused: string };
