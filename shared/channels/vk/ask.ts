import * as z from "zod/mini";
import { askApi, Unanswered } from "../ask-api.ts";
import type { Visit } from "../collector.ts";
import { VERSION } from "./client.ts";

/** An answer is 200 whatever happened: https://dev.vk.com/reference/errors */
const failure = z.looseObject({ error: z.looseObject({ error_code: z.int() }) });
const success = z.looseObject({ response: z.unknown() });

/** Unknown, too many in a second, of the server. */
const SOON: ReadonlySet<number> = new Set([1, 6, 10]);
const MOST_TRIES = 3;
const PAUSE_MILLISECONDS = 1_000;
/** Too many of the same, the limit of the method, a captcha: each further call makes it worse. */
const LATE: ReadonlySet<number> = new Set([9, 14, 29]);
const LATE_SECONDS = 3_600;
/** The token serves no more. */
const UNKNOWN_TOKEN = 5;

export type VkSaid =
  | { readonly kind: "said"; readonly response: unknown }
  | { readonly kind: "refused"; readonly why: string };

/** Asks a method of VK's; `refused` when this token may not ask for it. */
export type AskVk = (name: string, parameters: Readonly<Record<string, string>>, visit: Visit) => Promise<VkSaid>;

interface Access {
  readonly base: string;
  readonly token: string;
  /** Between one call with this token and the next. */
  readonly pauseMilliseconds?: number;
}

export const vkAsks = ({ base, token, pauseMilliseconds = 0 }: Access): AskVk => {
  let called = false;
  const once = async (name: string, parameters: Readonly<Record<string, string>>, { now }: Visit) => {
    const { json } = await askApi({
      url: new URL(`/method/${name}`, base),
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...parameters, access_token: token, v: VERSION }).toString(),
      now,
    });
    const failed = failure.safeParse(json);
    if (failed.success) return { code: failed.data.error.error_code };
    const said = success.safeParse(json);
    if (!said.success) throw new Unanswered("unreadable");
    return { response: said.data.response };
  };
  return async (name, parameters, visit) => {
    for (let tries = 1; ; tries += 1) {
      if (called && pauseMilliseconds > 0) await visit.wait(pauseMilliseconds);
      called = true;
      const { code, response } = await once(name, parameters, visit);
      if (code === undefined) return { kind: "said", response };
      if (SOON.has(code) && tries < MOST_TRIES) {
        await visit.wait(PAUSE_MILLISECONDS);
        continue;
      }
      if (SOON.has(code) || code === UNKNOWN_TOKEN) throw new Unanswered(`vk ${code}`);
      if (LATE.has(code)) throw new Unanswered(`vk ${code}`, LATE_SECONDS);
      return { kind: "refused", why: `vk ${code}` };
    }
  };
};

/** Reads what was said; what has another form is as good as not said. */
export const readAs = <Form>(schema: z.ZodMiniType<Form>, response: unknown): Form => {
  const read = schema.safeParse(response);
  if (!read.success) throw new Unanswered("unreadable");
  return read.data;
};
