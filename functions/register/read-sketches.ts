import { unpackSketch } from "../../shared/understanding/same-matter/pack.ts";
import { type Said, saidOf } from "../../shared/understanding/same-matter/said.ts";
import { wordIndex } from "../../shared/understanding/same-matter/word-index.ts";

interface Packed {
  readonly id: string;
  readonly sketch: string;
}

/** What was read of an incident. */
interface Read extends Packed {
  readonly said: Said;
  /** Where it stands in the index of its group's words. */
  readonly place: number;
}

/** Nothing for a sketch that was packed by another edition. */
type MayBeRead = Read | undefined;

interface ReadList {
  readonly packed: readonly Packed[];
  readonly read: readonly MayBeRead[];
}

/** What is known of a group. */
interface KnownGroup {
  readonly read: (packed: readonly Packed[]) => readonly MayBeRead[];
  /** By the places of all that was read: what they have in common with a message. */
  readonly inCommonWith: (one: Said) => Uint8Array;
}

/** Of one group: what was read before is forgotten when there may be no room for another two hundred. */
const REMEMBERED = 600;
const ROOM = 200;
/** A megabyte each at most. */
const GROUPS = 40;

const newGroup = (): KnownGroup & { readonly isFull: () => boolean } => {
  const known = new Map<string, Read>();
  const { add, inCommonWith } = wordIndex(REMEMBERED);
  let next = 0;
  let last: ReadList = { packed: [], read: [] };

  const readOne = ({ id, sketch }: Packed): MayBeRead => {
    const kept = known.get(id);
    if (kept?.sketch === sketch) return kept;
    const unpacked = unpackSketch(sketch);
    if (unpacked === undefined) return undefined;
    const said = saidOf(unpacked);
    const read = { id, sketch, said, place: next++ };
    add(said);
    known.set(id, read);
    return read;
  };

  return {
    inCommonWith,
    isFull: () => next > REMEMBERED - ROOM,
    // In a burst it is the list that was read for the message before, behind what came meanwhile: two hundred are not looked up anew.
    read: (packed) => {
      const [first] = last.packed;
      const more = first === undefined ? 0 : Math.max(0, packed.indexOf(first));
      const read = packed.map((each, at) => (each === last.packed[at - more] ? last.read[at - more] : readOne(each)));
      last = { packed, read };
      return read;
    },
  };
};

/**
 * Reads sketches of incidents, and keeps what it read, by their groups: one signal after the other of a group is compared with
 * the same incidents.
 */
export const readSketches = (): ((group: string) => KnownGroup) => {
  const groups = new Map<string, ReturnType<typeof newGroup>>();
  return (name) => {
    const kept = groups.get(name);
    const group = kept === undefined || kept.isFull() ? newGroup() : kept;
    // Set anew, the one that was asked for longest ago comes first.
    groups.delete(name);
    groups.set(name, group);
    for (const each of groups.keys()) if (groups.size > GROUPS) groups.delete(each);
    return group;
  };
};
