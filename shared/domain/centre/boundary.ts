import * as z from "zod/mini";

/** Steps of a boundary in one degree: a ten-thousandth is eleven metres from south to north. */
const STEPS = 10_000;

/** A closed line, as longitude and latitude by turns, in degrees. The last point is not the first one again. */
export type Ring = readonly number[];

const FIRST_CHARACTER = 63;
const BITS = 5;
const CHUNK = (1 << BITS) - 1;
const MORE = 1 << BITS;

const written = (steps: number): string => {
  let left = steps < 0 ? ~(steps << 1) : steps << 1;
  let text = "";
  for (; left > CHUNK; left >>= BITS) text += String.fromCharCode((MORE | (left & CHUNK)) + FIRST_CHARACTER);
  return text + String.fromCharCode(left + FIRST_CHARACTER);
};

/**
 * A ring as text, four to five characters a point: the differences between its points in the characters of encoded
 * polylines (https://developers.google.com/maps/documentation/utilities/polylinealgorithm), at four decimals and with the
 * longitude first.
 */
export const encodeRing = (ring: Ring): string => {
  const before = [0, 0];
  return ring
    .map((degrees, at) => {
      const steps = Math.round(degrees * STEPS);
      const difference = steps - (before[at % 2] ?? 0);
      before[at % 2] = steps;
      return written(difference);
    })
    .join("");
};

/** Reads what `encodeRing` wrote. */
export const decodeRing = (text: string): Ring => {
  const ring: number[] = [];
  const before = [0, 0];
  let value = 0;
  let shift = 0;
  for (let at = 0; at < text.length; at += 1) {
    const chunk = text.charCodeAt(at) - FIRST_CHARACTER;
    value |= (chunk & CHUNK) << shift;
    shift += BITS;
    if ((chunk & MORE) !== 0) continue;
    const which = ring.length % 2;
    const steps = (before[which] ?? 0) + ((value & 1) === 1 ? ~(value >> 1) : value >> 1);
    before[which] = steps;
    ring.push(steps / STEPS);
    value = 0;
    shift = 0;
  }
  return ring;
};

const SMALLEST_RING = 6;

const ring = z.string().check(
  z.regex(/^[?-~]+$/),
  z.refine((text) => decodeRing(text).length >= SMALLEST_RING, "A boundary needs three points."),
);

/** The boundaries of a centre's territories, each as its rings: what lies within an even number of them lies outside. */
export const boundaries = z.record(z.string().check(z.minLength(1)), z.array(ring).check(z.minLength(1)));
export type Boundaries = z.infer<typeof boundaries>;
