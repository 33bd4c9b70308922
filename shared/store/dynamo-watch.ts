import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { WATCH_INDEX, watchShards } from "./keys.ts";
import type { Pending, WatchList } from "./ports.ts";
import type { IncidentTable } from "./table.ts";

/** Incidents read at a time from each shard. */
const USUAL_PAGE = 500;

const pendingItem = z.object({ pk: z.string(), nextAt: z.int() });

const pendingOf = (item: unknown): Pending => {
  const { pk, nextAt } = pendingItem.parse(item);
  return { incidentId: pk, at: nextAt };
};

export const dynamoWatchList = ({ name, client }: IncidentTable, page: number = USUAL_PAGE): WatchList => ({
  async *due(until) {
    let open: { readonly shard: string; readonly from?: Record<string, unknown> }[] = watchShards.map((shard) => ({
      shard,
    }));
    while (open.length > 0) {
      const pages = await Promise.all(
        open.map(async ({ shard, from }) => {
          const answer = await client.send(
            new QueryCommand({
              TableName: name,
              IndexName: WATCH_INDEX.name,
              KeyConditionExpression: "#shard = :shard AND #at <= :until",
              ExpressionAttributeNames: { "#shard": WATCH_INDEX.partition, "#at": WATCH_INDEX.sort },
              ExpressionAttributeValues: { ":shard": shard, ":until": until },
              Limit: page,
              ...(from === undefined ? {} : { ExclusiveStartKey: from }),
            }),
          );
          return { shard, found: (answer.Items ?? []).map(pendingOf), next: answer.LastEvaluatedKey };
        }),
      );
      yield pages.flatMap(({ found }) => found).toSorted((a, b) => a.at - b.at);
      open = pages.flatMap(({ shard, next }) => (next === undefined ? [] : [{ shard, from: next }]));
    }
  },
});
