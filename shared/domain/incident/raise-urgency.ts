import type { Centre } from "../centre/centre.ts";
import type { Understanding } from "../signal/understanding.ts";
import type { Instant } from "../time/instant.ts";
import { movedClocks, OTKLIK } from "./history.ts";
import { type Incident, isOpen } from "./incident.ts";
import { reckoned } from "./recompute-incident.ts";
import { reachOf, reportersOf, resonanceRule } from "./resonance.ts";
import { withWait } from "./silence.ts";

/** How urgent the words of a signal are, and by which rules. */
export type Brought = Pick<Understanding, "urgent"> & {
  readonly understood?: Understanding["understood"] | undefined;
};

/**
 * Makes an incident urgent of which one more signal, or another wording, tells worse than was known, or of which many have
 * written by now: with the rules that were met, and its deadlines reckoned from where they began under the norm of what is
 * urgent. The step belongs to the version that the signal has made. What is known already raises nothing, so an operator
 * who has found it harmless is not overruled by the same words.
 */
export const raiseUrgency = (
  incident: Incident,
  { urgent, understood: brought = {} }: Brought,
  { signalId, centre, now }: { readonly signalId?: string; readonly centre: Centre; readonly now: Instant },
): Incident => {
  const { understood: known = {} } = incident;
  const resonance = { reporters: reportersOf(incident), reach: reachOf(incident.signal) };
  const resonant = isOpen(incident) ? resonanceRule(resonance, centre.urgency) : [];
  const met = [...new Set([...(brought.urgentBy ?? []), ...resonant])];
  const rules = met.filter((rule) => known.urgentBy?.includes(rule) !== true);
  const danger = brought.danger === true && known.danger !== true;
  const grave = (urgent || resonant.length > 0) && !incident.urgent && rules.length > 0;
  if (!danger && !grave) return incident;
  const urgentBy = [...rules, ...(known.urgentBy ?? [])];
  const worse: Incident = {
    ...incident,
    urgent: true,
    understood: { ...known, urgentBy, ...(danger ? { danger } : {}) },
  };
  const clocks = reckoned(worse, centre, now);
  const step = { version: incident.version, at: now, who: OTKLIK, ...(signalId === undefined ? {} : { signalId }) };
  const moved = movedClocks(incident.clocks, clocks);
  return {
    ...withWait({ ...worse, clocks }, centre),
    history: [...incident.history, { ...step, what: "raised", ...(danger ? { danger } : {}), moved }],
  };
};
