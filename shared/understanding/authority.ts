import type { Authorities, AuthorityRule } from "../domain/authority.ts";
import type { Instant } from "../domain/instant.ts";
import { isExpired } from "../domain/stale-rules.ts";

const specificity = ({ topic, group, territory }: AuthorityRule): number =>
  (topic === undefined ? 0 : 4) + (group === undefined ? 0 : 2) + (territory === undefined ? 0 : 1);

const isThere = (authority: string, authorities: Authorities["authorities"]): boolean =>
  authorities.some(({ id }) => id === authority);

/**
 * Who answers at a moment: by the most specific rule, of equals the first. A rule whose day is over, or whose body is
 * gone, is passed over. Never nobody: the fallback at last.
 */
export const assignAuthority = (
  { topic, group }: { readonly topic: string; readonly group: string },
  territory: string,
  { authorities, rules, fallback }: Authorities,
  at: Instant,
): string => {
  let best: AuthorityRule | undefined;
  for (const candidate of rules) {
    const applies =
      (candidate.topic === undefined || candidate.topic === topic) &&
      (candidate.group === undefined || candidate.group === group) &&
      (candidate.territory === undefined || candidate.territory === territory) &&
      !isExpired(candidate, at);
    if (!applies || (best !== undefined && specificity(candidate) <= specificity(best))) continue;
    if (isThere(candidate.authority, authorities)) best = candidate;
  }
  return best?.authority ?? fallback;
};
