import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { rootCertificates } from "node:tls";
import { type Instant, SECOND } from "../domain/instant.ts";

/** How a call went. `not-sent`: nothing reached the other side. `unclear`: it may have been taken, nobody knows. */
export type Exchange =
  | { readonly kind: "answered"; readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly kind: "not-sent"; readonly why: string }
  | { readonly kind: "unclear"; readonly why: string };

interface Call {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly now: Instant;
  /** A certificate authority, in PEM, to be trusted besides the usual ones. */
  readonly authority?: string | undefined;
  readonly patienceMilliseconds?: number;
}

/** From the first packet to the head of the answer. */
const PATIENCE = 10 * SECOND;

/** RFC 9110: seconds, or a date. */
const retryAfter = (header: string | undefined, now: Instant) => {
  if (header === undefined) return {};
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now) / SECOND);
  return seconds > 0 ? { retryAfterSeconds: seconds } : {};
};

/**
 * Posts once, over a connection of its own. Follows no redirect: what is meant for one host is told to no other. Never
 * throws for what the network does.
 */
export const post = ({ url, headers, body, now, authority, patienceMilliseconds = PATIENCE }: Call) =>
  new Promise<Exchange>((resolve) => {
    const secure = url.protocol === "https:";
    const options = {
      method: "POST",
      agent: false,
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
    };
    const request = secure
      ? httpsRequest(url, { ...options, ...(authority && { ca: [...rootCertificates, authority] }) })
      : httpRequest(url, options);
    let connected = false;
    const timer = setTimeout(() => request.destroy(new Error("no answer in time")), patienceMilliseconds);
    const settle = (exchange: Exchange): void => {
      clearTimeout(timer);
      resolve(exchange);
    };
    request.on("socket", (socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => {
        connected = true;
      });
    });
    request.on("error", (error: NodeJS.ErrnoException) =>
      settle({ kind: connected ? "unclear" : "not-sent", why: error.code ?? error.message }),
    );
    request.on("response", (response) => {
      const status = response.statusCode ?? 0;
      settle({ kind: "answered", status, ...retryAfter(response.headers["retry-after"], now) });
      // What else it says is not read, and does not keep the connection.
      response.destroy();
    });
    request.end(body);
  });
