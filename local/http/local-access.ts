import type { Route } from "../template/deployment.ts";
import type { Authorizer } from "./authorizer.ts";
import type { Caller } from "./caller.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { problem, withHeaders } from "./problem.ts";

/** Answers the refusal, or nothing when the caller may go on. */
export type LocalAccess = (caller: Caller, authorization: string | undefined) => Promise<HttpAnswer | undefined>;

/** The one-machine extras are for who sits at the machine, and for a supervisor's token from anywhere else. */
export function createLocalAccess(authorizer: Authorizer, expected: Route["authorizer"]): LocalAccess {
  return async (caller, authorization) => {
    if (caller.direct) return undefined;
    if (expected === undefined) {
      return problem(403, "Forbidden", "This is answered on the machine itself only.");
    }
    const decision = await authorizer(expected, authorization);
    if (decision.kind === "refused") {
      const detail = "Ask from the machine itself, or send a supervisor's token: Authorization: Bearer …";
      return withHeaders(problem(401, "Unauthorized", detail), { "www-authenticate": decision.challenge });
    }
    if (decision.authorized.claims["custom:role"] === "supervisor") return undefined;
    return problem(403, "Forbidden", "This takes a supervisor's token: the claim custom:role must be supervisor.");
  };
}
