import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { type Way, ways } from "../../domain/centre/duty.ts";
import { TABLE_KEY, unsentKey } from "../keys.ts";
import type { Unsent } from "../ports.ts";
import type { IncidentTable } from "./table.ts";

const unsentItem = z.partialRecord(z.enum(ways), z.set(z.string()));

/** An item a centre: a set of incidents for each way, which adding or clearing twice leaves as once. */
export const dynamoUnsent = ({ name, client }: IncidentTable): Unsent => {
  const change = async (action: "ADD" | "DELETE", centre: string, way: Way, incidents: readonly string[]) => {
    if (incidents.length === 0) return;
    await client.send(
      new UpdateCommand({
        TableName: name,
        Key: { [TABLE_KEY]: unsentKey(centre) },
        UpdateExpression: `${action} #way :incidents`,
        ExpressionAttributeNames: { "#way": way },
        ExpressionAttributeValues: { ":incidents": new Set(incidents) },
      }),
    );
  };
  return {
    add: (centre, { way, incidents }) => change("ADD", centre, way, incidents),
    read: async (centre) => {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: { [TABLE_KEY]: unsentKey(centre) }, ConsistentRead: true }),
      );
      const { [TABLE_KEY]: _, ...sets } = Item ?? {};
      const known = unsentItem.parse(sets);
      return ways.flatMap((way) => {
        const incidents = [...(known[way] ?? [])].toSorted();
        return incidents.length === 0 ? [] : [{ way, incidents }];
      });
    },
    clear: async (centre, told) => {
      for (const { way, incidents } of told) await change("DELETE", centre, way, incidents);
    },
  };
};
