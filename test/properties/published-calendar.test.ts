import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { workingDays } from "../../shared/domain/time/calendar.ts";
import { dateText } from "../../shared/domain/time/zone.ts";
import { exampleCentre } from "../../shared/reference/example-centre.ts";

/**
 * Published production calendars in the form of xmlcalendar.ru, laid beside the project: `t` is 1 for a free day, 2 for a
 * short one, 3 for a worked weekend day. They are nobody's to copy, so the comparison is made where they are.
 */
const folder = resolve(import.meta.dirname, "../../../shared/data/calendar");
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".xml")) : [];

const { production, hours } = exampleCentre().calendar;
const FULL = 8 * 60;
const SHORT = 7 * 60;

const published = (xml: string): ReadonlyMap<string, string> => {
  const year = /<calendar year="(\d{4})"/.exec(xml)?.[1] ?? "";
  return new Map(
    [...xml.matchAll(/<day d="(\d\d)\.(\d\d)" t="(\d)"/g)].map(([, month, day, type]) => [
      `${year}-${month}-${day}`,
      type ?? "",
    ]),
  );
};

const minutesByType = (type: string | undefined, weekend: boolean): number => {
  if (type === "1") return 0;
  if (type === "2") return SHORT;
  return type === "3" || !weekend ? FULL : 0;
};

describe.skipIf(files.length === 0)(`every day of the calendars published in ${folder}`, () => {
  it.each(files)("is worked as long as %s says", (name) => {
    const xml = readFileSync(resolve(folder, name), "utf8");
    const year = Number(/<calendar year="(\d{4})"/.exec(xml)?.[1]);
    const types = published(xml);
    const ours = new Map(
      workingDays(year, year, production, hours).map(({ day, segments }) => [
        dateText(day),
        segments.reduce((sum, [from, to]) => sum + to - from, 0),
      ]),
    );
    for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
      const date = new Date(at).toISOString().slice(0, 10);
      const weekend = [0, 6].includes(new Date(at).getUTCDay());
      expect([date, ours.get(date) ?? 0]).toEqual([date, minutesByType(types.get(date), weekend)]);
    }
  });
});
