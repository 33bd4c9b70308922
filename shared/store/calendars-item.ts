import * as z from "zod/mini";
import { calendarOf } from "./keys.ts";

const calendarsItem = z.record(z.string(), z.unknown());

const prefix = calendarOf("");

/** Reads the last loaded years, by centre. */
export const fromCalendarsItem = (item: unknown): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(calendarsItem.parse(item ?? {})).flatMap(([name, year]) =>
      name.startsWith(prefix) && typeof year === "number" ? [[name.slice(prefix.length), year] as const] : [],
    ),
  );
