import type { Centre } from "../domain/centre/centre.ts";
import type { Instant } from "../domain/time/instant.ts";
import { assignAuthority } from "../understanding/authority.ts";
import { namesOf } from "./names.ts";

type Name = string | undefined;

/** What a row names; of several names of one thing the first that the centre knows counts. */
interface Named {
  readonly topic: Name;
  readonly group: Name;
  readonly territory: readonly Name[];
  readonly authority: readonly Name[];
  readonly at: Instant;
}

/** The topic, territory and authority of a row in a centre's own terms. What has no name there falls where its data say. */
export const inCentreTerms = ({ topic, group, territory, authority, at }: Named, centre: Centre) => {
  const names = namesOf(centre);
  const firstKnown = (given: readonly Name[], find: (name: Name) => Name): Name =>
    given.map(find).find((id) => id !== undefined);
  const known = {
    topic: names.topic(topic, group),
    territory: firstKnown(territory, (name) => names.territory(name)),
    authority: firstKnown(authority, (name) => names.authority(name)),
  };
  const about = known.topic ?? names.fallback;
  const where = known.territory ?? centre.territories.fallback;
  const whose = known.authority ?? assignAuthority(about, where, centre, at);
  return { known, matter: { ...about, territory: where, authority: whose } };
};
