import { above } from "../domain/centre/above.ts";
import type { Authorities, AuthorityRule } from "../domain/centre/authority.ts";
import type { Centre } from "../domain/centre/centre.ts";
import { isExpired } from "../domain/centre/stale-rules.ts";
import type { Instant } from "../domain/time/instant.ts";

/** `places`: the territory and what it is a part of, the nearest first: a rule of the nearest says more. */
const specificity = ({ topic, group, territory }: AuthorityRule, places: readonly string[]): number =>
  (topic === undefined ? 0 : 4) +
  (group === undefined ? 0 : 2) +
  (territory === undefined ? 0 : 1 / (places.indexOf(territory) + 1));

const isThere = (authority: string, authorities: Authorities["authorities"]): boolean =>
  authorities.some(({ id }) => id === authority);

/**
 * Who answers at a moment: by the most specific rule, of equals the first. A rule of a territory holds for its parts, too.
 * A rule whose day is over, or whose body is gone, is passed over. Never nobody: the fallback at last.
 */
export const assignAuthority = (
  { topic, group }: { readonly topic: string; readonly group: string },
  territory: string,
  data: Pick<Centre, "authorities" | "territories">,
  at: Instant,
): string => {
  const { authorities, rules, fallback } = data.authorities;
  const places = [territory, ...above(territory, data.territories.territories)];
  let best: AuthorityRule | undefined;
  for (const candidate of rules) {
    const applies =
      (candidate.topic === undefined || candidate.topic === topic) &&
      (candidate.group === undefined || candidate.group === group) &&
      (candidate.territory === undefined || places.includes(candidate.territory)) &&
      !isExpired(candidate, at);
    if (!applies || (best !== undefined && specificity(candidate, places) <= specificity(best, places))) continue;
    if (isThere(candidate.authority, authorities)) best = candidate;
  }
  return best?.authority ?? fallback;
};
