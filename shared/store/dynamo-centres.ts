import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { centre } from "../domain/centre.ts";
import { centreKey, TABLE_KEY } from "./keys.ts";
import type { Centres } from "./ports.ts";
import type { IncidentTable } from "./table.ts";

const centreItem = z.object({ data: centre });

export const dynamoCentres = ({ name, client }: IncidentTable): Centres => ({
  read: async (id) => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key: { [TABLE_KEY]: centreKey(id) } }));
    return Item === undefined ? undefined : centreItem.parse(Item).data;
  },
  put: async (data) => {
    await client.send(new PutCommand({ TableName: name, Item: { [TABLE_KEY]: centreKey(data.centre.id), data } }));
  },
});
