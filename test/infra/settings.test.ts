import { expect, test } from "vitest";
import { readSettings } from "../../infra/settings.ts";

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

test("an issuer without an audience is refused, and the other way round", () => {
  expect(() => reading({ oidcIssuer: "https://id.example.org" })).toThrow("oidcIssuer and oidcAudience go together");
  expect(() => reading({ oidcAudience: "otklik" })).toThrow("oidcIssuer and oidcAudience go together");
});

test("an issuer that is not an https address is refused by name", () => {
  expect(() => reading({ oidcIssuer: "http://id.example.org", oidcAudience: "otklik" })).toThrow("oidcIssuer");
});
