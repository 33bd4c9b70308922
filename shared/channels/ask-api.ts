import { type Instant, SECOND } from "../domain/time/instant.ts";
import { type Exchange, get, post, TOO_SLOW } from "../platform/http-post.ts";
import { jsonOf } from "../platform/json.ts";

/** A hundred messages with all that hangs on them. */
const LONGEST_ANSWER = 4 * 1024 * 1024;

/** A question writes nothing, and can be asked again: nobody waits longer for its answer. */
const PATIENCE = 5 * SECOND;

/** A platform did not say what it was asked. The same may be asked again later: `afterSeconds` when it says how much. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  /** What happened, in codes: never what a platform said in words. */
  readonly why: string;
  readonly afterSeconds: number | undefined;
  /** False when no connection came about: another question would fare no better. */
  readonly reached: boolean;
  /** False when an answer was waited for as long as one is: another question may take as long. */
  readonly inTime: boolean;

  constructor(why: string, afterSeconds?: number, { reached = true, inTime = true } = {}) {
    super(why);
    this.why = why;
    this.afterSeconds = afterSeconds;
    this.reached = reached;
    this.inTime = inTime;
  }
}

/** Whether another question would fare no better: nothing is reached, answers take too long, or none is to be asked for a while. */
export const holdsForAll = ({ reached, inTime, afterSeconds }: Unanswered): boolean =>
  !reached || !inTime || afterSeconds !== undefined;

interface Question {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Posted when there is one. */
  readonly body?: string;
  readonly now: Instant;
  readonly authority?: string | undefined;
  /** The platform may have taken back what is asked for, and need not say so in words that can be read. */
  readonly mayBeGone?: boolean | undefined;
}

/** Nothing is there, not in this way, no more, or never was. */
const GONE: ReadonlySet<number> = new Set([404, 405, 410, 501]);

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

const read = (exchange: Exchange, mayBeGone: boolean): Answer => {
  if (exchange.kind !== "answered") {
    const { kind, why } = exchange;
    throw new Unanswered(`unreachable ${why}`, undefined, { reached: kind !== "not-sent", inTime: why !== TOO_SLOW });
  }
  const { status, retryAfterSeconds, body } = exchange;
  if (mayBeGone && GONE.has(status)) return { status, json: undefined };
  // What is meant for one host is told to no other.
  if (status >= 300 && status < 400) throw new Unanswered(`redirected ${status}`);
  if (status === 429 || status >= 500) throw new Unanswered(`http ${status}`, retryAfterSeconds);
  const parsed = jsonOf(body);
  if (parsed === undefined) throw new Unanswered(`unreadable ${status}`);
  return { status, ...parsed };
};

/** Asks a platform's API once. Throws `Unanswered` when it does not say what to make of the question. */
export const askApi = async ({ body, headers = {}, mayBeGone = false, ...call }: Question): Promise<Answer> =>
  read(
    body === undefined
      ? await get({ ...call, headers, most: LONGEST_ANSWER, patienceMilliseconds: PATIENCE })
      : await post({ ...call, headers, body, most: LONGEST_ANSWER, patienceMilliseconds: PATIENCE }),
    mayBeGone,
  );
