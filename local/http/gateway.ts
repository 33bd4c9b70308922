import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Invoker, MetricSink, Part, VirtualClock } from "../ports.ts";
import type { HttpApi } from "../template/deployment.ts";
import type { Rate } from "../../shared/platform/rate-limit.ts";
import type { AccessLog } from "./access-log.ts";
import { createAdmission } from "./admission.ts";
import type { Authorized, Authorizer } from "./authorizer.ts";
import { type Caller, type CallerOptions, callerOf } from "./caller.ts";
import { functionResponse } from "./function-response.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { createBodyReader, type Limits, limitedServer } from "./limits.ts";
import type { LocalAccess } from "./local-access.ts";
import type { LocalRequest } from "./local-request.ts";
import { isLocalPath, localRouteKey } from "./local-routes.ts";
import { cannotListen, httpAddress, portOf } from "./port.ts";
import { internalError, notFound, problem, withHeaders } from "./problem.ts";
import { requestSamples } from "./request-metrics.ts";
import { isDecodable, requestEvent, splitTarget } from "./request-event.ts";
import { createRouteTable } from "./route-table.ts";
import { refuseUnreadable, sendAnswer } from "./send-answer.ts";

export interface GatewayOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly caller: CallerOptions;
  /** What one address may send to the open routes; nothing = any number. */
  readonly rate?: Rate;
  /** In place of the usual ones. */
  readonly limits?: Partial<Limits>;
  readonly accessLog: AccessLog;
  readonly apis: readonly HttpApi[];
  readonly clock: VirtualClock;
  readonly invoker: Invoker;
  readonly metrics: MetricSink;
  readonly authorizer: Authorizer;
  readonly localAccess: LocalAccess;
  readonly localRoutes: (request: LocalRequest) => Promise<HttpAnswer>;
  readonly report: (line: string) => void;
}

/** As nginx notes it when a caller does not wait for the answer. */
const HUNG_UP = 499;

/** One request on its way to an answer. */
interface Visit {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly caller: Caller;
  /** What the access log calls it. */
  route: string;
}

/** API Gateway gives a function 30 s. */
const INTEGRATION_MILLISECONDS = 30_000;

const badAddress = problem(400, "Bad request", "The address cannot be read: see to its percent-encoding.");
const unauthorized = problem(401, "Unauthorized", "This takes a valid token: Authorization: Bearer …");
const tooLarge = problem(413, "The request is too large", "A request may have 10 MB at most.");
const brokenOff = problem(400, "Bad request", "The request was broken off.");
const overloaded = problem(503, "Too much comes in just now", "Nothing was taken in. Send it again in 5 s.");
const tooSlow = problem(503, "No answer in time", "The function did not answer within 30 s. Ask again in a moment.");

export type Gateway = Part & { /** As `http://127.0.0.1:8787`; known once started. */ readonly address: string };

