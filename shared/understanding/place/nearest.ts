import type { Territories } from "../../domain/centre/territory.ts";

const EARTH_KILOMETRES = 6_371;
/** A point farther than this from every centre of a territory belongs to none of them. */
const REACH_KILOMETRES = 60;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance (haversine). */
const kilometres = (lat1: number, lon1: number, lat2: number, lon2: number): number => {
  const a =
    Math.sin(radians(lat2 - lat1) / 2) ** 2 +
    Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_KILOMETRES * Math.asin(Math.sqrt(a));
};

/** The territory whose middle is nearest to a point: what a centre without boundaries goes by. */
export const nearestTerritory = ({ territories: known }: Territories, lat: number, lon: number): string | undefined => {
  let best: { readonly id: string; readonly away: number } | undefined;
  for (const { id, lat: theirs, lon: theirLon } of known) {
    if (theirs === undefined || theirLon === undefined) continue;
    const away = kilometres(lat, lon, theirs, theirLon);
    if (away <= REACH_KILOMETRES && away < (best?.away ?? Number.POSITIVE_INFINITY)) best = { id, away };
  }
  return best?.id;
};
