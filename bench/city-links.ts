import { existsSync } from "node:fs";
import { join } from "node:path";
import { candidates, MOST_READ } from "../functions/register/candidates.ts";
import { readSketches } from "../functions/register/read-sketches.ts";
import { usualMatters } from "../shared/domain/centre/matters.ts";
import { DAY } from "../shared/domain/time/instant.ts";
import { readTable } from "../shared/tables/read-table.ts";
import { packSketch } from "../shared/understanding/same-matter/pack.ts";
import { saidOf } from "../shared/understanding/same-matter/said.ts";
import { type Sketch, sketchOf } from "../shared/understanding/same-matter/sketch.ts";

const RECORDS = join(import.meta.dirname, "../../shared/data/city311/boston-2011-jul-oct.csv.gz");
/** What links two records for the reference: one type, so many metres and days apart. */
const METRES = 200;
const LINKED_DAYS = 30;
const METRES_PER_DEGREE = 111_200;

interface Request {
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
  readonly type: string;
  readonly group: string;
  readonly address: string;
  readonly closedAt: number;
  /** Of where and when alone: what the records say is another language. */
  readonly sketch: Sketch;
  readonly packed: { readonly id: string; readonly sketch: string };
}

const readRequests = async (): Promise<Request[]> => {
  const requests: Request[] = [];
  for await (const { cells } of readTable(RECORDS)) {
    const cell = (name: string): string => cells.get(name) ?? "";
    const time = (name: string): number => Date.parse(`${cell(name).replace(" ", "T")}Z`);
    const at = time("open_dt");
    const closed = time("closed_dt");
    const [lat, lon] = [Number(cell("latitude")), Number(cell("longitude"))];
    if (Number.isNaN(at) || lat === 0 || lon === 0) continue;
    const sketch = sketchOf("", { lat, lon }, at);
    requests.push({
      sketch,
      packed: { id: `${requests.length}`, sketch: packSketch(sketch) },
      at,
      lat,
      lon,
      type: cell("type"),
      group: cell("reason"),
      address: cell("location"),
      closedAt: Number.isNaN(closed) ? Number.POSITIVE_INFINITY : closed,
    });
  }
  return requests.toSorted((one, other) => one.at - other.at);
};

const metres = (one: Request, other: Request): number => {
  const east = (one.lon - other.lon) * Math.cos((one.lat * Math.PI) / 180);
  return Math.hypot(one.lat - other.lat, east) * METRES_PER_DEGREE;
};

/**
 * Of city records of which an earlier one of the same type and address is still open and at most 30 days old, how many
 * find one of these among the candidates of `register`, which are told where and when they were written, and nothing else.
 */
export const benchCityLinks = async (): Promise<string[]> => {
  if (!existsSync(RECORDS)) return ["| city records | not here: ../shared/data/city311 | |"];
  let open: readonly Request[] = [];
  let linked = 0;
  let found = 0;
  let near = 0;
  const sketches = readSketches();
  for (const request of await readRequests()) {
    const known = open.filter(({ at, closedAt }) => request.at - at <= LINKED_DAYS * DAY && closedAt > request.at);
    open = [...known, request];
    const same = known.filter(({ type, address }) => type === request.type && address === request.address);
    if (same.length === 0) continue;
    linked += 1;
    const newest = known
      .slice(-MOST_READ)
      .filter((other) => request.at - other.at <= usualMatters.days * DAY)
      .toReversed();
    const { placesOf, inCommonWith } = sketches("city");
    const places = placesOf(newest.map(({ packed }) => packed));
    const compared = new Set(candidates(places, inCommonWith(saidOf(request.sketch))));
    if (newest.some((other, at) => compared.has(places[at] ?? -1) && same.includes(other))) found += 1;
    if (same.some((other) => metres(request, other) <= METRES)) near += 1;
  }
  const share = (part: number): string => (part / linked).toFixed(3);
  return [
    `| said already: city records, ${linked} that repeat an open one of the type and address, ${LINKED_DAYS} days old at most: found among the candidates | ${share(found)} | ≥ .86 |`,
    `| the same by type, ${METRES} metres and ${LINKED_DAYS} days | ${share(near)} | |`,
  ];
};
