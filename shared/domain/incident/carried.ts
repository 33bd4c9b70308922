import type { Instant } from "../time/instant.ts";
import { type Entry, OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";

/**
 * The next version of an incident in which nothing has changed that anybody decides by: a reply is further on its way, or
 * somebody has asked for a draft.
 */
export const carriedOn = (
  incident: Incident,
  replies: Incident["replies"],
  now: Instant,
  entries: readonly Entry[],
  who: string = OTKLIK,
): Incident => {
  const version = incident.version + 1;
  const from = incident.carried?.to === incident.version ? incident.carried.from : incident.version;
  const steps = entries.map((entry) => ({ version, at: now, who, ...entry }));
  return { ...incident, version, replies, carried: { from, to: version }, history: [...incident.history, ...steps] };
};

/** Whether somebody who has read a version knows all that they decide by: what came after it only carried replies. */
export const isKnownBy = ({ version, carried }: Incident, read: number): boolean =>
  read === version || (carried?.to === version && read >= carried.from && read < version);

/** Writes down that somebody has had a language model draft an answer. Whoever has read the version before may still decide by it. */
export const draftAsked = (incident: Incident, who: string, now: Instant): Incident =>
  carriedOn(incident, incident.replies, now, [{ what: "reply-suggested" }], who);
