import { onTestFinished } from "vitest";
import { createAccessLog } from "../../local/http/access-log.ts";
import { createAuthorizer } from "../../local/http/authorizer.ts";
import { createGateway } from "../../local/http/gateway.ts";
import type { Limits } from "../../local/http/limits.ts";
import type { InvocationResult } from "../../local/ports.ts";
import type { Rate } from "../../shared/platform/rate-limit.ts";
import type { Route } from "../../local/template/deployment.ts";
import { memoryMetrics } from "../doubles/memory-metrics.ts";

/** The instant the product's clock stands at. */
export const at = Date.UTC(2026, 2, 2, 6, 0, 5);
const keys = [
  "POST /webhooks/{channel}",
  "POST /webhooks/vk",
  "GET /api/incidents/{id}",
  "GET /api/{proxy+}",
  "ANY /any",
] as const;

interface Call {
  readonly functionName: string;
  readonly event: Record<string, unknown>;
}

/** A gateway over routes whose functions answer what they were called with, or `result`. */
export async function gatewayWith(
  given: {
    result?: InvocationResult;
    routes?: readonly Route[];
    trustedProxies?: number;
    publicUrl?: string;
    port?: number;
    rate?: Rate;
    throttle?: Rate;
    limits?: Partial<Limits>;
  } = {},
) {
  const calls: Call[] = [];
  const metrics = memoryMetrics();
  const logged: string[] = [];
  const gateway = createGateway({
    host: "127.0.0.1",
    port: given.port ?? 0,
    caller: {
      trustedProxies: given.trustedProxies ?? 0,
      ...(given.publicUrl !== undefined && { publicUrl: given.publicUrl }),
    },
    ...(given.limits && { limits: given.limits }),
    ...(given.rate && { rate: given.rate }),
    accessLog: createAccessLog((line) => void logged.push(line)),
    apis: [
      {
        id: "otklik",
        name: "otklik",
        routes: (given.routes ?? keys.map((key) => ({ key, functionName: key }))).map((route) => ({
          ...(given.throttle && { throttle: given.throttle }),
          ...route,
        })),
      },
    ],
    clock: { now: () => at, virtual: true },
    metrics,
    invoker: {
      busy: 0,
      invoke: async (functionName, event) => {
        calls.push({ functionName, event: Object.fromEntries(Object.entries(Object(event))) });
        return given.result ?? { kind: "returned", value: { route: functionName } };
      },
    },
    authorizer: createAuthorizer(() => "k".repeat(32)),
    localAccess: async () => undefined,
    localRoutes: async () => ({ status: 200, headers: {}, body: "local" }),
    report: () => {},
  });
  await gateway.start();
  onTestFinished(() => gateway.stop());
  return { ...gateway, address: gateway.address, calls, metrics, logged };
}
