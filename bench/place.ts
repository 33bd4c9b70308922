/**
 * How right and how fast points are told their municipality by simplified boundaries, and how fast a message is
 * understood without its topic. Reads GeoJSON files where they are: `node bench/place.ts <folder> [name property]`.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type NamedArea, readGeojson } from "../local/territories/read-geojson.ts";
import { simplified } from "../local/territories/simplify.ts";
import { encodeRing } from "../shared/domain/centre/boundary.ts";
import { exampleCentre } from "../shared/reference/example-centre.ts";
import { territoryWith } from "../shared/understanding/place/within.ts";
import { understand } from "../shared/understanding/understand.ts";

const POINTS = 20_000;
const TOLERANCE = 50;

const boundariesOf = (areas: readonly NamedArea[], tolerance: number) =>
  Object.fromEntries(
    areas.map(({ name, rings }) => [
      name,
      rings.flatMap((ring) => {
        const line = tolerance === 0 ? ring : simplified(ring, tolerance);
        return line === undefined ? [] : [encodeRing(line.flat())];
      }),
    ]),
  );

/** Points spread evenly over the box of the areas, always the same ones. */
const spread = (areas: readonly NamedArea[]) => {
  const all = areas.flatMap(({ rings }) => rings.flat());
  const [west, east] = [Math.min(...all.map(([lon]) => lon)), Math.max(...all.map(([lon]) => lon))];
  const [south, north] = [Math.min(...all.map(([, lat]) => lat)), Math.max(...all.map(([, lat]) => lat))];
  const GOLDEN = 0.618_033_988_75;
  return Array.from({ length: POINTS }, (_, index) => ({
    lat: south + ((north - south) * (index + 0.5)) / POINTS,
    lon: west + (east - west) * ((index * GOLDEN) % 1),
  }));
};

const microseconds = (times: number, work: (index: number) => void): number => {
  for (let index = 0; index < times; index += 1) work(index);
  const from = performance.now();
  for (let index = 0; index < times; index += 1) work(index);
  return ((performance.now() - from) / times) * 1_000;
};

const [folder = "", property = "name"] = process.argv.slice(2);
const files = existsSync(folder) ? globSync(join(folder, "*.geojson")).toSorted() : [];
if (files.length === 0) console.log("No GeoJSON files were given: points are not measured.");
for (const file of files) {
  const areas = readGeojson(readFileSync(file, "utf8"), file, property);
  const [exact, simple] = [boundariesOf(areas, 0), boundariesOf(areas, TOLERANCE)];
  const inside = spread(areas).flatMap((point) => {
    const found = territoryWith(exact, point.lat, point.lon);
    return found?.inside === true ? [{ ...point, name: found.id }] : [];
  });
  const right = inside.filter(({ lat, lon, name }) => territoryWith(simple, lat, lon)?.id === name).length;
  const each = microseconds(inside.length, (index) => {
    const point = inside[index];
    if (point !== undefined) territoryWith(simple, point.lat, point.lon);
  });
  console.log(
    `${areas.length} municipalities: ${((100 * right) / inside.length).toFixed(2)} % of ${inside.length} points right, ${each.toFixed(2)} µs each`,
  );
}

const text =
  "Здравствуйте! Обращаюсь уже третий раз: на ул. Садовой, д. 5 корп. 2 (это микрорайон у вокзала) не убирают снег, " +
  "пройти с коляской невозможно. Управляющая компания отвечает, что двор чистит подрядчик, подрядчик трубку не берёт. " +
  "Вчера соседка упала и сломала руку. Прошу принять меры и ответить, когда наконец расчистят тротуар и посыплют его песком. " +
  "Фото прилагаю. Заранее спасибо, жители дома.";
const centre = exampleCentre();
const each = microseconds(5_000, () => void understand({ text, receivedAt: 0 }, centre));
console.log(`a message of ${text.length} characters, understood by rules alone: ${each.toFixed(0)} µs`);
