import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { SECOND } from "../domain/instant.ts";
import { posNumberKey, TABLE_KEY, TTL_ATTRIBUTE } from "./keys.ts";
import type { PosNumbers } from "./ports.ts";
import type { IncidentTable } from "./table.ts";

const posNumberItem = z.object({ incidentId: z.string() });

export const dynamoPosNumbers = ({ name, client }: IncidentTable): PosNumbers => ({
  incidentOf: async (centre, number) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: { [TABLE_KEY]: posNumberKey(centre, number) }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : posNumberItem.parse(Item).incidentId;
  },
  note: async (centre, number, incidentId, keptUntil) => {
    await client.send(
      new PutCommand({
        TableName: name,
        Item: {
          [TABLE_KEY]: posNumberKey(centre, number),
          incidentId,
          [TTL_ATTRIBUTE]: Math.floor(keptUntil / SECOND),
        },
      }),
    );
  },
});
