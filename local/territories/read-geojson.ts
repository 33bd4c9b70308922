import * as z from "zod/mini";
import { placeName, plainName } from "../../shared/domain/centre/text.ts";
import { StartFailure } from "../start-failure.ts";

/** A line of points in degrees, the longitude first, as GeoJSON has it (RFC 7946). */
export type Line = readonly (readonly [lon: number, lat: number])[];

export interface NamedArea {
  readonly name: string;
  readonly rings: readonly Line[];
}

const position = z.pipe(
  z.array(z.number()).check(z.minLength(2)),
  z.transform(([lon = 0, lat = 0]) => [lon, lat] as const),
);
const polygon = z.array(z.array(position).check(z.minLength(4)));
const geometry = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Polygon"), coordinates: polygon }),
  z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(polygon) }),
]);
const collection = z.object({ type: z.literal("FeatureCollection"), features: z.array(z.unknown()) });
const feature = z.object({
  properties: z.nullable(z.record(z.string(), z.unknown())),
  geometry: z.looseObject({ type: z.string() }),
});

const MOST_COMPLAINTS = 20;

const parsed = (written: string, file: string): unknown => {
  try {
    return JSON.parse(written.startsWith("\uFEFF") ? written.slice(1) : written);
  } catch (error) {
    if (error instanceof SyntaxError) throw new StartFailure(`${file} is not JSON: ${error.message}`);
    throw error;
  }
};

const isClosed = (ring: Line): boolean => {
  const [first, last] = [ring[0], ring.at(-1)];
  return first?.[0] === last?.[0] && first?.[1] === last?.[1];
};

const onEarth = ([lon, lat]: Line[number]): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;

const text = z.string().check(z.trim(), z.minLength(1));
const withProperties = z.object({ properties: z.record(z.string(), z.unknown()) });

const NAME = "name";

/** The property that names the areas: `name`, or the only one that is a text in all of them. */
const namingProperty = (features: readonly unknown[]): string => {
  const told = features.map((each) => {
    const read = withProperties.safeParse(each);
    const properties = Object.entries(read.data?.properties ?? {});
    return new Set(properties.flatMap(([property, value]) => (text.safeParse(value).success ? [property] : [])));
  });
  const [first = new Set<string>(), ...others] = told;
  const shared = [...first].filter((property) => others.every((each) => each.has(property)));
  const [only, ...more] = shared;
  return only === undefined || more.length > 0 || shared.includes(NAME) ? NAME : only;
};

type Reading = { readonly area: NamedArea } | { readonly wrong: string };

const areaOf = (given: unknown, index: number, property: string): Reading => {
  const where = `feature ${index + 1}`;
  const read = feature.safeParse(given);
  if (!read.success) return { wrong: `${where} has no properties or no geometry` };
  const { properties, geometry: shape } = read.data;
  const name = text.safeParse(properties?.[property]);
  if (!name.success) {
    const others = Object.keys(properties ?? {}).join(", ");
    return { wrong: `${where} has no text in the property "${property}" (it has: ${others || "none"})` };
  }
  if (!placeName.safeParse(name.data).success)
    return {
      wrong: `${where} is called "${name.data.slice(0, 30)}", which is no name of a place: a name has letters, and 100 characters at most`,
    };
  const drawn = geometry.safeParse(shape);
  if (!drawn.success)
    return {
      wrong: ["Polygon", "MultiPolygon"].includes(shape.type)
        ? `${where} ("${name.data}") has a ${shape.type} whose coordinates are not lists of points of two numbers, four points a ring`
        : `${where} ("${name.data}") is a ${shape.type}: only Polygon and MultiPolygon are areas`,
    };
  const { type, coordinates } = drawn.data;
  const rings = type === "Polygon" ? coordinates : coordinates.flat();
  if (rings.length === 0) return { wrong: `${where} ("${name.data}") has no ring` };
  if (!rings.every(isClosed)) return { wrong: `${where} ("${name.data}") has a ring that does not end where it began` };
  if (!rings.every((ring) => ring.every(onEarth)))
    return {
      wrong: `${where} ("${name.data}") has coordinates that are no longitude and latitude in degrees (WGS 84)`,
    };
  return { area: { name: name.data, rings } };
};

/**
 * The areas of a GeoJSON file by their names; areas of one name are one. Unless `property` says what names them, it is
 * `name`, or the only text that all have. Refuses a bad file with all that is wrong in it.
 */
export const readGeojson = (written: string, file: string, property?: string): readonly NamedArea[] => {
  const read = collection.safeParse(parsed(written, file));
  if (!read.success)
    throw new StartFailure(`${file} is no GeoJSON of areas: it has to be a FeatureCollection with a list of features.`);
  const { features } = read.data;
  const naming = property ?? namingProperty(features);
  const readings = features.map((each, index) => areaOf(each, index, naming));
  const wrong = readings.flatMap((reading) => ("wrong" in reading ? [reading.wrong] : []));
  if (wrong.length > 0) {
    const more = wrong.length > MOST_COMPLAINTS ? [`and ${wrong.length - MOST_COMPLAINTS} more`] : [];
    throw new StartFailure(
      `${file} is not taken; nothing was changed:\n- ${[...wrong.slice(0, MOST_COMPLAINTS), ...more].join("\n- ")}`,
    );
  }
  const areas = readings.flatMap((reading) => ("area" in reading ? [reading.area] : []));
  if (areas.length === 0) throw new StartFailure(`${file} holds no areas.`);
  return [...Map.groupBy(areas, ({ name }) => plainName(name)).values()].map((parts) => ({
    name: parts[0]?.name ?? "",
    rings: parts.flatMap(({ rings }) => rings),
  }));
};
