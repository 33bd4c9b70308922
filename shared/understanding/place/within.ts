import { type Boundaries, decodeRing, type Ring } from "../../domain/centre/boundary.ts";

interface Area {
  readonly id: string;
  readonly rings: readonly Ring[];
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** In square degrees: of two areas that hold a point, the smaller says more. */
  readonly size: number;
}

const of = (ring: Ring, at: number): number => ring[at] ?? 0;

/** By the shoelace formula. */
const sizeOf = (ring: Ring): number => {
  let twice = 0;
  for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2)
    twice += of(ring, before) * of(ring, at + 1) - of(ring, at) * of(ring, before + 1);
  return Math.abs(twice) / 2;
};

const areaOf = (id: string, texts: readonly string[]): Area => {
  const rings = texts.map(decodeRing);
  const box = { west: 180, south: 90, east: -180, north: -90 };
  for (const ring of rings)
    for (let at = 0; at < ring.length; at += 2) {
      box.west = Math.min(box.west, of(ring, at));
      box.east = Math.max(box.east, of(ring, at));
      box.south = Math.min(box.south, of(ring, at + 1));
      box.north = Math.max(box.north, of(ring, at + 1));
    }
  return { id, rings, ...box, size: rings.reduce((sum, ring) => sum + sizeOf(ring), 0) };
};

/** Whether a ray to the east crosses the rings an odd number of times. */
const holds = ({ rings, west, south, east, north }: Area, lat: number, lon: number): boolean => {
  if (lon < west || lon > east || lat < south || lat > north) return false;
  let inside = false;
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2) {
      const y1 = of(ring, at + 1);
      const y2 = of(ring, before + 1);
      if (y1 > lat === y2 > lat) continue;
      const x1 = of(ring, at);
      if (lon < ((of(ring, before) - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
};

/** Boundaries are drawn simpler than they are: a point so near to one may be on either side of it. */
const REACH_DEGREES = 0.004;

const toSegment = (x: number, y: number, x1: number, y1: number, x2: number, y2: number): number => {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length));
  return Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1));
};

/** In degrees of latitude. */
const away = ({ rings, west, south, east, north }: Area, lat: number, lon: number): number => {
  const narrow = Math.cos((lat * Math.PI) / 180);
  const far = REACH_DEGREES / narrow;
  if (lon < west - far || lon > east + far || lat < south - REACH_DEGREES || lat > north + REACH_DEGREES)
    return Number.POSITIVE_INFINITY;
  let nearest = Number.POSITIVE_INFINITY;
  for (const ring of rings)
    for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2)
      nearest = Math.min(
        nearest,
        toSegment(
          lon * narrow,
          lat,
          of(ring, before) * narrow,
          of(ring, before + 1),
          of(ring, at) * narrow,
          of(ring, at + 1),
        ),
      );
  return nearest;
};

const known = new WeakMap<Boundaries, readonly Area[]>();

/** A centre's data live for a minute and more: their boundaries are read once. */
const areasOf = (boundaries: Boundaries): readonly Area[] => {
  const made =
    known.get(boundaries) ??
    Object.entries(boundaries)
      .map(([id, rings]) => areaOf(id, rings))
      .toSorted((one, other) => one.size - other.size);
  known.set(boundaries, made);
  return made;
};

/** The territory that a point lies in, the smallest of several, or one whose boundary it all but touches. */
export const territoryWith = (
  boundaries: Boundaries,
  lat: number,
  lon: number,
): { readonly id: string; readonly inside: boolean } | undefined => {
  const areas = areasOf(boundaries);
  const holding = areas.find((area) => holds(area, lat, lon));
  if (holding !== undefined) return { id: holding.id, inside: true };
  let nearest: { readonly id: string; readonly far: number } | undefined;
  for (const area of areas) {
    const far = away(area, lat, lon);
    if (far <= REACH_DEGREES && far < (nearest?.far ?? Number.POSITIVE_INFINITY)) nearest = { id: area.id, far };
  }
  return nearest === undefined ? undefined : { id: nearest.id, inside: false };
};
