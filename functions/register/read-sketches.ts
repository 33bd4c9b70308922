import { unpackSketch } from "../../shared/understanding/same-matter/pack.ts";
import { type Said, saidOf } from "../../shared/understanding/same-matter/said.ts";

interface Packed {
  readonly id: string;
  readonly sketch: string;
}

interface Read {
  readonly packed: string;
  readonly said: Said | undefined;
}

/** Twenty groups of as many as are compared: a few megabytes. */
const REMEMBERED = 4_000;

/**
 * Reads sketches of incidents, and keeps what it read: one signal after the other of a group is compared with the same
 * incidents. Nothing for one that was packed by another edition.
 */
export const readSketches = (): ((packed: Packed) => Said | undefined) => {
  const known = new Map<string, Read>();
  return ({ id, sketch: packed }) => {
    const kept = known.get(id);
    if (kept?.packed === packed) return kept.said;
    const sketch = unpackSketch(packed);
    const said = sketch === undefined ? undefined : saidOf(sketch);
    if (known.size >= REMEMBERED) known.clear();
    known.set(id, { packed, said });
    return said;
  };
};
