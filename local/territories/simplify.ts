import type { Line } from "./read-geojson.ts";

const METRES_PER_DEGREE = 111_320;

interface Flat {
  readonly x: number;
  readonly y: number;
}

const distance = (point: Flat, from: Flat, to: Flat): number => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx ** 2 + dy ** 2;
  const along =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length));
  return Math.hypot(point.x - from.x - along * dx, point.y - from.y - along * dy);
};

/** The points of a stretch that Douglas and Peucker's method keeps, its ends left out. */
const keptWithin = (points: readonly Flat[], from: number, to: number, tolerance: number, keep: Set<number>): void => {
  const open = [[from, to] as const];
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const [first, last] = stretch;
    let farthest = { at: first, far: tolerance };
    for (let at = first + 1; at < last; at += 1) {
      const [point, start, end] = [points[at], points[first], points[last]];
      const far = point && start && end ? distance(point, start, end) : 0;
      if (far > farthest.far) farthest = { at, far };
    }
    if (farthest.at === first) continue;
    keep.add(farthest.at);
    open.push([first, farthest.at], [farthest.at, last]);
  }
};

/**
 * A closed line with as few points as keep it within the tolerance, in metres; nothing when less than a triangle is left.
 * The last point of a ring of GeoJSON repeats its first one and is left out.
 */
export const simplified = (ring: Line, tolerance: number): Line | undefined => {
  const [lon0, lat0] = ring[0] ?? [0, 0];
  const narrow = Math.cos((lat0 * Math.PI) / 180);
  const points = ring.map(([lon, lat]) => ({
    x: (lon - lon0) * METRES_PER_DEGREE * narrow,
    y: (lat - lat0) * METRES_PER_DEGREE,
  }));
  const far = points.reduce(
    (best, { x, y }, at) => (Math.hypot(x, y) > best.far ? { at, far: Math.hypot(x, y) } : best),
    { at: 0, far: 0 },
  );
  if (far.at === 0) return undefined;
  const keep = new Set([0, far.at]);
  keptWithin(points, 0, far.at, tolerance, keep);
  keptWithin(points, far.at, points.length - 1, tolerance, keep);
  const kept = ring.filter((_, at) => keep.has(at));
  return kept.length < 3 ? undefined : kept;
};
