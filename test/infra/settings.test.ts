import { expect, test } from "vitest";
import * as z from "zod/mini";
import { readSettings } from "../../infra/settings.ts";
import { synthesise } from "./synthesised.ts";

const reading = (context: Record<string, unknown>) => readSettings((name) => context[name]);

test("nothing has to be set", () => {
  expect(reading({}).oidc).toBeUndefined();
});

test("a centre may bring its own issuer of tokens", () => {
  expect(reading({ oidcIssuer: "https://id.example.org", oidcAudience: "otklik" }).oidc).toEqual({
    issuer: "https://id.example.org",
    audience: "otklik",
  });
});

test("the key of the pseudonyms is made by KMS, or left empty for the one that a machine had", () => {
  const origin = z.object({ KeySpec: z.optional(z.string()), Origin: z.optional(z.string()) });
  const originOf = (context: Record<string, unknown>) =>
    synthesise(reading(context))
      .ofType("AWS::KMS::Key", origin)
      .find(({ is }) => is.KeySpec === "HMAC_256")?.is.Origin;
  expect(originOf({})).toBeUndefined();
  expect(originOf({ pseudonymKey: "imported" })).toBe("EXTERNAL");
  expect(() => reading({ pseudonymKey: "mine" })).toThrow("pseudonymKey");
});

test("an issuer without an audience is refused, and the other way round", () => {
  expect(() => reading({ oidcIssuer: "https://id.example.org" })).toThrow("oidcIssuer and oidcAudience go together");
  expect(() => reading({ oidcAudience: "otklik" })).toThrow("oidcIssuer and oidcAudience go together");
});

test("an issuer that is not an https address is refused by name", () => {
  expect(() => reading({ oidcIssuer: "http://id.example.org", oidcAudience: "otklik" })).toThrow("oidcIssuer");
});

test("Telegram is named on or off, and nothing else", () => {
  expect(reading({ telegram: "on" }).telegram).toBe("on");
  expect(() => reading({ telegram: "yes" })).toThrow("telegram");
});

test("nothing of a language model is there unless one is named, and then that one alone may be asked", () => {
  const anything = z.looseObject({});
  const written = (context: Record<string, unknown>, type: string) =>
    JSON.stringify(synthesise(reading(context)).ofType(type, anything));
  for (const type of ["AWS::IAM::Role", "AWS::Lambda::Function"])
    expect(written({}, type)).not.toMatch(/bedrock|ASSISTANT/i);
  const assistant = "anthropic.claude-3-haiku-20240307-v1:0";
  const roles = written({ assistant }, "AWS::IAM::Role");
  expect(roles.match(/bedrock:[A-Za-z]+/g)).toEqual(["bedrock:InvokeModel"]);
  expect(roles).toContain(`::foundation-model/${assistant}`);
  expect(written({ assistant }, "AWS::Lambda::Function").match(/ASSISTANT_MODEL/g)).toHaveLength(1);
});

test.each(["eu.anthropic.claude-3-haiku-20240307-v1:0", "*", "claude", ""])(
  "a language model that is no model of the region is refused: %s",
  (assistant) => {
    expect(() => reading({ assistant })).toThrow("assistant");
  },
);