/**
 * The template's HTTP APIs as API Gateway serves them, and the one-machine extras beside them. What API Gateway says in a
 * sentence of its own is said as a problem here.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const routes = createRouteTable(options.apis.flatMap((api) => api.routes));
  const apiId = options.apis[0]?.id ?? "";
  const readBody = createBodyReader();
  const admission = createAdmission({ open: options.rate });
  const server = limitedServer(options.limits ?? {}, (request, response) => {
    const visit: Visit = { request, requestId: randomUUID(), caller: callerOf(request, options.caller), route: "none" };
    logWhenOver(visit, response);
    answer(visit)
      .catch((thrown: unknown) => {
        options.report(`${visit.route} failed: ${String(thrown)}`);
        return internalError;
      })
      .then((found) => sendAnswer(request, response, found))
      .catch((thrown: unknown) => response.destroy(thrown instanceof Error ? thrown : undefined));
  });
  server.on("clientError", (error, socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    const status = refuseUnreadable(error, socket);
    if (status === undefined || visited.has(socket)) return;
    const nothing = { milliseconds: 0, bytes: 0, cut: false };
    options.accessLog({ ...nothing, requestId: randomUUID(), route: "unreadable", status, address });
  });

  /** Connections with a request under way: what goes wrong there is told in the line of that request. */
  const visited = new WeakSet<Socket>();
  const logWhenOver = (visit: Visit, response: ServerResponse): void => {
    const startedAt = performance.now();
    const { socket } = visit.request;
    visited.add(socket);
    response.once("finish", () => visited.delete(socket));
    response.once("close", () =>
      options.accessLog({
        requestId: visit.requestId,
        route: visit.route,
        status: response.headersSent ? response.statusCode : HUNG_UP,
        milliseconds: performance.now() - startedAt,
        bytes: Number(response.getHeader("content-length") ?? 0),
        address: visit.caller.address,
        cut: !response.writableFinished,
      }),
    );
  };

  const answer = async (visit: Visit): Promise<HttpAnswer> => {
    const { request, caller } = visit;
    const { path, query } = splitTarget(request.url ?? "/");
    if (!path.startsWith("/") || !isDecodable(path)) return badAddress;
    if (isLocalPath(path)) {
      visit.route = localRouteKey(request.method, path);
      const refusal =
        admission.bySource(caller, "local") ?? (await options.localAccess(caller, request.headers.authorization));
      if (refusal !== undefined) return refusal;
      return withBody(request, (body) =>
        options.localRoutes({ request, path, query: new URLSearchParams(query), body }),
      );
    }
    const startedAt = performance.now();
    const answered = await answerRoute(visit, path);
    options.metrics.record(requestSamples(apiId, answered.status, performance.now() - startedAt, options.clock.now()));
    return answered;
  };

  const answerRoute = async (visit: Visit, path: string): Promise<HttpAnswer> => {
    const { request, caller, requestId } = visit;
    const match = routes(request.method ?? "GET", path);
    if (match.kind === "matched") visit.route = match.matched.route.key;
    const guarded = match.kind === "matched" && match.matched.route.authorizer !== undefined;
    const refusal = admission.bySource(caller, guarded ? "guarded" : "open");
    if (refusal !== undefined) return refusal;
    if (match.kind === "unknown") return notFound(path);
    if (match.kind === "other-methods") {
      const allow = match.methods.join(", ");
      return request.method === "OPTIONS" ? { status: 204, headers: { allow }, body: "" } : notFound(path);
    }
    const { route } = match.matched;
    const throttled = admission.byRoute(route);
    if (throttled !== undefined) return throttled;
    let authorized: Authorized | undefined;
    if (route.authorizer !== undefined) {
      const decision = await options.authorizer(route.authorizer, request.headers.authorization);
      if (decision.kind === "refused") return withHeaders(unauthorized, { "www-authenticate": decision.challenge });
      authorized = decision.authorized;
    }
    return withBody(request, (body) => {
      const facts = { request, matched: match.matched, caller, body, authorized, apiId, at: options.clock.now() };
      return invoke(route.functionName, requestEvent({ ...facts, requestId }));
    });
  };

  const withBody = async (
    request: IncomingMessage,
    serve: (body: Buffer) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> => {
    const reading = await readBody(request);
    switch (reading.kind) {
      case "too-large":
        return tooLarge;
      case "overloaded":
        return withHeaders(overloaded, { connection: "close", "retry-after": "5" });
      case "aborted":
        return withHeaders(brokenOff, { connection: "close" });
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
    if (result === "late") return tooSlow;
    return result.kind === "returned" ? functionResponse(result.value) : internalError;
  };

  return {
    get address() {
      return httpAddress({ host: options.host, port: portOf(server, options.port) });
    },
    async start() {
      server.listen(options.port, options.host);
      try {
        await once(server, "listening");
      } catch (thrown) {
        throw cannotListen(options, thrown);
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
