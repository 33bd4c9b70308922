import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/** Who asks, as far as it can be known. */
export interface Caller {
  readonly address: string;
  /** The host and the scheme the client asked for. */
  readonly host: string;
  readonly scheme: string;
  /** On this machine, with no proxy in between, by a page or program of this machine. */
  readonly direct: boolean;
}

export interface CallerOptions {
  /** How many proxies in front may be believed; 0 = none. */
  readonly trustedProxies: number;
  readonly publicUrl?: string;
}

const forwardingHeaders = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

export function callerOf(request: IncomingMessage, { trustedProxies, publicUrl }: CallerOptions): Caller {
  const peer = plainAddress(request.socket.remoteAddress ?? "");
  const host = request.headers.host ?? "";
  const believed = trustedProxies > 0;
  const forwarded = headerList(request, "x-forwarded-for");
  const claimed = forwarded.at(-trustedProxies) ?? forwarded[0];
  const told = publicUrl === undefined ? undefined : new URL(publicUrl);
  return {
    address: believed && claimed !== undefined && isIP(plainAddress(claimed)) > 0 ? plainAddress(claimed) : peer,
    host: told?.host ?? (believed ? headerList(request, "x-forwarded-host").at(-1) : undefined) ?? host,
    scheme:
      told?.protocol.slice(0, -1) ?? (believed ? headerList(request, "x-forwarded-proto").at(-1) : undefined) ?? "http",
    direct:
      isLoopback(peer) &&
      isOfThisMachine(request, host) &&
      forwardingHeaders.every((name) => !(name in request.headers)),
  };
}

/**
 * A page of a foreign site reaches a loopback port through its visitor's browser: its origin, or the name it had
 * resolved to this machine, gives it away.
 */
function isOfThisMachine(request: IncomingMessage, host: string): boolean {
  const origin = request.headers.origin;
  const site = request.headers["sec-fetch-site"];
  const navigates = request.headers["sec-fetch-mode"] === "navigate" && request.method === "GET";
  return (
    isLoopback(host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1")) &&
    (origin === undefined || origin === `http://${host}`) &&
    (site === undefined || site === "same-origin" || site === "none" || navigates)
  );
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);

const plainAddress = (address: string): string => address.trim().replace(/^::ffff:/, "");

const headerList = (request: IncomingMessage, name: string): string[] =>
  [request.headers[name] ?? []].flat().flatMap((value) => value.split(",").map((part) => part.trim()));
