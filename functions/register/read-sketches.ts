import { unpackSketch } from "../../shared/understanding/same-matter/pack.ts";
import { matterIndex } from "../../shared/understanding/same-matter/matter-index.ts";
import { type Said, saidOf } from "../../shared/understanding/same-matter/said.ts";
import { MOST_READ } from "./candidates.ts";

interface Packed {
  readonly id: string;
  readonly sketch: string;
}

/** What was read of an incident. */
export interface ReadMatter extends Packed {
  readonly said: Said;
}

/** What was read of a centre's open incidents. */
interface KnownCentre {
  /** The places of incidents in what is known, in their order: `NOT_READ` for a sketch that was packed by another edition. */
  readonly placesOf: (packed: readonly Packed[]) => Int32Array;
  readonly at: (place: number) => ReadMatter | undefined;
  /** By the places of all that was read: what they have in common with a message. */
  readonly inCommonWith: (one: Said) => Int32Array;
}

const NOT_READ = -1;

/** What was read before is forgotten when there may be no room for as many again as are read. */
const REMEMBERED = 3 * MOST_READ;
/** Fifteen megabytes each at most. */
const CENTRES = 8;

const newCentre = (): KnownCentre & { readonly isFull: () => boolean } => {
  const known = new Map<string, number>();
  const matters: ReadMatter[] = [];
  const { add, inCommonWith } = matterIndex(REMEMBERED);
  let last: { readonly packed: readonly Packed[]; readonly places: Int32Array } = {
    packed: [],
    places: new Int32Array(0),
  };

  const placeOf = ({ id, sketch }: Packed): number => {
    const kept = known.get(id) ?? NOT_READ;
    if (matters[kept]?.sketch === sketch) return kept;
    const unpacked = unpackSketch(sketch);
    if (unpacked === undefined) return NOT_READ;
    const said = saidOf(unpacked);
    const place = matters.push({ id, sketch, said }) - 1;
    add(said);
    known.set(id, place);
    return place;
  };

  return {
    inCommonWith,
    at: (place) => matters[place],
    isFull: () => matters.length > REMEMBERED - MOST_READ,
    // In a burst it is the list that was read for the message before, behind what came meanwhile: they are not looked up anew.
    placesOf: (packed) => {
      if (packed === last.packed) return last.places;
      const { packed: before, places: placesBefore } = last;
      const [first] = before;
      const more = first === undefined ? 0 : Math.max(0, packed.indexOf(first));
      const places = new Int32Array(packed.length);
      for (let at = 0; at < packed.length; at++) {
        const each = packed[at];
        if (each === undefined) continue;
        places[at] = each === before[at - more] ? (placesBefore[at - more] ?? NOT_READ) : placeOf(each);
      }
      last = { packed, places };
      return places;
    },
  };
};

/**
 * Reads sketches of incidents, and keeps what it read, by their centres: one signal after the other is compared with the
 * same incidents.
 */
export const readSketches = (): ((centre: string) => KnownCentre) => {
  const centres = new Map<string, ReturnType<typeof newCentre>>();
  return (name) => {
    const kept = centres.get(name);
    const centre = kept === undefined || kept.isFull() ? newCentre() : kept;
    // Set anew, the one that was asked for longest ago comes first.
    centres.delete(name);
    centres.set(name, centre);
    for (const each of centres.keys()) if (centres.size > CENTRES) centres.delete(each);
    return centre;
  };
};
