import { existsSync } from "node:fs";
import { join } from "node:path";
import { COMPARED, MOST_READ } from "../functions/register/candidates.ts";
import { DAY } from "../shared/domain/instant.ts";
import { usualMatters } from "../shared/domain/matters.ts";
import { readTable } from "../shared/tables/read-table.ts";
import { neighbours, PER_DEGREE } from "../shared/understanding/same-matter/whereabouts.ts";

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
    requests.push({
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

const areNeighbours = (one: Request, other: Request): boolean =>
  neighbours(one.lat * PER_DEGREE, one.lon * PER_DEGREE, other.lat * PER_DEGREE, other.lon * PER_DEGREE);

/**
 * Of city records of which an earlier one of the same type and address is still open and at most 30 days old, how many
 * find one of these among the candidates of `register`: the newest open ones of the days that a centre looks back, and of them the newest of the neighbourhood.
 */
export const benchCityLinks = async (): Promise<string[]> => {
  if (!existsSync(RECORDS)) return ["| city records | not here: ../shared/data/city311 | |"];
  let open: readonly Request[] = [];
  let linked = 0;
  let found = 0;
  let near = 0;
  for (const request of await readRequests()) {
    const known = open.filter(({ at, closedAt }) => request.at - at <= LINKED_DAYS * DAY && closedAt > request.at);
    open = [...known, request];
    const same = known.filter(({ type, address }) => type === request.type && address === request.address);
    if (same.length === 0) continue;
    linked += 1;
    const candidates = new Set(
      known
        .slice(-MOST_READ)
        .filter((other) => request.at - other.at <= usualMatters.days * DAY && areNeighbours(request, other))
        .slice(-COMPARED),
    );
    if (same.some((other) => candidates.has(other))) found += 1;
    if (same.some((other) => metres(request, other) <= METRES)) near += 1;
  }
  const share = (part: number): string => (part / linked).toFixed(3);
  return [
    `| said already: city records, ${linked} that repeat an open one of the type and address, ${LINKED_DAYS} days old at most: found among the candidates | ${share(found)} | ≥ .86 |`,
    `| the same by type, ${METRES} metres and ${LINKED_DAYS} days | ${share(near)} | |`,
  ];
};
