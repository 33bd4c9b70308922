import * as z from "zod/mini";
import { RUNNER_NAMESPACE } from "../http/runner-figures.ts";
import type { MetricSink, VirtualClock } from "../ports.ts";
import type { DynamoServer } from "../tables/dynamo-server.ts";
import type { AwsCall, AwsService } from "./service.ts";

const reading = new Set(["GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"]);
const writing = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"]);

export interface DynamoOptions {
  readonly server: DynamoServer;
  readonly metrics: MetricSink;
  readonly clock: VirtualClock;
  /** After a write was answered well: the streams have something new. */
  readonly onTableWrite: () => void;
}

/** DynamoDB: passes the calls on as they came, and meters what they consumed. */
export function dynamoDb({ server, metrics, clock, onTableWrite }: DynamoOptions): AwsService {
  const meter = ({ operation, functionName }: AwsCall, units: number) => {
    const name = reading.has(operation) ? "ReadUnits" : "WriteUnits";
    metrics.record([
      {
        namespace: RUNNER_NAMESPACE,
        name,
        dimensions: { FunctionName: functionName },
        unit: "Count",
        values: [units],
        at: clock.now(),
      },
    ]);
  };
  return {
    async handle(call) {
      const metered = reading.has(call.operation) || writing.has(call.operation);
      const body = metered ? askingForCapacity(call) : call.body;
      const { status, contentType, body: answer } = await server.send("DynamoDB_20120810", call.operation, body);
      if (metered) meter(call, consumedUnits(status, answer));
      if (status === 200 && writing.has(call.operation)) onTableWrite();
      return { status, body: answer, headers: { "content-type": contentType } };
    },
  };
}

const asksAlready = z.object({ ReturnConsumedCapacity: z.enum(["TOTAL", "INDEXES"]) });
const opening = Buffer.from('{"ReturnConsumedCapacity":"TOTAL",');

function askingForCapacity({ body, json }: AwsCall): Buffer {
  if (typeof json === "object" && json !== null && "ReturnConsumedCapacity" in json) {
    if (asksAlready.safeParse(json).success) return body;
    return Buffer.from(JSON.stringify({ ...json, ReturnConsumedCapacity: "TOTAL" }));
  }
  const brace = body.indexOf("{");
  return Buffer.concat([opening, body.subarray(brace + 1)]);
}

const capacity = z.object({ CapacityUnits: z.number() });
const success = z.object({ ConsumedCapacity: z.optional(z.union([capacity, z.array(capacity)])) });
const failure = z.object({
  __type: z.string(),
  CancellationReasons: z.optional(z.array(z.unknown())),
});

/** A condition that was not met is charged too, and not told: 1 unit at least, in a transaction 2 for each item. */
function consumedUnits(status: number, answer: Buffer): number {
  const json: unknown = JSON.parse(answer.toString("utf8"));
  if (status === 200) {
    const consumed = success.parse(json).ConsumedCapacity ?? [];
    return [consumed].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
  }
  const { __type: type, CancellationReasons } = failure.parse(json);
  if (type.endsWith("#ConditionalCheckFailedException")) return 1;
  return type.endsWith("#TransactionCanceledException") ? 2 * (CancellationReasons?.length ?? 0) : 0;
}
