const SLOTS_PER_FEATURE = 2;

/** Open addressing: where a feature's hash leads, its place + 1 stands, or 0. */
const slotsOf = (features: Uint32Array): Int32Array => {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, features.length * SLOTS_PER_FEATURE))));
  const last = slots.length - 1;
  for (let place = 0; place < features.length; place++) {
    let slot = (features[place] ?? 0) & last;
    while (slots[slot] !== 0) slot = (slot + 1) & last;
    slots[slot] = place + 1;
  }
  return slots;
};

/** Finds the place of a feature in a model; -1 for one that it does not know. */
export const featurePlaces = (features: Uint32Array): ((feature: number) => number) => {
  const slots = slotsOf(features);
  const last = slots.length - 1;
  return (feature) => {
    for (let slot = feature & last; ; slot = (slot + 1) & last) {
      const found = (slots[slot] ?? 0) - 1;
      if (found < 0 || features[found] === feature) return found;
    }
  };
};
