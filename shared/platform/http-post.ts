import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { rootCertificates } from "node:tls";
import { type Instant, SECOND } from "../domain/time/instant.ts";

/** How a call went. `not-sent`: nothing reached the other side. `unclear`: it may have been taken, nobody knows. */
export type Exchange =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly retryAfterSeconds?: number;
      /** What it said; empty when that was not asked for. */
      readonly body: string;
    }
  | { readonly kind: "not-sent"; readonly why: string }
  | { readonly kind: "unclear"; readonly why: string };

/** Why a call came to nothing whose time was over, on the way or while it was answered. */
export const TOO_SLOW = "no answer in time";

const unclear = (why: string): Exchange => ({ kind: "unclear", why });

interface Call {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly now: Instant;
  /** A certificate authority, in PEM, to be trusted besides the usual ones. */
  readonly authority?: string | undefined;
  readonly patienceMilliseconds?: number;
  /** The most that is read of what is said, in bytes. Default: nothing is. */
  readonly most?: number;
}

/** From the first packet to the end of the answer, as far as it is read. */
const PATIENCE = 10 * SECOND;

/** RFC 9110: seconds, or a date. */
const retryAfter = (header: string | undefined, now: Instant) => {
  if (header === undefined) return {};
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now) / SECOND);
  return seconds > 0 ? { retryAfterSeconds: seconds } : {};
};

/** Reads a body to its end; nothing when it is longer than may be read. */
const bodyOf = async (response: IncomingMessage, most: number): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > most) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const exchange = (
  method: "GET" | "POST",
  { url, headers, body, now, authority, patienceMilliseconds = PATIENCE, most = 0 }: Call,
): Promise<Exchange> =>
  new Promise((resolve) => {
    const secure = url.protocol === "https:";
    const length = method === "POST" ? { "content-length": String(Buffer.byteLength(body)) } : {};
    const options = { method, agent: false, headers: { ...headers, ...length } };
    const request = secure
      ? httpsRequest(url, { ...options, ...(authority && { ca: [...rootCertificates, authority] }) })
      : httpRequest(url, options);
    let connected = false;
    const timer = setTimeout(() => request.destroy(new Error(TOO_SLOW)), patienceMilliseconds);
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
      const head = { status: response.statusCode ?? 0, ...retryAfter(response.headers["retry-after"], now) };
      const read = most === 0 ? Promise.resolve("") : bodyOf(response, most);
      read
        .then(
          (said) => settle(said === undefined ? unclear("a longer answer") : { kind: "answered", ...head, body: said }),
          (error: NodeJS.ErrnoException) => settle(unclear(error.code ?? error.message)),
        )
        // What else it says is not read, and does not keep the connection.
        .finally(() => response.destroy());
    });
    request.end(body);
  });

/**
 * Posts once, over a connection of its own. Follows no redirect: what is meant for one host is told to no other. Never
 * throws for what the network does.
 */
export const post = (call: Call): Promise<Exchange> => exchange("POST", call);

/** Asks once, as `post` posts. */
export const get = (call: Omit<Call, "body">): Promise<Exchange> => exchange("GET", { ...call, body: "" });
