import { createServer, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

export interface ReceivedCall {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer =
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: "hang-up" };

export interface HttpReceiver {
  readonly url: string;
  /** Every call, whatever it was answered. */
  readonly calls: readonly ReceivedCall[];
  /** The next call is answered so; the others with 200. */
  answerNext(status: number, headers?: Readonly<Record<string, string>>): void;
  /** Takes the next call, and closes the connection without an answer. */
  hangUpNext(): void;
  close(): Promise<void>;
}

/** A platform or a receiver of webhooks, on a port of this machine. */
export const startHttpReceiver = async (): Promise<HttpReceiver> => {
  const calls: ReceivedCall[] = [];
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      calls.push({
        url: new URL(request.url ?? "/", "http://receiver"),
        headers: request.headers,
        body: await text(request),
      });
      const next = answers.shift() ?? { kind: "status", status: 200 };
      if (next.kind === "hang-up") request.socket.destroy();
      else response.writeHead(next.status, next.headers).end("{}");
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the receiver has no port");
  return {
    url: `http://127.0.0.1:${bound.port}`,
    calls,
    answerNext: (status, headers) => void answers.push({ kind: "status", status, ...(headers && { headers }) }),
    hangUpNext: () => void answers.push({ kind: "hang-up" }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
