import { Metric, type MetricName } from "../../shared/contracts/metrics.ts";
import type { TimedStage } from "../../shared/domain/clock/clock.ts";
import { claimStages } from "../../shared/domain/incident/claim-stages.ts";
import { unheardOf } from "../../shared/domain/incident/hand-over.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { settleDelivery } from "../../shared/domain/incident/settle-delivery.ts";
import { Rejection } from "../../shared/domain/signal/rejection.ts";
import { type Instant, SECOND } from "../../shared/domain/time/instant.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { persist } from "../../shared/platform/persist.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Incidents } from "../../shared/store/ports.ts";

interface Parts {
  readonly incidents: Incidents;
  /** Asked only when a reply is given up. */
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
}

/** `nothing-due`: answered meanwhile, claimed by somebody else, or not yet its moment; a later sweep sees to the last. */
export type Claim =
  | { readonly kind: "claimed"; readonly stages: number }
  | { readonly kind: "given-up" }
  | { readonly kind: "nothing-due" };

const metricOf: Readonly<Record<TimedStage, MetricName>> = {
  "warned-50": Metric.DeadlineAtRisk,
  "warned-75": Metric.DeadlineAtRisk,
  "warned-90": Metric.DeadlineAtRisk,
  breached: Metric.DeadlineBreached,
  escalated: Metric.DeadlineEscalated,
};

/** Beyond so many lost races in a row something else is wrong: the message goes back to the queue. */
const MOST_RACES = 5;

/** A claim that fails is tried again at once: its message comes again in half a minute. */
const MOST_TRIES = 3;

/**
 * Claims, in one conditional write, the stages of an incident whose moment has come. Whoever else claims or answers at
 * the same time, one write wins and the other reads again: a stage is claimed once, and never after an answer. When
 * nothing is left to claim, a reply of which nothing was heard for days is given up: the next sweep sees to one more.
 */
export const claimStage = ({ incidents, centre, now, counter }: Parts) => {
  /** Nothing when no reply is to be given up. */
  const giveUp = async (incident: Incident, at: Instant): Promise<"replaced" | "conflict" | undefined> => {
    const [unheard] = unheardOf(incident.replies, at);
    if (unheard === undefined) return undefined;
    const outcome = { kind: unheard.kind, why: "unheard-of" } as const;
    const settled = settleDelivery(incident, unheard, outcome, { centre: await centre(incident.centre), now: at });
    return settled && incidents.replace(settled);
  };

  const claim = async (incidentId: string): Promise<Claim> => {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const incident = await incidents.read(incidentId);
      if (incident === undefined) throw new Rejection(`There is no incident ${incidentId}.`);
      const at = now();
      const claim = claimStages(incident, at);
      if (claim === undefined) {
        const given = await giveUp(incident, at);
        if (given === undefined) return { kind: "nothing-due" };
        if (given === "conflict") continue;
        counter.add(Metric.ReplyFailed);
        return { kind: "given-up" };
      }
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
