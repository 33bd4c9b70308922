import { errors, jwtVerify } from "jose";
import type { Route } from "../template/deployment.ts";

export interface Authorized {
  /** As a function gets them: every value a string, lists as `[a b]`. */
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

type Authorization =
  | { readonly kind: "authorized"; readonly authorized: Authorized }
  | { readonly kind: "refused" /** For `www-authenticate`. */; readonly challenge: string };

export type Authorizer = (
  expected: NonNullable<Route["authorizer"]>,
  authorization: string | undefined,
) => Promise<Authorization>;

/**
 * The template's JWT authorizer over tokens of the one machine's own issuer, signed with HS256. Signature, issuer,
 * audience (`aud`, or `client_id` in its absence) and, by real time, expiry are checked.
 */
export function createAuthorizer(tokenKey: () => string): Authorizer {
  return async ({ issuer, audiences }, authorization) => {
    const token = authorization?.replace(/^Bearer\s+/i, "").trim();
    if (token === undefined || token === "") return { kind: "refused", challenge: "Bearer" };
    try {
      const options = { issuer, algorithms: ["HS256"], requiredClaims: ["exp"] };
      const { payload } = await jwtVerify(token, new TextEncoder().encode(tokenKey()), options);
      const audience = [payload.aud ?? payload["client_id"] ?? []].flat();
      if (!audience.some((one) => typeof one === "string" && audiences.includes(one)))
        return refused("invalid audience");
      const claims = Object.entries(payload).map(([name, value]): [string, string] => [name, rendered(value)]);
      return { kind: "authorized", authorized: { claims: Object.fromEntries(claims), scopes: null } };
    } catch (thrown) {
      if (thrown instanceof errors.JWTExpired) return refused("the token has expired");
      if (thrown instanceof errors.JOSEError) return refused("the token is not valid");
      throw thrown;
    }
  };
}

const refused = (why: string): Authorization => ({
  kind: "refused",
  challenge: `Bearer scope="" error="invalid_token" error_description="${why}"`,
});

/** API Gateway renders every claim as a string, and a list as its items between brackets, separated by spaces. */
function rendered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(rendered).join(" ")}]`;
  return typeof value === "string" ? value : JSON.stringify(value);
}
