import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import type { LineWriter } from "../log/log.ts";
import { sourceOf } from "../../shared/platform/rate-limit.ts";

/** What a request was, without what it said: no path, for one may be a secret, no query, header or body. */
export interface Visit {
  readonly requestId: string;
  /** Route key of the template or of the extras; `none` where nothing answers, `unreadable` for what is not HTTP. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Of the answer's body. */
  readonly bytes: number;
  readonly address: string;
  /** The caller hung up before the answer was whole. */
  readonly cut: boolean;
}

export type AccessLog = (visit: Visit) => void;

/** One JSON line a request. Addresses are a citizen's: they are told apart by a mark whose key dies with the process. */
export function createAccessLog(write: LineWriter): AccessLog {
  const key = createSecretKey(randomBytes(32));
  const markOf = (address: string): string =>
    createHmac("sha256", key).update(sourceOf(address)).digest("base64url").slice(0, 11);
  return ({ requestId, route, status, milliseconds, bytes, address, cut }) =>
    write(
      JSON.stringify({
        at: new Date().toISOString(),
        requestId,
        route,
        status,
        milliseconds: Math.round(milliseconds * 10) / 10,
        bytes,
        source: markOf(address),
        ...(cut && { cut }),
      }),
    );
}
