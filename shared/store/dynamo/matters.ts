import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { MATTERS_INDEX, TABLE_KEY } from "../keys.ts";
import type { OpenMatters } from "../ports.ts";
import type { IncidentTable } from "./table.ts";

const carried = z.object({ [TABLE_KEY]: z.string(), sketch: z.string() });

export const dynamoMatters = ({ name, client }: IncidentTable): OpenMatters => ({
  newest: async ({ centre, since, most }) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: MATTERS_INDEX.name,
        KeyConditionExpression: "#matter = :matter AND #sort >= :since",
        ExpressionAttributeNames: { "#matter": MATTERS_INDEX.partition, "#sort": MATTERS_INDEX.sort },
        ExpressionAttributeValues: { ":matter": centre, ":since": String(since) },
        ScanIndexForward: false,
        Limit: most,
      }),
    );
    return Items.map((item) => carried.parse(item)).map(({ pk, sketch }) => ({ id: pk, sketch }));
  },
});
