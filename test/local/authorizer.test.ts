import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { createAuthorizer } from "../../local/http/authorizer.ts";

const key = "0123456789abcdef0123456789abcdef";
const expected = { issuer: "https://cognito-idp.local-1.amazonaws.com/pool", audiences: ["client"] };
const authorize = createAuthorizer(() => key);

interface Token {
  readonly issuer?: string;
  readonly audience?: string;
  readonly expires?: number | string;
  readonly key?: string;
}

function tokenWith({
  issuer = expected.issuer,
  audience = "client",
  expires = "1h",
  key: signedWith = key,
}: Token = {}) {
  return new SignJWT({ "custom:role": "operator", groups: ["a", "b"], level: 3, active: true })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject("someone")
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(signedWith));
}

describe("the JWT authorizer", () => {
  test("hands the claims on as strings, lists between brackets", async () => {
    const decision = await authorize(expected, `Bearer ${await tokenWith()}`);
    expect(decision).toMatchObject({
      kind: "authorized",
      authorized: {
        claims: {
          sub: "someone",
          "custom:role": "operator",
          groups: "[a b]",
          level: "3",
          active: "true",
          aud: "client",
        },
        scopes: null,
      },
    });
  });

  test.each<[string, Token]>([
    ["of another issuer", { issuer: "https://elsewhere" }],
    ["for another audience", { audience: "other" }],
    ["that has expired", { expires: Math.floor(Date.now() / 1000) - 1 }],
    ["signed with another key", { key: "x".repeat(32) }],
  ])("refuses a token %s", async (_what, token) => {
    const decision = await authorize(expected, `Bearer ${await tokenWith(token)}`);
    expect(decision).toEqual({ kind: "refused", challenge: expect.stringContaining('error="invalid_token"') });
  });

  test("refuses a token that says it needs no signature", async () => {
    const [, payload] = (await tokenWith()).split(".");
    const header = Buffer.from('{"alg":"none"}').toString("base64url");
    expect((await authorize(expected, `Bearer ${header}.${payload}.`)).kind).toBe("refused");
  });

  test.each([undefined, "", "Bearer ", "Bearer nonsense", "Basic YTpi"])("refuses %j", async (authorization) => {
    expect((await authorize(expected, authorization)).kind).toBe("refused");
  });
});
