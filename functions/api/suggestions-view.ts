import type { IncidentDetail } from "../../shared/contracts/api.ts";
import { type Assignment, suggestedAuthorities } from "../../shared/domain/assignment.ts";
import type { Centre } from "../../shared/domain/centre.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import { type Instant, iso } from "../../shared/domain/instant.ts";
import { assignAuthority } from "../../shared/understanding/authority.ts";

/** To whom else people gave what is of this topic in this territory, and the rule that would have said so. */
export const suggestionsView = (
  given: readonly Assignment[],
  { topic, group, territory, authority }: Incident,
  { authorities }: Centre,
  at: Instant,
): Pick<IncidentDetail, "suggestedAuthorities"> => {
  const ruled = assignAuthority({ topic, group }, territory, authorities, at);
  const known = new Map(authorities.authorities.map(({ id, name }) => [id, name]));
  const suggested = suggestedAuthorities(given, authority).flatMap(({ id, times, lastAt, stable }) => {
    const name = known.get(id);
    // A body that the centre has since taken out of its data can be given nothing.
    if (name === undefined) return [];
    const rule = stable && id !== ruled ? { rule: { topic, territory, authority: id } } : {};
    return [{ id, name, times, lastAt: iso(lastAt), ...rule }];
  });
  return suggested.length === 0 ? {} : { suggestedAuthorities: suggested };
};
