import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { cursor } from "../../domain/signal/cursor.ts";
import { cursorKey, TABLE_KEY } from "../keys.ts";
import type { Cursors } from "../ports.ts";
import type { IncidentTable } from "./table.ts";

export const dynamoCursors = ({ name, client }: IncidentTable): Cursors => ({
  read: async (channel, source) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: { [TABLE_KEY]: cursorKey(channel, source) }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : cursor.parse(Item);
  },
  write: async (channel, source, given) => {
    await client.send(new PutCommand({ TableName: name, Item: { [TABLE_KEY]: cursorKey(channel, source), ...given } }));
  },
});
