import type * as z from "zod/mini";
import { askApi, Unanswered } from "../ask-api.ts";
import type { Visit } from "../collector.ts";
import type { Refused } from "../history.ts";

interface Bot {
  readonly base: string;
  readonly token: string;
  /** A certificate authority to be trusted besides the usual ones. */
  readonly authority: string | undefined;
}

interface Question<Form> {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Posted when there is one. */
  readonly body?: unknown;
  readonly says: z.ZodMiniType<Form>;
  /** MAX may not have this any more. */
  readonly mayBeGone?: boolean;
}

/** Asks MAX; refused when this bot may not ask for it. */
export type AskMax = <Form>(
  question: Question<Form>,
  visit: Visit,
) => Promise<{ readonly kind: "said"; readonly said: Form } | Refused>;

/** MAX takes thirty calls a second from a bot; a part of them is for replies. */
const PAUSE_MILLISECONDS = 50;

/** The token is no bot's any more. */
const UNAUTHORIZED = 401;

export const maxAsks = ({ base, token, authority }: Bot): AskMax => {
  let asked = false;
  return async ({ path, query = {}, body, says, mayBeGone }, visit) => {
    if (asked) await visit.wait(PAUSE_MILLISECONDS);
    asked = true;
    const url = new URL(path, base);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const { status, json } = await askApi({
      url,
      headers: { authorization: token, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      now: visit.now,
      authority,
      mayBeGone,
    });
    if (status === UNAUTHORIZED) throw new Unanswered(`http ${status}`);
    if (status >= 400) return { kind: "refused", why: `http ${status}` };
    const read = says.safeParse(json);
    if (!read.success) throw new Unanswered("unreadable");
    return { kind: "said", said: read.data };
  };
};
