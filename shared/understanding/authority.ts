import type { Authorities } from "../domain/authority.ts";

type Rule = Authorities["rules"][number];

const specificity = ({ topic, group, territory }: Rule): number =>
  (topic === undefined ? 0 : 4) + (group === undefined ? 0 : 2) + (territory === undefined ? 0 : 1);

export const assignAuthority = (
  { topic, group }: { readonly topic: string; readonly group: string },
  territory: string,
  { rules, fallback }: Authorities,
): string => {
  let best: Rule | undefined;
  for (const candidate of rules) {
    const applies =
      (candidate.topic === undefined || candidate.topic === topic) &&
      (candidate.group === undefined || candidate.group === group) &&
      (candidate.territory === undefined || candidate.territory === territory);
    if (applies && (best === undefined || specificity(candidate) > specificity(best))) best = candidate;
  }
  return best?.authority ?? fallback;
};
