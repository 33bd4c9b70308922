import type { Place } from "../../domain/signal/signal.ts";

/** Hexagons of a tenth of a square kilometre: neighbours of one yard are in one cell or in the next. */
const RESOLUTION = 9;

/**
 * The H3 cell (https://h3geo.org) of a place's coordinates; nothing without them. The library takes ten milliseconds to
 * load and is loaded with the first place.
 */
export const cellOf = async (place: Place | undefined): Promise<string | undefined> => {
  if (place?.lat === undefined || place.lon === undefined) return undefined;
  const { latLngToCell } = await import("h3-js");
  return latLngToCell(place.lat, place.lon, RESOLUTION);
};
