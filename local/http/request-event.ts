import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Authorized } from "./authorizer.ts";
import type { Caller } from "./caller.ts";
import type { MatchedRoute } from "./route-table.ts";

export interface RequestFacts {
  readonly request: IncomingMessage;
  readonly matched: MatchedRoute;
  readonly caller: Caller;
  readonly body: Buffer;
  readonly authorized: Authorized | undefined;
  readonly requestId: string;
  readonly apiId: string;
  /** Epoch milliseconds of the product's clock. */
  readonly at: number;
}

/** The request as API Gateway hands it to a function, in payload format 2.0. */
export function requestEvent({
  request,
  matched,
  caller,
  body,
  authorized,
  requestId,
  apiId,
  at,
}: RequestFacts): unknown {
  const { path, query } = splitTarget(request.url ?? "/");
  const headers = joinedHeaders(request, caller);
  const cookies = request.headers.cookie?.split(/;\s*/).filter((cookie) => cookie !== "");
  const method = request.method ?? "GET";
  const text = isText(headers["content-type"], body);
  return {
    version: "2.0",
    routeKey: matched.route.key,
    rawPath: decodeURIComponent(path),
    rawQueryString: query,
    cookies,
    headers,
    queryStringParameters: queryParameters(query),
    pathParameters: nothingWhenEmpty(matched.parameters),
    requestContext: {
      accountId: "000000000000",
      apiId,
      ...(authorized && { authorizer: { jwt: { claims: authorized.claims, scopes: authorized.scopes } } }),
      domainName: caller.host.replace(/:\d+$/, ""),
      domainPrefix: caller.host.split(".")[0],
      http: {
        method,
        path: decodeURIComponent(path),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: caller.address,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: matched.route.key,
      stage: "$default",
      time: accessLogTime(at),
      timeEpoch: at,
    },
    ...(body.length > 0 && { body: body.toString(text ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Path and query of a request's target as they were sent. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const cut = target.indexOf("?");
  return cut === -1 ? { path: target, query: "" } : { path: target.slice(0, cut), query: target.slice(cut + 1) };
}

/** False when the percent-encoding of the path is broken. */
export function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Lower-case names; what came several times is joined by commas. What a client says of forwarding is replaced. */
function joinedHeaders(request: IncomingMessage, caller: Caller): Record<string, string> {
  const joined: Record<string, string> = {};
  const { rawHeaders } = request;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = "", value = ""] = [rawHeaders[at]?.toLowerCase(), rawHeaders[at + 1]];
    if (name.startsWith("x-forwarded-")) continue;
    joined[name] = Object.hasOwn(joined, name) ? `${joined[name]},${value}` : value;
  }
  return {
    ...joined,
    "x-forwarded-for": caller.address,
    "x-forwarded-port": /:(\d+)$/.exec(caller.host)?.[1] ?? (caller.scheme === "https" ? "443" : "80"),
    "x-forwarded-proto": caller.scheme,
  };
}

function queryParameters(query: string): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = Object.hasOwn(parameters, name) ? `${parameters[name]},${value}` : value;
  }
  return nothingWhenEmpty(parameters);
}

function nothingWhenEmpty(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  return Object.keys(record).length === 0 ? undefined : record;
}

/**
 * API Gateway passes JSON, XML, JavaScript and `text/*` as text, the rest (forms too) in base64. Bytes that are not
 * valid UTF-8 always go in base64 here, so that nothing of them is lost before the function sees it.
 */
function isText(contentType: string | undefined, body: Buffer): boolean {
  const type = (contentType ?? "application/json").split(";")[0]?.trim().toLowerCase() ?? "";
  return /^(?:text\/.+|application\/(?:.+\+)?(?:json|xml)|application\/javascript)$/.test(type) && isUtf8(body);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

function accessLogTime(at: number): string {
  const [date = "", time = ""] = new Date(at).toISOString().split("T");
  const [year, month, day] = date.split("-");
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
