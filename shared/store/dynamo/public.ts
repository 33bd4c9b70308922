import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { signalAt } from "../../domain/incident/tell-signal.ts";
import { fromHeldItem } from "../held-item.ts";
import { PUBLIC_INDEX, TABLE_KEY } from "../keys.ts";
import type { PublicIncidents } from "../ports.ts";
import { readPlaces } from "../read-places.ts";
import { itemsAt, KEYS_AT_ONCE } from "./batch-get.ts";
import type { IncidentTable } from "./table.ts";

/** Sorts after every id that follows the same moment. */
const AFTER_ALL = "~";

/** The moment at which a range begins or ends, as long as those in the index are: shorter numbers would sort after them. */
const edge = (at: number): string => String(Math.max(at, 0)).padStart(13, "0");

/** Where a sort key stands in the index: its incident's id follows the moment. */
const placeOf = (centre: string, sort: string): Record<string, string> => ({
  [TABLE_KEY]: sort.slice(sort.indexOf("#") + 1),
  [PUBLIC_INDEX.partition]: centre,
  [PUBLIC_INDEX.sort]: sort,
});

export const dynamoPublicIncidents = (table: IncidentTable, page: number = KEYS_AT_ONCE): PublicIncidents => {
  const { name, client } = table;
  const read = readPlaces(async (ids) => (await itemsAt(table, ids, { consistent: false })).map(fromHeldItem));

  return {
    read,
    page: async ({ centre, from, to, cursor }) => {
      // The table refuses such a question.
      if (from > to) return { items: [] };
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: PUBLIC_INDEX.name,
          KeyConditionExpression: "#public = :centre AND #sort BETWEEN :from AND :to",
          ExpressionAttributeNames: { "#public": PUBLIC_INDEX.partition, "#sort": PUBLIC_INDEX.sort },
          ExpressionAttributeValues: { ":centre": centre, ":from": edge(from), ":to": `${edge(to)}#${AFTER_ALL}` },
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
