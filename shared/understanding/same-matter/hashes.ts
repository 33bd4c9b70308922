const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** 24 bits of FNV-1a: enough to tell the words of a few messages apart. */
export const hashed = (text: string): number => {
  let hash = FNV_OFFSET;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return (hash ^ (hash >>> 24)) & 0xffffff;
};

const SHINGLE = 4;
const FUNCTIONS = 32;

/** Odd multipliers that spread one hash into many. */
const multipliers = Int32Array.from({ length: FUNCTIONS }, (_, index) => Math.imul(index * 2 + 1, 0x9e3779b1) | 1);

/** MinHash of the shingles of four letters, a byte each: the share of equal places tells how much two texts have in common. */
export const shapeOf = (normal: string): number[] => {
  const least = new Uint32Array(FUNCTIONS).fill(0xffffffff);
  for (let at = 0; at + SHINGLE <= normal.length; at++) {
    let hash = FNV_OFFSET;
    for (let index = at; index < at + SHINGLE; index++) hash = Math.imul(hash ^ normal.charCodeAt(index), FNV_PRIME);
    for (let index = 0; index < FUNCTIONS; index++) {
      const spread = Math.imul(hash, multipliers[index] ?? 1) >>> 0;
      if (spread < (least[index] ?? 0)) least[index] = spread;
    }
  }
  return [...least].map((value) => (value >>> 12) & 0xff);
};

/** The estimated share of shingles that two texts have in common, 0 to 1. */
export const shapesAlike = (one: readonly number[], other: readonly number[]): number => {
  let same = 0;
  for (let index = 0; index < FUNCTIONS; index++) if (one[index] === other[index]) same += 1;
  return same / FUNCTIONS;
};
