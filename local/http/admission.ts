import type { Rate } from "../../shared/platform/rate-limit.ts";
import type { Route } from "../template/deployment.ts";
import type { Caller } from "./caller.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { problem, withHeaders } from "./problem.ts";
import { createRateLimiter, sourceOf } from "../../shared/platform/rate-limit.ts";

/** What is asked for: a route open to the world, one that takes a token, or the one-machine extras. */
export type Entrance = "open" | "guarded" | "local";

export interface Admission {
  /** The refusal of a source that asks too often, or nothing. */
  bySource(caller: Caller, entrance: Entrance): HttpAnswer | undefined;
  /** The refusal of the template's own throttle of a route, or nothing. */
  byRoute(route: Pick<Route, "key" | "throttle">): HttpAnswer | undefined;
}

/** People at their desks behind one address, and a page that refreshes itself. */
const GUARDED: Rate = { perSecond: 50, burst: 500 };
const LOCAL: Rate = { perSecond: 20, burst: 200 };

const unlimited = () => 0;

const tooMany = (why: string, seconds: number): HttpAnswer => {
  const detail = `${why} Send it again after ${seconds} s; nothing was taken in.`;
  return withHeaders(problem(429, "Too many requests", detail), { "retry-after": String(seconds) });
};

/**
 * Limits what one address may ask. Open routes are as generous as the settings say, for a platform that was kept waiting
 * sends all it has kept at once. Who asks on the machine itself could as well stop the process, and is not limited.
 */
export function createAdmission(options: { readonly open: Rate | undefined }): Admission {
  const bySource = {
    open: options.open === undefined ? unlimited : createRateLimiter(options.open),
    guarded: createRateLimiter(GUARDED),
    local: createRateLimiter(LOCAL),
  };
  const routes = new Map<string, (source: string) => number>();
  const byRoute = ({ key, throttle }: Pick<Route, "key" | "throttle">): number => {
    const limiter = routes.get(key) ?? (throttle === undefined ? unlimited : createRateLimiter(throttle));
    routes.set(key, limiter);
    return limiter(key);
  };
  return {
    bySource(caller, entrance) {
      const seconds = caller.direct ? 0 : bySource[entrance](sourceOf(caller.address));
      if (seconds === 0) return undefined;
      return tooMany("This address asks more often than it may.", seconds);
    },
    byRoute(route) {
      const seconds = byRoute(route);
      return seconds === 0 ? undefined : tooMany("All callers together ask more often than this route takes.", seconds);
    },
  };
}
