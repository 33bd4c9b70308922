import { BatchGetCommand, type BatchGetCommandOutput, PutCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { type Instant, SECOND } from "../domain/instant.ts";
import { acceptedKey, deliveredKey, TABLE_KEY, TTL_ATTRIBUTE } from "./keys.ts";
import type { AcceptedKeys, DeliveredAlerts, Rejections } from "./ports.ts";
import { toRejectionItem } from "./rejection-item.ts";
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
    await Promise.all(
      eventIds.map((id) =>
        client.send(
          new PutCommand({
            TableName: name,
            Item: { [TABLE_KEY]: deliveredKey(id), at, ...expiry(keptUntil) },
          }),
        ),
      ),
    );
  },
});
