import type { Centre } from "../domain/centre/centre.ts";
import { MINUTE } from "../domain/time/instant.ts";
import { exampleCentre } from "../reference/example-centre.ts";
import type { Centres } from "../store/ports.ts";

/** Gives the data of a centre; of the example's own when the table has none yet. Throws UnknownCentre for any other. */
export type ReadCentre = (id: string) => Promise<Centre>;

/** Nothing is known of a centre that the secrets or a token name: its topics, norms and calendar are nobody else's. */
export class UnknownCentre extends Error {
  override readonly name = "UnknownCentre";

  constructor(id: string) {
    super(`The centre "${id}" has no data here: put it there, or name one that has.`);
  }
}

const REFRESH_AFTER = MINUTE;

/** Reads a centre's data anew each time. */
export const freshCentres =
  (centres: Centres): ReadCentre =>
  async (id) => {
    const data = await centres.read(id);
    if (data !== undefined) return data;
    const example = exampleCentre();
    if (example.centre.id !== id) throw new UnknownCentre(id);
    return example;
  };

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
