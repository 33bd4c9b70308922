import * as z from "zod/mini";
import { DAY, type Instant } from "./instant.ts";
import { isZone, type WallClock, wallClock } from "./zone.ts";

/** A time of a day on a clock on the wall, as `08:30`. */
export const timeOfDay = z
  .string()
  .check(z.regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, "must be a time of the day, as 08:30"));

export const zone = z.string().check(z.refine(isZone, "must be an IANA zone, as Europe/Moscow"));

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const weekday = z.enum(weekdays);

/** From one time of the day to another; to an earlier or the same one, it ends on the next day. */
interface Stretch {
  readonly from: string;
  readonly to: string;
  /** Days on which it begins. Default: every day. */
  readonly days?: readonly (typeof weekdays)[number][] | undefined;
}

const clocks = new Map<string, WallClock>();

/** The zone's clock, compiled once for each year that is asked about. */
const clockOf = (zone: string, year: number): WallClock => {
  const known = clocks.get(`${zone} ${year}`) ?? wallClock(zone, year, year);
  clocks.set(`${zone} ${year}`, known);
  return known;
};

/** The local day at an instant, numbered from 1970-01-01. */
export const dayAt = (zone: string, at: Instant): number => clockOf(zone, new Date(at).getUTCFullYear()).dayOf(at);

/** A numbered day as `2026-11-22`. */
export const dateOfDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The moment of a time on a local day. */
export const momentOf = (zone: string, day: number, time: string): Instant =>
  clockOf(zone, new Date(day * DAY).getUTCFullYear()).instantOf(day, minutesOf(time));

/** 1970-01-01, the day 0, was a Thursday. */
const weekdayOf = (day: number) => weekdays[(day + 3) % 7];

/** When the stretch that an instant lies in ends; nothing when it lies in none. */
export const endOfStretch = (zone: string, { from, to, days }: Stretch, at: Instant): Instant | undefined => {
  const today = dayAt(zone, at);
  const nights = minutesOf(to) > minutesOf(from) ? 0 : 1;
  for (const day of [today - 1, today]) {
    const begins = weekdayOf(day);
    if (days !== undefined && (begins === undefined || !days.includes(begins))) continue;
    const end = momentOf(zone, day + nights, to);
    if (momentOf(zone, day, from) <= at && at < end) return end;
  }
  return undefined;
};
