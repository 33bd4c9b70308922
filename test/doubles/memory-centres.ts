import { fromCalendarsItem } from "../../shared/store/calendars-item.ts";
import { fromCentreItem, fromRulesItem, toCentreItem, toRulesItem } from "../../shared/store/centre-item.ts";
import { CALENDARS_KEY, calendarOf, centreKey, centreRulesKey, TABLE_KEY } from "../../shared/store/keys.ts";
import type { Calendars, Centres } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

export const memoryCentres = (table: StoreTable = memoryTable()): Centres => ({
  read: async (id) => {
    const item = await table.read(centreKey(id));
    return item === undefined ? undefined : fromCentreItem(item);
  },
  put: async (data) => {
    await table.write(toRulesItem(data));
    await table.write({
      ...(await table.read(CALENDARS_KEY)),
      [TABLE_KEY]: CALENDARS_KEY,
      [calendarOf(data.centre.id)]: data.calendar.production.lastYear,
    });
    await table.write(toCentreItem(data));
  },
  rules: async (id, version) => {
    const item = await table.read(centreRulesKey(id, version));
    return item === undefined ? undefined : fromRulesItem(item);
  },
});

export const memoryCalendars = (table: StoreTable = memoryTable()): Calendars => ({
  lastYears: async () => fromCalendarsItem(await table.read(CALENDARS_KEY)),
});
