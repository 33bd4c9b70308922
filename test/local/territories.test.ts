import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seemExchanged } from "../../local/territories/exchanged.ts";
import { readGeojson } from "../../local/territories/read-geojson.ts";
import { simplified } from "../../local/territories/simplify.ts";
import { takeAreas } from "../../local/territories/take-areas.ts";
import { decodeRing, encodeRing } from "../../shared/domain/centre/boundary.ts";
import { territories } from "../../shared/domain/centre/territory.ts";
import { territoryWith } from "../../shared/understanding/place/within.ts";

/** A circle of so many points around a middle. */
const circle = (lon: number, lat: number, radius: number, points: number): [number, number][] => {
  const ring = Array.from({ length: points }, (_, index): [number, number] => {
    const angle = (2 * Math.PI * index) / points;
    return [lon + radius * Math.cos(angle), lat + radius * Math.sin(angle)];
  });
  return [...ring, ring[0] ?? [lon, lat]];
};

const area = (name: unknown, ...rings: [number, number][][]) => ({
  type: "Feature",
  properties: { name, area: 3 },
  geometry: { type: "Polygon", coordinates: rings },
});

const file = (...features: unknown[]) => JSON.stringify({ type: "FeatureCollection", features });

const known = territories.parse({
  territories: [{ id: "north", name: "Северный район", keywords: ["северн"] }],
  fallback: "north",
});

