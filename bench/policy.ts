import { join, resolve } from "node:path";
import { functionAccessKey, functionOfAccessKey } from "../local/aws/identity.ts";
import { operationOf } from "../local/aws/wire.ts";
import { createRequiredPermissions } from "../local/policy/actions.ts";
import { createFunctionPolicies } from "../local/policy/function-policies.ts";
import type { Deployment } from "../local/template/deployment.ts";
import { readDeployment } from "../local/template/read-deployment.ts";
import { synthesise } from "../local/template/synthesise.ts";
import { percentile } from "./edition-run.ts";

const project = resolve(import.meta.dirname, "..");

interface Call {
  readonly accessKey: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A write of the usual size and a send, as each function that may make them does. */
const callsOf = ({ functions, tables, queues }: Deployment): readonly Call[] =>
  functions.flatMap(({ name }) => [
    ...tables.map(({ name: TableName }) => ({
      accessKey: functionAccessKey(name),
      headers: { "x-amz-target": "DynamoDB_20120810.PutItem" },
      body: Buffer.from(JSON.stringify({ TableName, Item: { pk: { S: "a" }, text: { S: "ж".repeat(300) } } })),
    })),
    ...queues.map(({ url: QueueUrl }) => ({
      accessKey: functionAccessKey(name),
      headers: { "x-amz-target": "AmazonSQS.SendMessage" },
      body: Buffer.from(JSON.stringify({ QueueUrl, MessageBody: "ж".repeat(300) })),
    })),
  ]);

/** Milliseconds that finding the caller, reading the request and checking the role take of a call, `remembered` or not. */
export const policyCheck = async (calls = 20_000) => {
  const deployment = readDeployment(
    await synthesise({ project, build: join(project, ".build") }),
    "http://127.0.0.1:1",
  );
  const required = createRequiredPermissions(deployment);
  const some = callsOf(deployment);
  const measure = (remembered: boolean): readonly number[] => {
    let policies = createFunctionPolicies(deployment.functions);
    const took: number[] = [];
    for (let number = 0; number < calls; number += 1) {
      const call = some[number % some.length];
      if (call === undefined) break;
      if (!remembered && number % 500 === 0) policies = createFunctionPolicies(deployment.functions);
      const from = performance.now();
      const operation = operationOf(call.headers, call.body);
      const name = functionOfAccessKey(call.accessKey) ?? "";
      if (operation !== undefined) for (const request of required(operation)) policies.decide(name, request);
      took.push(performance.now() - from);
    }
    return took.toSorted((a, b) => a - b);
  };
  measure(true);
  const [known, anew] = [measure(true), measure(false)];
  return { p50: percentile(known, 0.5), p99: percentile(known, 0.99), p99Anew: percentile(anew, 0.99) };
};

if (import.meta.main) {
  const { p50, p99, p99Anew } = await policyCheck();
  process.stdout.write(
    `A call checked against its role: p50 ${p50.toFixed(4)} ms, p99 ${p99.toFixed(4)} ms, p99 ${p99Anew.toFixed(4)} ms with roles that are new.\n`,
  );
}
