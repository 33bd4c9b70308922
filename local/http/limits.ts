import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";

/** API Gateway takes bodies up to 10 MB; a function may allow less and answers 413 itself. */
export const LARGEST_BODY_BYTES = 10 * 1024 * 1024;
/** Bodies held in memory at once, of all requests together. */
const HELD_BODY_BYTES = 256 * 1024 * 1024;

/** What a connection may take up, in bytes, milliseconds and number. */
export interface Limits {
  readonly maxHeaderSize: number;
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly connectionsCheckingInterval: number;
  readonly maxConnections: number;
}

/** API Gateway's header limit, and time limits that a client sending a byte now and then cannot sit out. */
const usual: Limits = {
  maxHeaderSize: 10_240,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  maxConnections: 2_000,
};

/** A server that takes no more of a client than the limits say. */
export function limitedServer(given: Partial<Limits>, listener: RequestListener): Server {
  const { maxConnections, ...options } = { ...usual, ...given };
  const server = createServer({ ...options, keepAliveTimeout: 10_000 }, listener);
  server.maxConnections = maxConnections;
  server.maxRequestsPerSocket = 0;
  // The header's bytes are limited already; Node would otherwise drop those above 2,000 without a word.
  server.maxHeadersCount = 0;
  return server;
}

type BodyReading =
  | { readonly kind: "read"; readonly body: Buffer /** The body is no longer held. */; readonly release: () => void }
  | { readonly kind: "too-large" }
  | { readonly kind: "overloaded" }
  | { readonly kind: "aborted" };

export type BodyReader = (request: IncomingMessage) => Promise<BodyReading>;

/**
 * Reads bodies and never holds more than the limits: what is over is refused at once, declared or not. The rest of it is
 * let run by, because a client that is cut off while it sends never reads its refusal.
 */
export function createBodyReader(largest = LARGEST_BODY_BYTES, heldAtMost = HELD_BODY_BYTES): BodyReader {
  let held = 0;
  return async (request) => {
    if (Number(request.headers["content-length"] ?? 0) > largest) {
      request.resume();
      return { kind: "too-large" };
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const release = (): void => {
      held -= size;
      size = 0;
    };
    return new Promise((resolve) => {
      const finish = (reading: BodyReading): void => {
        request.off("data", take).off("end", end).off("close", aborted).off("error", aborted);
        if (reading.kind !== "read") release();
        resolve(reading);
      };
      const take = (chunk: Buffer): void => {
        size += chunk.length;
        held += chunk.length;
        if (size > largest) finish({ kind: "too-large" });
        else if (held > heldAtMost) finish({ kind: "overloaded" });
        else chunks.push(chunk);
      };
      const end = (): void => finish({ kind: "read", body: Buffer.concat(chunks), release });
      const aborted = (): void => finish({ kind: "aborted" });
      request.on("data", take).on("end", end).on("close", aborted).on("error", aborted);
    });
  };
}
