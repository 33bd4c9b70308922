import { unpackSketch } from "../../shared/understanding/same-matter/pack.ts";
import type { Sketch } from "../../shared/understanding/same-matter/sketch.ts";

interface Packed {
  readonly id: string;
  readonly sketch: string;
}

interface Read {
  readonly packed: string;
  readonly sketch: Sketch | undefined;
}

/** Twenty groups of as many as are compared: a few megabytes. */
const REMEMBERED = 4_000;

/**
 * Reads sketches of incidents, and keeps what it read: one signal after the other of a group is compared with the same
 * incidents. Nothing for one that was packed by another edition.
 */
export const readSketches = (): ((packed: Packed) => Sketch | undefined) => {
  const known = new Map<string, Read>();
  return ({ id, sketch: packed }) => {
    const kept = known.get(id);
    if (kept?.packed === packed) return kept.sketch;
    const sketch = unpackSketch(packed);
    if (known.size >= REMEMBERED) known.clear();
    known.set(id, { packed, sketch });
    return sketch;
  };
};
