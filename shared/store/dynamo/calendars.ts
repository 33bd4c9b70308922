import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { fromCalendarsItem } from "../calendars-item.ts";
import { CALENDARS_KEY, TABLE_KEY } from "../keys.ts";
import type { Calendars } from "../ports.ts";
import type { IncidentTable } from "./table.ts";

export const dynamoCalendars = ({ name, client }: IncidentTable): Calendars => ({
  lastYears: async () => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key: { [TABLE_KEY]: CALENDARS_KEY } }));
    return fromCalendarsItem(Item);
  },
});
