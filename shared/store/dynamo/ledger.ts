import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  PutCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { type Instant, SECOND } from "../../domain/time/instant.ts";
import { acceptedKey, deliveredKey, TABLE_KEY, TTL_ATTRIBUTE } from "../keys.ts";
import type { AcceptedKeys, DeliveredAlerts, Rejections } from "../ports.ts";
import { toRejectionItem } from "../rejection-item.ts";
import { conditionally, type IncidentTable } from "./table.ts";

/** DynamoDB's TTL counts in seconds. */
const expiry = (keptUntil: Instant) => ({ [TTL_ATTRIBUTE]: Math.floor(keptUntil / SECOND) });

const ABSENT = `attribute_not_exists(${TABLE_KEY})`;

/** The table may keep an item for days after its end. */
const absentOrBefore = (moment: Instant) => ({
  ConditionExpression: `${ABSENT} OR #at < :moment`,
  ExpressionAttributeNames: { "#at": "at" },
  ExpressionAttributeValues: { ":moment": moment },
});

type PutRequests = NonNullable<BatchWriteCommandInput["RequestItems"]>[string];

const acceptance = z.object({ bodyHash: z.string(), at: z.int() });

export const dynamoAcceptedKeys = ({ name, client }: IncidentTable): AcceptedKeys => ({
  accept: (partner, key, first, keptUntil, forgotten) =>
    conditionally(
      async () => {
        await client.send(
          new PutCommand({
            TableName: name,
            Item: { [TABLE_KEY]: acceptedKey(partner, key), ...first, ...expiry(keptUntil) },
            ...(forgotten === undefined ? { ConditionExpression: ABSENT } : absentOrBefore(forgotten)),
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { kind: "first" } as const;
      },
      (failure) => {
        if (failure.Item === undefined) throw failure;
        return { kind: "again", acceptance: acceptance.parse(unmarshall(failure.Item)) } as const;
      },
    ),
});

export const dynamoRejections = ({ name, client }: IncidentTable): Rejections => ({
  keep: (rejected, keptUntil) =>
    conditionally(
      async () => {
        await client.send(
          new PutCommand({
            TableName: name,
            Item: { ...toRejectionItem(rejected), ...expiry(keptUntil) },
            ConditionExpression: ABSENT,
          }),
        );
        return "kept" as const;
      },
      () => "known" as const,
    ),
});

/** BatchGetItem takes at most 100 keys. */
const KEYS_AT_ONCE = 100;

/** BatchWriteItem takes at most 25 items, and may leave some of them undone when the table is busy. */
const PUTS_AT_ONCE = 25;
const MOST_ROUNDS = 5;

const putAll = async ({ name, client }: IncidentTable, puts: PutRequests): Promise<void> => {
  let left: PutRequests | undefined = puts;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const answer: BatchWriteCommandOutput = await client.send(
      new BatchWriteCommand({ RequestItems: { [name]: left } }),
    );
    left = answer.UnprocessedItems?.[name];
    if (left === undefined || left.length === 0) return;
  }
  throw new Error(`${left?.length} alerts could not be marked as told: the table is busy.`);
};

export const dynamoDeliveredAlerts = ({ name, client }: IncidentTable): DeliveredAlerts => ({
  untold: async (eventIds) => {
    // A queue may deliver an event twice in one batch, and BatchGetItem refuses to be asked twice for a key.
    const distinct = [...new Set(eventIds)];
    const told = new Set<unknown>();
    for (let start = 0; start < distinct.length; start += KEYS_AT_ONCE) {
      let keys: Record<string, unknown>[] | undefined = distinct
        .slice(start, start + KEYS_AT_ONCE)
        .map((id) => ({ [TABLE_KEY]: deliveredKey(id) }));
      while (keys !== undefined && keys.length > 0) {
        const answer: BatchGetCommandOutput = await client.send(
          new BatchGetCommand({ RequestItems: { [name]: { Keys: keys, ConsistentRead: true } } }),
        );
        for (const item of answer.Responses?.[name] ?? []) told.add(item[TABLE_KEY]);
        keys = answer.UnprocessedKeys?.[name]?.Keys;
      }
    }
    return distinct.filter((id) => !told.has(deliveredKey(id)));
  },

  told: async (eventIds, at, keptUntil) => {
    const puts = [...new Set(eventIds)].map((id) => ({
      PutRequest: { Item: { [TABLE_KEY]: deliveredKey(id), at, ...expiry(keptUntil) } },
    }));
    const batches = Array.from({ length: Math.ceil(puts.length / PUTS_AT_ONCE) }, (_, batch) =>
      puts.slice(batch * PUTS_AT_ONCE, (batch + 1) * PUTS_AT_ONCE),
    );
    await Promise.all(batches.map((batch) => putAll({ name, client }, batch)));
  },
});
