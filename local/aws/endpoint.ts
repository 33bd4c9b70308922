import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import * as z from "zod/mini";
import { RUNNER_NAMESPACE } from "../http/runner-figures.ts";
import { createRequiredPermissions } from "../policy/actions.ts";
import type { Decision, PermissionRequest } from "../policy/evaluate.ts";
import type { FunctionPolicies } from "../policy/function-policies.ts";
import type { MetricSink, Part, VirtualClock } from "../ports.ts";
import type { Deployment } from "../template/deployment.ts";
import { account, partition } from "../template/region.ts";
import { accessKeyOf, functionOfAccessKey } from "./identity.ts";
import type { AwsAnswer, AwsService, AwsServiceName } from "./service.ts";
import { accessDenied, brokenInside, errorAnswer, operationOf, unknownKey } from "./wire.ts";

/** Where the functions' SDK clients call. Opened before the template is read, for queue URLs have its port in them. */
export interface AwsDoor {
  readonly server: Server;
  /** As `http://127.0.0.1:4566`. */
  readonly url: string;
}

const address = z.object({ port: z.number() });

export async function openAwsDoor(): Promise<AwsDoor> {
  // Longer than any SDK client keeps an idle connection, so that it never writes into one that is closing.
  const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${address.parse(server.address()).port}` };
}

export interface AwsEndpointOptions {
  readonly door: AwsDoor;
  readonly deployment: Deployment;
  readonly services: Readonly<Partial<Record<AwsServiceName, AwsService>>>;
  readonly policies: FunctionPolicies;
  readonly metrics: MetricSink;
  readonly clock: VirtualClock;
  /** Takes a line for the operator. */
  readonly report: (line: string) => void;
}

/** Serves the functions' calls to AWS: each is checked against the role of the function that signed it, then metered. */
export function createAwsEndpoint(options: AwsEndpointOptions): Part {
  const { door, deployment, services, policies, metrics, clock, report } = options;
  const functions = new Set(deployment.functions.map(({ name }) => name));
  const requiredPermissions = createRequiredPermissions(deployment);

  const answer = async ({ headers }: IncomingMessage, body: Buffer): Promise<AwsAnswer> => {
    const operation = operationOf(headers, body);
    const key = accessKeyOf(headers.authorization);
    const functionName = key === undefined ? undefined : functionOfAccessKey(key);
    if (functionName === undefined || !functions.has(functionName))
      return { ...errorAnswer(operation?.service, unknownKey), status: 403 };
    const service = operation && services[operation.service];
    if (operation === undefined || service === undefined) {
      const asked = headers["x-amz-target"] ?? operation?.operation ?? "a request that names no operation";
      report(`${functionName} called ${String(asked)}, which the one-machine edition does not serve.`);
      return errorAnswer(operation?.service, accessDenied(`${String(asked)} is not served on one machine`));
    }
    const { service: serviceName, operation: operationName } = operation;
    for (const request of requiredPermissions(operation)) {
      const decision = policies.decide(functionName, request);
      if (decision.kind === "allowed") continue;
      report(
        `${functionName} may not ${request.action} on ${request.resource}: its role does not allow it. Grant it in infra/, or drop the call.`,
      );
      return errorAnswer(serviceName, accessDenied(denialMessage(functionName, request, decision)));
    }
    const dimensions = { FunctionName: functionName, Service: serviceName, Operation: operationName };
    metrics.record([
      { namespace: RUNNER_NAMESPACE, name: "Requests", dimensions, unit: "Count", values: [1], at: clock.now() },
    ]);
    return service.handle({ ...operation, functionName, body, headers });
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(request, "end");
    const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    const answered = await answer(request, body).catch((thrown: unknown) => {
      report(`A call to ${String(request.headers["x-amz-target"])} failed in the runner: ${String(thrown)}`);
      return errorAnswer(operationOf(request.headers, body)?.service, brokenInside("The runner failed; see its log."));
    });
    const length = Buffer.byteLength(answered.body);
    response.writeHead(answered.status, { ...answered.headers, "content-length": length }).end(answered.body);
  };

  return {
    async start() {
      door.server.on("request", (request, response) => {
        serve(request, response).catch(() => response.destroy());
      });
    },
    async stop() {
      const closed = once(door.server, "close");
      door.server.close();
      door.server.closeIdleConnections();
      await closed;
    },
  };
}

/** As AWS words it. */
function denialMessage(
  functionName: string,
  { action, resource }: PermissionRequest,
  { explicitly }: Extract<Decision, { kind: "denied" }>,
): string {
  const user = `arn:${partition}:sts::${account}:assumed-role/${functionName}/${functionName}`;
  const why = explicitly
    ? "with an explicit deny in an identity-based policy"
    : `because no identity-based policy allows the ${action} action`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}
