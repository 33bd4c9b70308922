import { afterAll, beforeAll, expect, test } from "vitest";
import { createAwsEndpoint, openAwsDoor } from "../../local/aws/endpoint.ts";
import type { AwsService } from "../../local/aws/service.ts";
import { createFunctionPolicies } from "../../local/policy/function-policies.ts";
import type { Deployment, LambdaFunction } from "../../local/template/deployment.ts";
import { requireRights } from "../../local/template/rights.ts";
import { projectDeployment } from "../e2e/left-behind.ts";
import { callKms, callsOf, type RoleCall } from "./role-calls.ts";

interface Grant {
  readonly action: string;
  readonly resource: string;
  /** An item that it is for. */
  readonly pk: string;
  /** What a key is for. */
  readonly context: Readonly<Record<string, string>>;
}

const CONTEXT = "kms:EncryptionContext:";

let deployment: Deployment;
beforeAll(async () => {
  deployment = await projectDeployment();
}, 60_000);

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

const grantsOf = ({ statements }: LambdaFunction): readonly Grant[] => {
  const all = statements.flatMap(({ actions, resources, conditions }) => {
    const keys = Object.values(conditions).flatMap((condition) => condition["dynamodb:LeadingKeys"] ?? []);
    const pk = keys[0]?.replaceAll("*", "a") ?? "a";
    const named = Object.values(conditions).flatMap((condition) => Object.entries(condition));
    const ofKey = named.filter(([key]) => key.startsWith(CONTEXT));
    const context = Object.fromEntries(ofKey.map(([key, [value = ""]]) => [key.slice(CONTEXT.length), value]));
    return actions.flatMap((action) => resources.map((resource) => ({ action, resource, pk, context })));
  });
  return [...new Map(all.map((grant) => [`${grant.action} ${grant.resource}`, grant])).values()];
};

const isGrant = (one: Pick<Grant, "action" | "resource">, other: Pick<Grant, "action" | "resource">) =>
  one.action === other.action && one.resource === other.resource;

/** The function without one of its grants. */
const without = (lambda: LambdaFunction, dropped: Grant): LambdaFunction => ({
  ...lambda,
  statements: lambda.statements.flatMap((statement) =>
    statement.actions.flatMap((action) =>
      statement.resources
        .filter((resource) => !isGrant({ action, resource }, dropped))
        .map((resource) => ({ ...statement, actions: [action], resources: [resource] })),
    ),
  ),
});

const published =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
const willing: AwsService = {
  handle: async ({ service }) => ({ status: 200, body: service === "sns" ? published : "{}" }),
};

/** The endpoint that every function calls, with these functions' roles. */
const endpointFor = async (functions: readonly LambdaFunction[]): Promise<string> => {
  const door = await openAwsDoor();
  const endpoint = createAwsEndpoint({
    door,
    deployment: { ...deployment, functions },
    policies: createFunctionPolicies(functions),
    services: {
      dynamodb: willing,
      sqs: willing,
      events: willing,
      sns: willing,
      secretsmanager: willing,
      kms: willing,
    },
    metrics: { record: () => {} },
    clock: { virtual: false, now: () => Date.now() },
    report: () => {},
  });
  await endpoint.start();
  closing.push(() => endpoint.stop());
  return door.url;
};

const denialOf = (call: () => Promise<unknown>): Promise<string | undefined> =>
  call().then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown)),
  );

/** What a function is denied of all its role is for, one message for each call of a service. */
const denialsOf = async (lambda: LambdaFunction, url: string): Promise<readonly string[]> => {
  const calls: Readonly<Record<string, RoleCall | undefined>> = callsOf(lambda.name, url);
  const denials = await Promise.all(
    grantsOf(lambda).map(async ({ action, resource, pk }) => {
      const call = calls[action];
      return call && denialOf(() => call(resource, pk));
    }),
  );
  return denials.filter((denial) => denial !== undefined);
};

/** The same of what it asks of KMS itself, where a key is not only used by a service on its behalf. */
const keyDenialsOf = async (lambda: LambdaFunction, url: string): Promise<readonly string[]> => {
  const ofKeys = grantsOf(lambda).filter(({ action }) => action.startsWith("kms:"));
  const denials = await Promise.all(ofKeys.map((use) => denialOf(() => callKms(lambda.name, url, use))));
  return denials.filter((denial) => denial !== undefined);
};

/** What Lambda itself does with the role; a role without it is refused when the template is read. */
const isSource = ({ action, resource }: Grant): boolean =>
  /^sqs:(?:Receive|Delete|GetQueue)/.test(action) || resource.includes("/stream/");
const isRecord = ({ action }: Grant): boolean => /^(?:logs|xray):/.test(action);
/** A stream is read by Lambda, and its key with it. */
const readsStreamOnly = (lambda: LambdaFunction): boolean =>
  grantsOf(lambda).some(({ resource }) => resource.includes("/stream/"));

test("with all its grants every function may make every call", async () => {
  const url = await endpointFor(deployment.functions);
  for (const lambda of deployment.functions) {
    expect(await denialsOf(lambda, url), lambda.name).toEqual([]);
    expect(await keyDenialsOf(lambda, url), lambda.name).toEqual([]);
  }
});

test("with one grant taken away, a function is denied what it was for, by function, action and resource", async () => {
  let taken = 0;
  for (const lambda of deployment.functions) {
    for (const grant of grantsOf(lambda)) {
      if (isRecord(grant)) continue;
      const poorer = without(lambda, grant);
      if (isSource(grant)) {
        const start = () =>
          requireRights({ where: lambda.name, statements: poorer.statements }, [grant.action], grant.resource);
        expect(start).toThrow(`The role of ${lambda.name} does not allow ${grant.action} on ${grant.resource}`);
      } else if (grant.action.startsWith("kms:") && readsStreamOnly(lambda)) {
        continue;
      } else {
        const url = await endpointFor([poorer]);
        const byService = await denialsOf(lambda, url);
        const denials = byService.length > 0 ? byService : await keyDenialsOf(lambda, url);
        expect(denials.length, `${lambda.name} without ${grant.action} on ${grant.resource}`).toBeGreaterThan(0);
        for (const denial of denials) {
          expect(denial).toContain(`assumed-role/${lambda.name}/`);
          expect(denial).toContain(`not authorized to perform: ${grant.action} on resource: ${grant.resource}`);
        }
      }
      taken += 1;
    }
  }
  expect(taken).toBeGreaterThan(deployment.functions.length);
}, 60_000);
