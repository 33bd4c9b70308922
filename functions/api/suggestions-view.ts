import type { IncidentDetail } from "../../shared/contracts/api.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { type Assignment, suggestedAuthorities } from "../../shared/domain/incident/assignment.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { type Instant, iso } from "../../shared/domain/time/instant.ts";
import { assignAuthority } from "../../shared/understanding/authority.ts";
import { severalMatters } from "../../shared/understanding/topic/several-matters.ts";
import { topicNamed } from "./incident-view.ts";

/** To whom else people gave what is of this topic in this territory, and the rule that would have said so. */
export const suggestionsView = (
  given: readonly Assignment[],
  { topic, group, territory, authority }: Incident,
  centre: Centre,
  at: Instant,
): Pick<IncidentDetail, "suggestedAuthorities"> => {
  const ruled = assignAuthority({ topic, group }, territory, centre, at);
  const known = new Map(centre.authorities.authorities.map(({ id, name }) => [id, name]));
  const suggested = suggestedAuthorities(given, authority).flatMap(({ id, times, lastAt, stable }) => {
    const name = known.get(id);
    // A body that the centre has since taken out of its data can be given nothing.
    if (name === undefined) return [];
    const rule = stable && id !== ruled ? { rule: { topic, territory, authority: id } } : {};
    return [{ id, name, times, lastAt: iso(lastAt), ...rule }];
  });
  return suggested.length === 0 ? {} : { suggestedAuthorities: suggested };
};

/**
 * The parts of its message that may be matters of their own, where other bodies answer them; none of one that was divided
 * already. `words`: as who reads them may.
 */
export const divisionView = (
  { signal, territory }: Incident,
  centre: Centre,
  words: (text: string) => string,
): Pick<IncidentDetail, "suggestedParts"> => {
  if (signal.dividedInto !== undefined || signal.dividedFrom !== undefined || signal.erased === true) return {};
  const parts = severalMatters(signal.text, centre.topics);
  const answering = parts.map((part) => assignAuthority(part, territory, centre, signal.receivedAt));
  if (new Set(answering).size < 2) return {};
  return { suggestedParts: parts.map(({ text, topic }) => ({ text: words(text), topic: topicNamed(centre, topic) })) };
};
