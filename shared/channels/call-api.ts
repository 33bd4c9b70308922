import type { Outcome } from "../domain/incident/settle-delivery.ts";
import { SECOND } from "../domain/time/instant.ts";
import { type Exchange, post, TOO_SLOW } from "../platform/http-post.ts";
import { jsonOf } from "../platform/json.ts";

/** More than any answer to a sent message is. */
const LONGEST_ANSWER = 64 * 1024;

/** Where a second try does no harm, nobody waits longer for the first one's answer. */
const PATIENCE_WITH_REPEATS = 5 * SECOND;

/** Whether a call was waited for to its end. */
export const isTooSlow = (outcome: Outcome): boolean => "why" in outcome && outcome.why.endsWith(TOO_SLOW);

/** What an API said, or how the call ended without a word that can be read. */
export type Said =
  | { readonly kind: "said"; readonly status: number; readonly json: unknown }
  | { readonly kind: "ended"; readonly outcome: Outcome };

const ended = (outcome: Outcome): Said => ({ kind: "ended", outcome });

/** What to make of a call that may have been taken. */
const perhapsSent = (knowsRepeats: boolean, why: string): Outcome =>
  knowsRepeats ? { kind: "later", why } : { kind: "unknown", why };

interface Platform {
  /** Whether it knows a second try for what it is. */
  readonly knowsRepeats: boolean;
  /** Seconds to wait, where an answer says so in its body and not in its head. */
  readonly pauseIn?: (json: unknown) => number | undefined;
}

const later = (why: string, afterSeconds: number | undefined): Outcome => ({
  kind: "later",
  why,
  ...(afterSeconds === undefined ? {} : { afterSeconds }),
});

const read = (exchange: Exchange, { knowsRepeats, pauseIn }: Platform): Said => {
  if (exchange.kind === "not-sent") return ended({ kind: "later", why: `unreachable ${exchange.why}` });
  if (exchange.kind === "unclear") return ended(perhapsSent(knowsRepeats, `no-answer ${exchange.why}`));
  const { status, retryAfterSeconds, body } = exchange;
  const http = `http ${status}`;
  const parsed = jsonOf(body);
  if (status === 429 || status === 503)
    return ended(later(http, retryAfterSeconds ?? (parsed === undefined ? undefined : pauseIn?.(parsed.json))));
  if (status >= 500) return ended(perhapsSent(knowsRepeats, http));
  // What is meant for one host is told to no other.
  if (status >= 300 && status < 400) return ended({ kind: "failed", why: `redirected ${status}` });
  if (parsed !== undefined) return { kind: "said", status, ...parsed };
  return ended(status >= 400 ? { kind: "failed", why: `refused ${http}` } : perhapsSent(knowsRepeats, "unreadable"));
};

/** Calls a platform's API once. Reasons name what happened, never what was sent or what the platform said in words. */
export const callApi = async (
  call: Omit<Parameters<typeof post>[0], "most" | "patienceMilliseconds">,
  platform: Platform,
): Promise<Said> => {
  const patience = platform.knowsRepeats ? { patienceMilliseconds: PATIENCE_WITH_REPEATS } : {};
  return read(await post({ ...call, ...patience, most: LONGEST_ANSWER }), platform);
};
