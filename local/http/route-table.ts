import type { Route } from "../template/deployment.ts";

export interface MatchedRoute {
  readonly route: Route;
  /** Decoded path parameters, as `{"channel":"vk"}`. */
  readonly parameters: Readonly<Record<string, string>>;
}

type RouteMatch =
  | { readonly kind: "matched"; readonly matched: MatchedRoute }
  /** The path is known under other methods. */
  | { readonly kind: "other-methods"; readonly methods: readonly string[] }
  | { readonly kind: "unknown" };

export type RouteTable = (method: string, rawPath: string) => RouteMatch;

interface Pattern {
  readonly route: Route;
  readonly method: string;
  readonly segments: readonly string[];
}

/**
 * API Gateway's choice of a route: the most specific path wins (literal over `{parameter}` over `{greedy+}`, from the
 * left), then a named method over ANY, and `$default` takes the rest. HEAD is answered by GET's route when it has none.
 */
export function createRouteTable(routes: readonly Route[]): RouteTable {
  const fallback = routes.find(({ key }) => key === "$default");
  const patterns = routes.filter((route) => route !== fallback).map(patternOf);
  patterns.sort((a, b) => rankOf(a).localeCompare(rankOf(b)));

  return (method, rawPath) => {
    const segments = rawPath.split("/").slice(1);
    const onPath = patterns.flatMap((pattern) => {
      const parameters = parametersOf(pattern.segments, segments);
      return parameters === undefined ? [] : [{ pattern, parameters }];
    });
    const serving = (wanted: string) =>
      onPath.find(({ pattern }) => pattern.method === wanted || pattern.method === "ANY");
    const found = serving(method) ?? (method === "HEAD" ? serving("GET") : undefined);
    if (found !== undefined)
      return { kind: "matched", matched: { route: found.pattern.route, parameters: found.parameters } };
    if (fallback !== undefined) return { kind: "matched", matched: { route: fallback, parameters: {} } };
    const methods = [...new Set(onPath.map(({ pattern }) => pattern.method))];
    return methods.length === 0 ? { kind: "unknown" } : { kind: "other-methods", methods };
  };
}

function patternOf(route: Route): Pattern {
  const [method = "", path = ""] = route.key.split(" ");
  return { route, method, segments: path.split("/").slice(1) };
}

function rankOf({ method, segments }: Pattern): string {
  const ranks = segments.map((segment) => (segment.endsWith("+}") ? "2" : segment.startsWith("{") ? "1" : "0"));
  return `${ranks.join("")}${method === "ANY" ? "4" : "3"}`;
}

function parametersOf(pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [at, segment] of pattern.entries()) {
    const given = path[at];
    if (given === undefined) return undefined;
    const name = /^\{(?<name>[^}+]+)(?<greedy>\+)?\}$/.exec(segment)?.groups;
    if (name?.["name"] === undefined) {
      if (decodeURIComponent(given) !== segment) return undefined;
      continue;
    }
    const value = name["greedy"] === undefined ? given : path.slice(at).join("/");
    if (value === "") return undefined;
    parameters[name["name"]] = decodeURIComponent(value);
    if (name["greedy"] !== undefined) return parameters;
  }
  return pattern.length === path.length ? parameters : undefined;
}
