import type { Territories } from "../../shared/domain/centre/territory.ts";
import type { NamedArea } from "./read-geojson.ts";

/** A centre's territories lie so near to one another, in degrees. */
const NEAR = 3;

/**
 * Whether all areas lie near the middles of known territories only when latitude and longitude change places: some
 * programs write the latitude first, which GeoJSON does not (RFC 7946, 3.1.1).
 */
export const seemExchanged = (areas: readonly NamedArea[], { territories }: Territories): boolean => {
  const isNear = (lat: number, lon: number): boolean =>
    territories.some(
      (each) =>
        each.lat !== undefined &&
        each.lon !== undefined &&
        Math.abs(each.lat - lat) <= NEAR &&
        Math.abs(each.lon - lon) <= NEAR,
    );
  return areas.every(({ rings }) => {
    const [lon, lat] = rings[0]?.[0] ?? [0, 0];
    return isNear(lon, lat) && !isNear(lat, lon);
  });
};