describe("boundaries from GeoJSON", () => {
  test("are given to the territory of that name, and other areas become territories", () => {
    const areas = readGeojson(
      file(
        area("северный Район", circle(39, 53, 0.5, 2_000), circle(39, 53, 0.1, 200)),
        area("Щучье Озеро", circle(41, 53, 0.5, 2_000)),
      ),
      "areas.geojson",
      "name",
    );
    const taken = takeAreas(known, {}, areas, 50);
    expect(taken).toMatchObject({ updated: ["северный Район"], added: ["Щучье Озеро"] });
    expect(taken.territories.territories.map(({ id, name, keywords }) => [id, name, keywords])).toEqual([
      ["north", "Северный район", ["северн"]],
      ["shchuche-ozero", "Щучье Озеро", []],
    ]);
    expect(territories.parse(taken.territories)).toEqual(taken.territories);
    expect(taken.points.after).toBeLessThan(taken.points.before / 10);
    expect(territoryWith(taken.boundaries, 53.3, 39)).toEqual({ id: "north", inside: true });
    expect(territoryWith(taken.boundaries, 53, 39)).toBeUndefined();
    expect(territoryWith(taken.boundaries, 53, 41)).toEqual({ id: "shchuche-ozero", inside: true });
    expect(takeAreas(taken.territories, taken.boundaries, areas, 50)).toMatchObject({ added: [] });
  });

  test("go by the one text that all areas have, where nobody says which property is their name", () => {
    const named = (properties: Record<string, unknown>) => ({ ...area("", circle(39, 53, 1, 9)), properties });
    const read = (...all: Record<string, unknown>[]) => readGeojson(file(...all.map(named)), "areas.geojson");
    expect(read({ name: "Юг", district: "Б" })).toMatchObject([{ name: "Юг" }]);
    expect(read({ district: " Северный район ", area: 3 }, { district: "Юг", note: "x" })).toMatchObject([
      { name: "Северный район" },
      { name: "Юг" },
    ]);
    expect(() => read({ district: "Северный район", note: "x" })).toThrow('no text in the property "name"');
  });

  test("of one name, however it is written, are one", () => {
    const read = readGeojson(
      file(
        area("Щучье", circle(41, 53, 0.1, 99)),
        area("щучье ", circle(43, 53, 0.1, 99)),
        area("Северный район", circle(39, 53, 0.1, 99)),
        area("Север", circle(37, 53, 0.1, 99)),
        area("Север", circle(37, 53, 0.1, 99)),
      ),
      "areas.geojson",
    );
    const of = territories.parse({
      territories: [{ id: "north", name: "Северный район", names: ["Север"] }],
      fallback: "north",
    });
    const taken = takeAreas(of, {}, read, 50);
    expect(taken).toMatchObject({ added: ["Щучье"], updated: ["Северный район"] });
    for (const lon of [37, 39]) expect(territoryWith(taken.boundaries, 53, lon)).toEqual({ id: "north", inside: true });
    for (const lon of [41, 43])
      expect(territoryWith(taken.boundaries, 53, lon)).toEqual({ id: "shchuche", inside: true });
  });

  test("are told of when nothing is left of them at the tolerance", () => {
    const areas = readGeojson(file(area("Двор", circle(39, 53, 0.0001, 9)), area("Юг", circle(39, 53, 1, 9))), "f");
    expect(takeAreas(known, {}, areas, 50)).toMatchObject({ added: ["Юг"], vanished: ["Двор"] });
  });

  test("are told of when latitude and longitude seem to be exchanged", () => {
    const of = territories.parse({
      territories: [{ id: "north", name: "Северный район", lat: 53, lon: 39 }],
      fallback: "north",
    });
    const at = (lon: number, lat: number) => readGeojson(file(area("Юг", circle(lon, lat, 1, 9))), "f");
    expect(seemExchanged(at(53, 39), of)).toBe(true);
    expect(seemExchanged(at(39, 53), of)).toBe(false);
    expect(seemExchanged(at(31, 58), of)).toBe(false);
    expect(seemExchanged(at(53, 39), known)).toBe(false);
  });

  test("may begin with a byte order mark", () => {
    expect(readGeojson(`\uFEFF${file(area("Юг", circle(39, 53, 1, 9)))}`, "f")).toMatchObject([{ name: "Юг" }]);
  });

  test.each([
    ["{", "areas.geojson is not JSON"],
    [`{"type":"Feature"}`, "it has to be a FeatureCollection"],
    [file(), "holds no areas"],
    [file(area(7, circle(39, 53, 1, 9))), `feature 1 has no text in the property "name" (it has: name, area)`],
    [file({ type: "Feature", properties: null, geometry: { type: "Polygon", coordinates: [] } }), "it has: none"],
    [file({ ...area("Юг"), geometry: { type: "Point", coordinates: [1, 2] } }), `feature 1 ("Юг") is a Point`],
    [file(area("Юг", [[39, 53]])), "four points a ring"],
    [file(area("Юг", circle(4_500_000, 6_900_000, 9, 9))), "no longitude and latitude in degrees"],
    [file(area("Юг", circle(39, 53, 1, 9).slice(1))), `feature 1 ("Юг") has a ring that does not end where it began`],
    [file(area("Юг")), `feature 1 ("Юг") has no ring`],
    [file({ ...area("Юг"), geometry: { type: "MultiPolygon", coordinates: [] } }), `feature 1 ("Юг") has no ring`],
    [file(area("—", circle(39, 53, 1, 9))), `feature 1 is called "—", which is no name of a place`],
    [file(area("Я".repeat(101), circle(39, 53, 1, 9))), "a name has letters, and 100 characters at most"],
  ])("are refused in plain words when they are none: %s", (text, words) => {
    expect(() => readGeojson(text, "areas.geojson", "name")).toThrow(words);
  });

  test("keep within the tolerance of what they were", () => {
    const metres = 111_320;
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 300 }), fc.integer({ min: 20, max: 2_000 }), (points, tolerance) => {
        const ring = circle(39, 0, 0.3, points).map(([lon, lat], index): [number, number] => [
          lon + (((index % points) * 7) % 5) / 2_000,
          lat,
        ]);
        const kept = simplified(ring, tolerance) ?? [];
        const away = ring.map(([lon, lat]) =>
          Math.min(
            ...kept.map(([lon1, lat1], at) => {
              const [lon2, lat2] = kept[(at + 1) % kept.length] ?? [lon1, lat1];
              const length = (lon2 - lon1) ** 2 + (lat2 - lat1) ** 2;
              const dot = (lon - lon1) * (lon2 - lon1) + (lat - lat1) * (lat2 - lat1);
              const along = length === 0 ? 0 : Math.max(0, Math.min(1, dot / length));
              return Math.hypot(lon - lon1 - along * (lon2 - lon1), lat - lat1 - along * (lat2 - lat1));
            }),
          ),
        );
        expect(Math.max(...away) * metres).toBeLessThanOrEqual(tolerance + 1);
      }),
      { numRuns: 100 },
    );
  });

  test("are read as they were written, to eleven metres", () => {
    const point = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 40 }), (points) => {
        const ring = decodeRing(encodeRing(points.flat()));
        expect(ring).toHaveLength(points.length * 2);
        for (const [at, degrees] of points.flat().entries())
          expect(Math.abs((ring[at] ?? Number.NaN) - degrees)).toBeLessThanOrEqual(0.000_051);
      }),
    );
  });
});
