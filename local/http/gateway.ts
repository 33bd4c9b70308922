import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Invoker, MetricSink, Part, VirtualClock } from "../ports.ts";
import { StartFailure } from "../start-failure.ts";
import type { HttpApi } from "../template/deployment.ts";
import type { Authorized, Authorizer } from "./authorizer.ts";
import { type Caller, type CallerOptions, callerOf } from "./caller.ts";
import { functionResponse, type HttpAnswer, internalError, plainAnswer } from "./function-response.ts";
import { createBodyReader, limitConnections, serverOptions } from "./limits.ts";
import type { LocalAccess } from "./local-access.ts";
import { isLocalPath, type LocalRequest } from "./local-routes.ts";
import { requestSamples } from "./request-metrics.ts";
import { isDecodable, requestEvent, splitTarget } from "./request-event.ts";
import { createRouteTable } from "./route-table.ts";

export interface GatewayOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly caller: CallerOptions;
  readonly apis: readonly HttpApi[];
  readonly clock: VirtualClock;
  readonly invoker: Invoker;
  readonly metrics: MetricSink;
  readonly authorizer: Authorizer;
  readonly localAccess: LocalAccess;
  readonly localRoutes: (request: LocalRequest) => Promise<HttpAnswer>;
  readonly report: (line: string) => void;
}

/** API Gateway gives a function 30 s. */
const INTEGRATION_MILLISECONDS = 30_000;

export type Gateway = Part & { /** As `http://127.0.0.1:8787`; known once started. */ readonly address: string };

/** The template's HTTP APIs as API Gateway serves them, and the one-machine extras beside them. */
export function createGateway(options: GatewayOptions): Gateway {
  const routes = createRouteTable(options.apis.flatMap((api) => api.routes));
  const apiId = options.apis[0]?.id ?? "";
  const readBody = createBodyReader();
  const server = createServer(serverOptions, (request, response) => {
    answer(request)
      .catch((thrown: unknown) => {
        options.report(`${request.method} ${splitTarget(request.url ?? "").path} failed: ${String(thrown)}`);
        return internalError;
      })
      .then((found) => send(request, response, found))
      .catch((thrown: unknown) => response.destroy(thrown instanceof Error ? thrown : undefined));
  });
  server.on("clientError", refuseUnreadable);
  limitConnections(server);

  const answer = async (request: IncomingMessage): Promise<HttpAnswer> => {
    const { path, query } = splitTarget(request.url ?? "/");
    if (!path.startsWith("/") || !isDecodable(path)) return plainAnswer(400, "Bad Request");
    const caller = callerOf(request, options.caller);
    if (isLocalPath(path)) {
      const refusal = await options.localAccess(caller, request.headers.authorization);
      if (refusal !== undefined) return refusal;
      return withBody(request, (body) =>
        options.localRoutes({ request, path, query: new URLSearchParams(query), body }),
      );
    }
    const startedAt = performance.now();
    const answered = await answerRoute(request, path, caller);
    options.metrics.record(requestSamples(apiId, answered.status, performance.now() - startedAt, options.clock.now()));
    return answered;
  };

  const answerRoute = async (request: IncomingMessage, path: string, caller: Caller): Promise<HttpAnswer> => {
    const match = routes(request.method ?? "GET", path);
    if (match.kind === "unknown") return plainAnswer(404, "Not Found");
    if (match.kind === "other-methods") {
      const allow = match.methods.join(", ");
      return request.method === "OPTIONS"
        ? { status: 204, headers: { allow }, body: "" }
        : plainAnswer(404, "Not Found");
    }
    const { route } = match.matched;
    let authorized: Authorized | undefined;
    if (route.authorizer !== undefined) {
      const decision = await options.authorizer(route.authorizer, request.headers.authorization);
      if (decision.kind === "refused")
        return plainAnswer(401, "Unauthorized", { "www-authenticate": decision.challenge });
      authorized = decision.authorized;
    }
    return withBody(request, (body) => {
      const facts = { request, matched: match.matched, caller, body, authorized, apiId, at: options.clock.now() };
      return invoke(route.functionName, requestEvent({ ...facts, requestId: randomUUID() }));
    });
  };

  const withBody = async (
    request: IncomingMessage,
    serve: (body: Buffer) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> => {
    const reading = await readBody(request);
    switch (reading.kind) {
      case "too-large":
        return plainAnswer(413, "Request Entity Too Large");
      case "overloaded":
        return plainAnswer(503, "Service Unavailable", { connection: "close", "retry-after": "5" });
      case "aborted":
        return plainAnswer(400, "Bad Request", { connection: "close" });
      case "read":
        try {
          return await serve(reading.body);
        } finally {
          reading.release();
        }
    }
  };

  const invoke = async (functionName: string, event: unknown): Promise<HttpAnswer> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), INTEGRATION_MILLISECONDS);
    });
    const result = await Promise.race([options.invoker.invoke(functionName, event), late]);
    clearTimeout(timer);
    if (result === "late") return plainAnswer(503, "Service Unavailable");
    return result.kind === "returned" ? functionResponse(result.value) : internalError;
  };

  return {
    get address() {
      const bound = server.address();
      const port = typeof bound === "object" && bound !== null ? bound.port : options.port;
      const host = ["0.0.0.0", "::", ""].includes(options.host) ? "127.0.0.1" : options.host;
      return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
    },
    async start() {
      server.listen(options.port, options.host);
      try {
        await once(server, "listening");
      } catch (thrown) {
        throw new StartFailure(cannotListen(options, thrown));
      }
    },
    async stop() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}

function cannotListen({ host, port }: GatewayOptions, thrown: unknown): string {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (code === "EADDRINUSE") return `Port ${port} on ${host} is in use. Stop what uses it, or set PORT to another.`;
  if (code === "EACCES") return `Port ${port} on ${host} may not be opened by this user. Set PORT to one above 1023.`;
  return `HOST ${host}, PORT ${port} cannot be listened on (${String(code)}). Set HOST to an address of this machine.`;
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  try {
    for (const [name, value] of Object.entries(headers)) {
      response.setHeader(name, typeof value === "string" ? value : [...value]);
    }
    response.statusCode = status;
  } catch {
    // A function may return headers that HTTP cannot carry: API Gateway calls that its failure.
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    return send(request, response, internalError);
  }
  if (![204, 304].includes(status)) response.setHeader("content-length", Buffer.byteLength(body));
  response.end(request.method === "HEAD" ? undefined : body);
}

/** What is not HTTP, too slow or too much header gets its status and is cut off. */
function refuseUnreadable(error: Error, socket: Socket): void {
  const code = "code" in error ? error.code : undefined;
  const line =
    code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "408 Request Timeout"
        : "400 Bad Request";
  if (socket.writable) socket.end(`HTTP/1.1 ${line}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  else socket.destroy();
}
