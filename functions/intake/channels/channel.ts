import type { Reading, Source } from "../../../shared/channels/reading.ts";
import type { Problem } from "../../../shared/contracts/problem.ts";
import { DEFAULT_CENTRE, type Secrets } from "../../../shared/contracts/secrets.ts";
import type { Instant } from "../../../shared/domain/time/instant.ts";
import type { HttpAnswer, ReadBody } from "../../../shared/platform/http.ts";
import { oneOfSecrets } from "../../../shared/platform/secret-match.ts";

/** A webhook call as it came. */
export interface WebhookCall {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What of the address follows the channel's name. */
  readonly path: string | undefined;
  /** Where it comes from. */
  readonly address: string;
  /** Reads the body, when first asked. */
  readonly body: () => ReadBody;
}

export type Verdict =
  | { readonly kind: "verified"; readonly source: Source }
  /** It carries nothing, and asks for this answer. */
  | { readonly kind: "handshake"; readonly answer: HttpAnswer }
  | { readonly kind: "unauthorized"; readonly why: string }
  /** The proof itself is in a body that cannot be read. */
  | { readonly kind: "malformed"; readonly problem: Problem };

/** What one platform sends: who it is proved by, what it says, and what it is to be answered. */
export interface ChannelDoor {
  readonly channel: string;
  /** Whose call it is. Fails closed, and reads the body only where the proof is in it. */
  verify(call: WebhookCall, secrets: Secrets): Verdict;
  read(json: unknown, source: Source, now: Instant): Reading;
  /** What a verified call is answered once what it carries is safe, whatever that was. */
  acknowledge(): HttpAnswer;
  /** Header in which the platform counts how often it has sent this call before. */
  readonly retryHeader?: string;
}

interface Entry {
  readonly id?: string | undefined;
  readonly centre?: string | undefined;
}

/**
 * The entry one of whose secrets was given, under its id or its place in the list. Every one is compared, so that the time
 * taken tells nothing.
 */
export const provenBy = <Known extends Entry>(
  given: string | undefined,
  entries: readonly Known[],
  secretsOf: (entry: Known) => readonly (string | undefined)[],
): { readonly source: Source; readonly entry: Known } | undefined => {
  if (given === undefined) return undefined;
  let found: { readonly source: Source; readonly entry: Known } | undefined;
  for (const [place, entry] of entries.entries()) {
    const { id = String(place), centre = DEFAULT_CENTRE } = entry;
    if (oneOfSecrets(given, secretsOf(entry))) found ??= { source: { name: id, centre }, entry };
  }
  return found;
};
