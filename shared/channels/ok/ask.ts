import * as z from "zod/mini";
import { askApi, Unanswered } from "../ask-api.ts";
import type { Visit } from "../collector.ts";
import type { Refused } from "../history.ts";

interface Question<Form> {
  /** Of the address, from `/graph/me/` on. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Posted when there is one. */
  readonly body?: unknown;
  readonly says: z.ZodMiniType<Form>;
}

/** What Odnoklassniki says to a question; refused when whoever asks may not. */
export type OkSaid<Form> = { readonly kind: "said"; readonly said: Form } | Refused;

export type AskOk = <Form>(question: Question<Form>, visit: Visit) => Promise<OkSaid<Form>>;

/** https://apiok.ru/dev/errors */
const failure = z.looseObject({ error_code: z.int() });
/** Of the service, not available, too many, and the application's and the session's: the key serves no more. */
const UNANSWERED: ReadonlySet<number> = new Set([1, 2, 8, 11, 101, 102, 103, 104]);
const UNAUTHORIZED = 401;

/** Reads an answer. Throws `Unanswered` when the same may be asked again. */
export const okSaid = <Form>(
  { status, json }: { readonly status: number; readonly json: unknown },
  says: z.ZodMiniType<Form>,
): OkSaid<Form> => {
  const failed = failure.safeParse(json);
  if (failed.success) {
    const why = `ok ${failed.data.error_code}`;
    if (UNANSWERED.has(failed.data.error_code)) throw new Unanswered(why);
    return { kind: "refused", why };
  }
  if (status === UNAUTHORIZED) throw new Unanswered(`http ${status}`);
  if (status >= 400) return { kind: "refused", why: `http ${status}` };
  const read = says.safeParse(json);
  if (!read.success) throw new Unanswered("unreadable");
  return { kind: "said", said: read.data };
};

export const okAsks =
  ({ base, token }: { readonly base: string; readonly token: string }): AskOk =>
  async ({ path, query = {}, body, says }, { now }) => {
    const url = new URL(`/graph/me/${path}`, base);
    for (const [name, value] of Object.entries({ ...query, access_token: token })) url.searchParams.set(name, value);
    const headers = { "content-type": "application/json;charset=utf-8" };
    const answer = await askApi({
      url,
      ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }),
      now,
    });
    return okSaid(answer, says);
  };
