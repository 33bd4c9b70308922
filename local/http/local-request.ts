import type { IncomingMessage } from "node:http";

/** A request to what one machine has beside the product's own doors. */
export interface LocalRequest {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}
