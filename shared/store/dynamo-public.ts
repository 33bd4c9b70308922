import { BatchGetCommand, type BatchGetCommandOutput, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Held } from "../domain/held.ts";
import { signalAt } from "../domain/tell-signal.ts";
import { fromHeldItem } from "./held-item.ts";
import { PUBLIC_INDEX, TABLE_KEY } from "./keys.ts";
import type { PublicIncidents } from "./ports.ts";
import { readPlaces } from "./read-places.ts";
import type { IncidentTable } from "./table.ts";

/** BatchGetItem takes at most 100 keys. */
const KEYS_AT_ONCE = 100;

/** Sorts after every id that follows the same moment. */
const AFTER_ALL = "~";

/** Where a sort key stands in the index: its incident's id follows the moment. */
const placeOf = (centre: string, sort: string): Record<string, string> => ({
  [TABLE_KEY]: sort.slice(sort.indexOf("#") + 1),
  [PUBLIC_INDEX.partition]: centre,
  [PUBLIC_INDEX.sort]: sort,
});

export const dynamoPublicIncidents = (
  { name, client }: IncidentTable,
  page: number = KEYS_AT_ONCE,
): PublicIncidents => {
  const heldAt = async (ids: readonly string[]): Promise<readonly Held[]> => {
    const distinct = [...new Set(ids)];
    const found: Held[] = [];
    for (let start = 0; start < distinct.length; start += KEYS_AT_ONCE) {
      let keys: Record<string, unknown>[] | undefined = distinct
        .slice(start, start + KEYS_AT_ONCE)
        .map((id) => ({ [TABLE_KEY]: id }));
      while (keys !== undefined && keys.length > 0) {
        const answer: BatchGetCommandOutput = await client.send(
          new BatchGetCommand({ RequestItems: { [name]: { Keys: keys } } }),
        );
        found.push(...(answer.Responses?.[name] ?? []).map(fromHeldItem));
        keys = answer.UnprocessedKeys?.[name]?.Keys;
      }
    }
    return found;
  };
  const read = readPlaces(heldAt);

  return {
    read,
    page: async ({ centre, from, to, cursor }) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: PUBLIC_INDEX.name,
          KeyConditionExpression: "#public = :centre AND #sort BETWEEN :from AND :to",
          ExpressionAttributeNames: { "#public": PUBLIC_INDEX.partition, "#sort": PUBLIC_INDEX.sort },
          ExpressionAttributeValues: { ":centre": centre, ":from": String(from), ":to": `${to}#${AFTER_ALL}` },
          ScanIndexForward: false,
          Limit: page,
          ...(cursor === undefined ? {} : { ExclusiveStartKey: placeOf(centre, cursor) }),
        }),
      );
      const order = Items.map((item) => String(item[TABLE_KEY]));
      const found = new Map((await read(order)).map((place) => [signalAt(place).id, place]));
      const items = order.flatMap((id) => found.get(id) ?? []);
      const last: unknown = LastEvaluatedKey?.[PUBLIC_INDEX.sort];
      return { items, ...(typeof last === "string" ? { cursor: last } : {}) };
    },
  };
};
