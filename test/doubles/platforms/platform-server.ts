import { createServer, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

export interface PlatformCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PlatformAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the next call meets in place of the platform's usual answer. */
type Cue =
  | { readonly kind: "instead"; readonly answer: PlatformAnswer }
  /** The platform does what it was asked, and the connection breaks before it says so. */
  | { readonly kind: "taken-and-silent" };

export interface PlatformServer {
  readonly url: string;
  /** Every call, whatever it was answered. */
  readonly calls: readonly PlatformCall[];
  answerNext(answer: PlatformAnswer): void;
  /** Answers as usual again, whatever was to come. */
  forgetCues(): void;
  /** Does what the next call asks for, and hangs up. */
  hangUpNext(): void;
  /** From now on calls are done and not answered: they stay open. Answers how to let go of them. */
  holdAnswers(): () => void;
  close(): Promise<void>;
}

/** A platform's API on a port of this machine; `answer` does what the platform does. */
export const startPlatformServer = async (answer: (call: PlatformCall) => PlatformAnswer): Promise<PlatformServer> => {
  const calls: PlatformCall[] = [];
  const cues: Cue[] = [];
  let held = Promise.resolve();
  const server = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const { method = "", headers } = request;
      const call = { method, url: new URL(request.url ?? "/", "http://platform"), headers, body: await text(request) };
      calls.push(call);
      const cue = cues.shift();
      const { status, json, headers: more } = cue?.kind === "instead" ? cue.answer : answer(call);
      if (cue?.kind === "taken-and-silent") {
        request.socket.destroy();
        return;
      }
      await held;
      response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...more });
      response.end(typeof json === "string" ? json : JSON.stringify(json));
    };
    serve().catch((error: unknown) => response.writeHead(599).end(String(error)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the platform has no port");
  return {
    url: `http://127.0.0.1:${bound.port}`,
    calls,
    answerNext: (given) => void cues.push({ kind: "instead", answer: given }),
    forgetCues: () => void cues.splice(0),
    hangUpNext: () => void cues.push({ kind: "taken-and-silent" }),
    holdAnswers: () => {
      const gate = Promise.withResolvers<void>();
      held = gate.promise;
      return () => {
        held = Promise.resolve();
        gate.resolve();
      };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** What a platform shows to a citizen. */
export interface Shown {
  /** The dialogue, chat, post or channel it stands in. */
  readonly where: string;
  /** The message it answers, where the platform shows that. */
  readonly answers?: string;
  readonly text: string;
}
