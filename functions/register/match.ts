import type { Incident } from "../../shared/domain/incident.ts";

/**
 * Finds the incident of the same matter, if there is one: given what a signal would open, the id of what it joins
 * instead. Asked before anything is written, for a repeat too; an incident that takes no more signals is passed over.
 */
export type Match = (opened: Incident) => Promise<string | undefined>;

/** Every signal is a matter of its own. */
export const nothingMatches: Match = async () => undefined;
