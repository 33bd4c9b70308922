import type { Centre } from "../domain/centre.ts";
import { MINUTE } from "../domain/instant.ts";
import { exampleCentre } from "../reference/example-centre.ts";
import type { Centres } from "../store/ports.ts";

/** Gives the data of a centre; a centre that has put none is served by the example's. */
export type ReadCentre = (id: string) => Promise<Centre>;

const REFRESH_AFTER = MINUTE;

/** Reads a centre's data anew each time. */
export const freshCentres =
  (centres: Centres): ReadCentre =>
  async (id) =>
    (await centres.read(id)) ?? exampleCentre();

/** Keeps a centre's data for a minute, so that a burst of signals reads it once. */
export const cachedCentres = (centres: Centres, age: () => number): ReadCentre => {
  const known = new Map<string, { readonly data: Promise<Centre>; readonly at: number }>();
  const load = freshCentres(centres);
  return (id) => {
    const kept = known.get(id);
    if (kept !== undefined && age() - kept.at < REFRESH_AFTER) return kept.data;
    const data = load(id);
    known.set(id, { data, at: age() });
    // A failed load is not kept: the next message tries again.
    data.catch(() => known.delete(id));
    return data;
  };
};
