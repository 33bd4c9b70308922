import * as z from "zod/mini";
import type { Room } from "../clock/advance.ts";
import type { Part, VirtualClock } from "../ports.ts";
import type { Table } from "../template/deployment.ts";
import { callDynamo, mustCall } from "./dynamo-api.ts";
import type { DynamoServer } from "./dynamo-server.ts";

export interface Expiry extends Part, Room {
  /** Deletes what has expired by now; answers how many items. */
  sweep(): Promise<number>;
}

export interface ExpiryOptions {
  readonly server: DynamoServer;
  readonly tables: readonly Table[];
  readonly clock: VirtualClock;
  /** After a sweep deleted something: the streams have it. */
  readonly onTableWrite: () => void;
  readonly report: (line: string) => void;
}

/** DynamoDB promises deletion within days; an hour of the product's time keeps the reading of whole tables rare. */
const sweepEvery = 3_600_000;
const lookEvery = 60_000;
/** DynamoDB leaves an item alone that claims to have expired more than five years ago. */
const tooOldSeconds = 5 * 365 * 24 * 3600;

const item = z.record(z.string(), z.unknown());
const page = z.looseObject({ Items: z.array(item), LastEvaluatedKey: z.optional(item) });
const keys = z.looseObject({ KeySchema: z.array(z.looseObject({ AttributeName: z.string() })) });

/** Deletes expired items by the product's clock: neither the embedded server nor real time does it. */
export function createExpiry({ server, tables, clock, onTableWrite, report }: ExpiryOptions): Expiry {
  let timer: NodeJS.Timeout | undefined;
  let sweptAt = clock.now();
  let running: Promise<number> | undefined;
  let deletedInAll = 0;

  const sweepTable = async ({ name, ttlAttribute, creation }: Table): Promise<number> => {
    if (ttlAttribute === undefined) return 0;
    const keyAttributes = keys.parse(creation).KeySchema.map(({ AttributeName }) => AttributeName);
    const now = Math.floor(clock.now() / 1000);
    const expired = {
      ExpressionAttributeValues: { ":now": { N: String(now) }, ":oldest": { N: String(now - tooOldSeconds) } },
    };
    const keyNames = Object.fromEntries(keyAttributes.map((attribute, index) => [`#k${index}`, attribute]));
    let deleted = 0;
    for (let start: z.infer<typeof item> | undefined; ; ) {
      const request = {
        TableName: name,
        FilterExpression: "#ttl <= :now AND #ttl > :oldest",
        ProjectionExpression: Object.keys(keyNames).join(", "),
        ExpressionAttributeNames: { "#ttl": ttlAttribute, ...keyNames },
        ...expired,
        ...(start && { ExclusiveStartKey: start }),
      };
      const { Items, LastEvaluatedKey } = await mustCall(server, "DynamoDB_20120810", "Scan", request, page);
      for (const key of Items) {
        const deletion = {
          TableName: name,
          Key: key,
          // It may have been given a longer life since it was read.
          ConditionExpression: "#ttl <= :now AND #ttl > :oldest",
          ExpressionAttributeNames: { "#ttl": ttlAttribute },
          ...expired,
        };
        const result = await callDynamo(server, "DynamoDB_20120810", "DeleteItem", deletion, z.unknown());
        if (result.kind === "done") deleted += 1;
        else if (result.type !== "ConditionalCheckFailedException") {
          throw new Error(`an expired item of ${name} cannot be deleted: ${result.type}: ${result.message}`);
        }
      }
      if (LastEvaluatedKey === undefined) return deleted;
      start = LastEvaluatedKey;
    }
  };

  const sweepAll = async () => {
    sweptAt = clock.now();
    let deleted = 0;
    for (const table of tables) deleted += await sweepTable(table);
    deletedInAll += deleted;
    if (deleted > 0) onTableWrite();
    return deleted;
  };

  const sweep = () => {
    running ??= sweepAll().finally(() => {
      running = undefined;
    });
    return running;
  };

  const sweepWhenDue = async (): Promise<void> => {
    if (clock.now() - sweptAt >= sweepEvery) await sweep();
  };

  return {
    sweep,
    drained: sweepWhenDue,
    get worked() {
      return deletedInAll;
    },
    async start() {
      timer = setInterval(() => {
        sweepWhenDue().catch((thrown: unknown) => report(`Expired items were not deleted: ${String(thrown)}`));
      }, lookEvery);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await running?.catch(() => 0);
    },
  };
}
