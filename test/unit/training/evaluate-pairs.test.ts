import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readPairs } from "../../../training/pairs/read-pairs.ts";
import { pairScores } from "../../../training/pairs/scores.ts";

const directory = mkdtempSync(join(tmpdir(), "otklik-pairs-"));
afterAll(() => rmSync(directory, { recursive: true }));

const HEADING = "textA,textB,latA,lonA,timeA,latB,lonB,timeB,same";
const read = (...rows: string[]) => {
  const path = join(directory, "pairs.csv");
  writeFileSync(path, [HEADING, ...rows].join("\n"));
  return readPairs(path);
};

it("pairs are read with coordinates and times on both sides, on one, or on none", async () => {
  const [both, one, none] = await read(
    "яма,дыра,52.1,39.2,2026-03-02T08:00:00+03:00,52.2,39.3,2026-03-02T08:00,1",
    "яма,дыра,52.1,39.2,2026-03-02T08:00:00Z,,,,0",
    "яма,дыра,,,,,,,true",
  );
  expect(both).toMatchObject({ one: { lat: 52.1 }, other: { lat: 52.2 }, same: true });
  expect((both?.other.at ?? 0) - (both?.one.at ?? 0)).toBe(3 * 3_600_000);
  expect(one?.other.lat).toBeUndefined();
  expect(one?.other.at).toBe(one?.one.at);
  expect(none?.same).toBe(true);
});

it.each([
  ["as a spreadsheet has it", "05.03.2026 11:20"],
  ["in seconds", "1772709600"],
  ["in milliseconds", "1772709600000"],
])("a time is read %s", async (_, time) => {
  const [pair] = await read(`яма,дыра,,,${time},,,2026-03-05T14:20:00+03:00,1`);
  expect(pair?.one.at).toBe(pair?.other.at);
});

it.each([
  ["same", "яма,дыра,,,,,,,maybe"],
  ["timeA", "яма,дыра,,,yesterday,,,,1"],
  ["latB", "яма,дыра,,,,north,39,,1"],
  ["lonA", "яма,дыра,52.1,392,,,,,1"],
])("a pair whose %s says nothing is named with its row", async (column, row) => {
  await expect(read(row)).rejects.toThrow(`row 2, column "${column}"`);
});

it("a time that no calendar has is named with its row", async () => {
  await expect(read("яма,дыра,,,2026-02-30T10:00:00Z,,,,1")).rejects.toThrow('row 2, column "timeA"');
  await expect(read("яма,дыра,,,31.04.2026,,,,1")).rejects.toThrow('row 2, column "timeA"');
  await expect(read("яма,дыра,,,2028-02-29 10:00,,,,1")).resolves.toHaveLength(1);
});

it("a table without pairs is refused, whatever its heading", async () => {
  await expect(read()).rejects.toThrow("has no rows");
});

it("scores count what was said and what is", () => {
  const answers = [
    { same: true, said: true },
    { same: true, said: false },
    { same: false, said: true },
    { same: false, said: false },
  ];
  expect(pairScores(answers)).toEqual({ n: 4, precision: 0.5, recall: 0.5, f1: 0.5 });
  expect(pairScores([])).toEqual({ n: 0, precision: 0, recall: 0, f1: 0 });
});
