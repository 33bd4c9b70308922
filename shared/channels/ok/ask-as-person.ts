import { hash } from "node:crypto";
import type * as z from "zod/mini";
import type { OkDiscussions } from "../../contracts/secrets.ts";
import { askApi } from "../ask-api.ts";
import type { Visit } from "../collector.ts";
import { type OkSaid, okSaid } from "./ask.ts";

/** Limits are published nowhere: three calls a second, as the other networks take from one person. */
const PAUSE_MILLISECONDS = 340;

interface Question<Form> {
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly says: z.ZodMiniType<Form>;
}

/** Asks a method of the REST API in the name of a person; refused when they, or the application, may not. */
export type AskOkAsPerson = <Form>(question: Question<Form>, visit: Visit) => Promise<OkSaid<Form>>;

/** All that is sent but the token, sorted and joined, and the session's secret: https://apiok.ru/dev/methods */
const signatureOf = (parameters: Readonly<Record<string, string>>, sessionSecret: string): string => {
  const joined = Object.keys(parameters)
    .toSorted()
    .map((name) => `${name}=${parameters[name]}`);
  return hash("md5", `${joined.join("")}${sessionSecret}`);
};

export const okAsksAsPerson = (
  base: string,
  { applicationKey, token, sessionSecret }: Omit<OkDiscussions, "groupId">,
): AskOkAsPerson => {
  let called = false;
  return async ({ method, parameters, says }, visit) => {
    if (called) await visit.wait(PAUSE_MILLISECONDS);
    called = true;
    const sent = { ...parameters, method, application_key: applicationKey, format: "json" };
    const answer = await askApi({
      url: new URL("/fb.do", base),
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        ...sent,
        sig: signatureOf(sent, sessionSecret),
        access_token: token,
      }).toString(),
      now: visit.now,
    });
    return okSaid(answer, says);
  };
};
