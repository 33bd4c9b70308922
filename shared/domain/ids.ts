import { hash } from "node:crypto";
import { canonical } from "./canonical.ts";

const ID_BYTES = 16;

/** An opaque, URL-safe id of 22 characters: the same for the same parts, in the same order, for ever. */
const idOf = (...parts: readonly (string | number)[]): string =>
  hash("sha256", JSON.stringify(parts), "buffer").subarray(0, ID_BYTES).toString("base64url");

/**
 * A signal is the same signal however often, and through whatever door, it arrives. Platforms redeliver for hours to
 * days, so its identity comes from the platform's own: channel, source (community, chat, partner) and external id.
 */
export const signalId = (channel: string, source: string, externalId: string): string =>
  idOf("signal", channel, source, externalId);

/** The id of a copy of a signal, one for each matter more that it has. */
export const dividedId = (signal: string, number: number): string => idOf("divided", signal, number);

/** One reply at most is written with each step of an incident: the version that was read names it. */
export const replyId = (incidentId: string, version: number): string => idOf("reply", incidentId, version);

/** A short mark of one wording of a signal, from the key it was sent under. */
export const wordingOf = (key: string): string => idOf("wording", key).slice(0, 11);

/** A number of «Решаем вместе» where the number itself is not to stand. */
export const posMark = (number: string): string => idOf("pos", number);

/** Where a citizen and a page talk, by the citizen's pseudonym and what tells the place. */
export const dialogueId = (channel: string, source: string, citizen: string, place: unknown): string =>
  idOf("dialogue", channel, source, citizen, canonical(place));

export const rejectionId = (channel: string, source: string, body: string): string =>
  idOf("rejection", channel, source, body);

/** One event per step of an incident's version. */
export const changeEventId = (incidentId: string, version: number, type: string): string =>
  idOf("change", incidentId, version, type);

/** One event per incident × clock × stage × version of the clock; of an escalation one for each further rung, too. */
export const stageEventId = (
  incidentId: string,
  {
    clock,
    stage,
    clockVersion,
    rung,
  }: { clock: string; stage: string; clockVersion: number; rung?: number | undefined },
): string => idOf("stage", incidentId, clock, stage, clockVersion, ...(rung === undefined ? [] : [rung]));

export const rejectionEventId = (rejection: string): string => idOf("rejected", rejection);

/** A short mark of what was understood of a row of another system: another for any change in it. */
export const rowDigest = (row: unknown): string => idOf("row", canonical(row)).slice(0, 11);

/** A short mark of a centre's norms and calendar: another for any change in them. */
export const rulesVersion = (rules: unknown): string => idOf("rules", canonical(rules)).slice(0, 8);
