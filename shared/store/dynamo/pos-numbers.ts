import { PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { SECOND } from "../../domain/time/instant.ts";
import { posNumberKey, TABLE_KEY, TTL_ATTRIBUTE } from "../keys.ts";
import type { PosNumbers } from "../ports.ts";
import { itemsAt } from "./batch-get.ts";
import type { IncidentTable } from "./table.ts";

const posNumberItem = z.object({ [TABLE_KEY]: z.string(), incidentId: z.string() });

export const dynamoPosNumbers = (table: IncidentTable): PosNumbers => ({
  incidentsOf: async (centre, numbers) => {
    const numberOf = new Map(numbers.map((number) => [posNumberKey(centre, number), number]));
    const items = await itemsAt(table, [...numberOf.keys()], { consistent: true });
    return new Map(
      items.flatMap((item) => {
        const { [TABLE_KEY]: key, incidentId } = posNumberItem.parse(item);
        const number = numberOf.get(key);
        return number === undefined ? [] : [[number, incidentId]];
      }),
    );
  },
  note: async (centre, number, incidentId, keptUntil) => {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: {
          [TABLE_KEY]: posNumberKey(centre, number),
          incidentId,
          [TTL_ATTRIBUTE]: Math.floor(keptUntil / SECOND),
        },
      }),
    );
  },
});
