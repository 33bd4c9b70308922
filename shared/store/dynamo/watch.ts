import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { WATCH_INDEX } from "../keys.ts";
import type { Pending, WatchList } from "../ports.ts";
import { inOrderOfUrgency } from "../watch-order.ts";
import type { IncidentTable } from "./table.ts";

/** Incidents read at a time from each shard: all shards' are put on the queue within what a sweep keeps in reserve. */
const USUAL_PAGE = 100;

const pendingItem = z.object({ pk: z.string(), nextAt: z.int() });

const pendingOf = (item: unknown): Pending => {
  const { pk, nextAt } = pendingItem.parse(item);
  return { incidentId: pk, at: nextAt };
};

export const dynamoWatchList = ({ name, client }: IncidentTable, page: number = USUAL_PAGE): WatchList =>
  inOrderOfUrgency<Record<string, unknown>>(async (shard, until, from) => {
    const { Items, LastEvaluatedKey } = await client.send(
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
    return { found: (Items ?? []).map(pendingOf), next: LastEvaluatedKey };
  });
