import { LONGEST_ADDRESS, type Place } from "../domain/signal/signal.ts";

/** Where somebody has pinned their message, when there is such a place on earth. */
export const placeAt = (lat: number, lon: number, address?: string): { readonly place?: Place } =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 180
    ? { place: { lat, lon, ...(address === undefined ? {} : { address: address.slice(0, LONGEST_ADDRESS) }) } }
    : {};
