import { Metric, type MetricName } from "../../shared/contracts/metrics.ts";
import { claimStages } from "../../shared/domain/change-incident.ts";
import type { TimedStage } from "../../shared/domain/clock.ts";
import { SECOND } from "../../shared/domain/instant.ts";
import { Rejection } from "../../shared/domain/rejection.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { persist } from "../../shared/platform/persist.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Incidents } from "../../shared/store/ports.ts";

interface Parts {
  readonly incidents: Incidents;
  readonly now: Now;
  readonly counter: Counter;
}

/** `nothing-due`: answered meanwhile, claimed by somebody else, or not yet its moment; a later sweep sees to the last. */
export type Claim = { readonly kind: "claimed"; readonly stages: number } | { readonly kind: "nothing-due" };

const metricOf: Readonly<Record<TimedStage, MetricName>> = {
  "warned-50": Metric.DeadlineAtRisk,
  "warned-75": Metric.DeadlineAtRisk,
  "warned-90": Metric.DeadlineAtRisk,
  breached: Metric.DeadlineBreached,
  escalated: Metric.DeadlineEscalated,
};

/** Beyond so many lost races in a row something else is wrong: the message goes back to the queue. */
const MOST_RACES = 5;

/** A claim that fails is tried again at once: its message comes again in a minute. */
const MOST_TRIES = 2;

/**
 * Claims, in one conditional write, the stages of an incident whose moment has come. Whoever else claims or answers at
 * the same time, one write wins and the other reads again: a stage is claimed once, and never after an answer.
 */
export const claimStage = ({ incidents, now, counter }: Parts) => {
  const claim = async (incidentId: string): Promise<Claim> => {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const incident = await incidents.read(incidentId);
      if (incident === undefined) throw new Rejection(`There is no incident ${incidentId}.`);
      const at = now();
      const claim = claimStages(incident, at);
      if (claim === undefined) return { kind: "nothing-due" };
      if ((await incidents.replace(claim.incident)) === "conflict") continue;
      for (const { stage, moment } of claim.passed) {
        counter.add(metricOf[stage]);
        counter.add(Metric.StageLateness, (at - moment) / SECOND);
      }
      if (claim.incident.state === "closed") counter.add(Metric.IncidentClosed);
      return { kind: "claimed", stages: claim.passed.length };
    }
    throw new Error(`Incident ${incidentId} changed ${MOST_RACES} times while a stage of it was claimed.`);
  };
  return (incidentId: string): Promise<Claim> => persist(MOST_TRIES, () => claim(incidentId));
};
