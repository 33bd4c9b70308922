import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { fromCentreItem, fromRulesItem, toCentreItem, toRulesItem } from "../centre-item.ts";
import { CALENDARS_KEY, calendarOf, centreKey, centreRulesKey, TABLE_KEY } from "../keys.ts";
import type { Centres } from "../ports.ts";
import type { IncidentTable } from "./table.ts";

export const dynamoCentres = ({ name, client }: IncidentTable): Centres => {
  const read = async (key: string): Promise<unknown> => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key: { [TABLE_KEY]: key } }));
    return Item;
  };
  const write = (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName: name, Item }));

  return {
    read: async (id) => {
      const item = await read(centreKey(id));
      return item === undefined ? undefined : fromCentreItem(item);
    },
    put: async (data) => {
      // A clock is reckoned under rules that can be read again: they are kept before they serve.
      await write(toRulesItem(data));
      await client.send(
        new UpdateCommand({
          TableName: name,
          Key: { [TABLE_KEY]: CALENDARS_KEY },
          UpdateExpression: "SET #centre = :year",
          ExpressionAttributeNames: { "#centre": calendarOf(data.centre.id) },
          ExpressionAttributeValues: { ":year": data.calendar.production.lastYear },
        }),
      );
      await write(toCentreItem(data));
    },
    rules: async (id, version) => {
      const item = await read(centreRulesKey(id, version));
      return item === undefined ? undefined : fromRulesItem(item);
    },
  };
};
