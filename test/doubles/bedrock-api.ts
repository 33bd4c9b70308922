import { createServer, type Http2ServerRequest, type Http2ServerResponse, type ServerHttp2Session } from "node:http2";
import * as z from "zod/mini";

/** What Bedrock's Converse takes, as far as it is sent here. */
const conversation = z.strictObject({
  system: z.array(z.strictObject({ text: z.string().check(z.minLength(1)) })),
  messages: z.array(
    z.strictObject({
      role: z.literal("user"),
      content: z.array(z.strictObject({ text: z.string().check(z.minLength(1)) })),
    }),
  ),
  inferenceConfig: z.strictObject({ maxTokens: z.int(), temperature: z.number().check(z.gte(0), z.lte(1)) }),
});

export interface BedrockApi {
  readonly url: string;
  /** What it was asked: the model's id, and all texts. */
  readonly asked: readonly { readonly model: string; readonly text: string }[];
  /** How the next questions end. */
  behave(how: "answers" | "throttles" | "hangs" | "says-nothing"): void;
  close(): Promise<void>;
}

/** Bedrock's Converse on a port of this machine, over HTTP/2 as its client speaks. */
export const startBedrockApi = async (): Promise<BedrockApi> => {
  const asked: { model: string; text: string }[] = [];
  let how: Parameters<BedrockApi["behave"]>[0] = "answers";
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  const answer = (request: Http2ServerRequest, response: Http2ServerResponse, body: string): void => {
    const model = /^\/model\/([^/]+)\/converse$/.exec(request.url ?? "")?.[1];
    const read = conversation.safeParse(JSON.parse(body));
    const say = (status: number, json: unknown, type?: string): void => {
      response.writeHead(status, {
        "content-type": "application/json",
        ...(type === undefined ? {} : { "x-amzn-errortype": type }),
      });
      response.end(JSON.stringify(json));
    };
    if (model === undefined || !read.success || !request.headers.authorization?.startsWith("AWS4-HMAC-SHA256"))
      return say(400, { message: "malformed" }, "ValidationException");
    const { system, messages } = read.data;
    const text = [...system, ...messages.flatMap(({ content }) => content)].map((part) => part.text).join("\n");
    asked.push({ model: decodeURIComponent(model), text });
    if (how === "hangs") return;
    if (how === "throttles") return say(429, { message: "too many" }, "ThrottlingException");
    const content = how === "says-nothing" ? [] : [{ text: "Здравствуйте! " }, { text: "Яму засыплют." }];
    say(200, {
      output: { message: { role: "assistant", content } },
      stopReason: "end_turn",
      usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
      metrics: { latencyMs: 1 },
    });
  };
  server.on("request", (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(request, response, Buffer.concat(chunks).toString("utf8")));
  });
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the model has no port");
  return {
    url: `http://127.0.0.1:${bound.port}`,
    asked,
    behave: (next) => {
      how = next;
    },
    close: async () => {
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
};
