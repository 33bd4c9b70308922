import { Metric } from "../../shared/contracts/metrics.ts";
import { reviseIncident } from "../../shared/domain/change-incident.ts";
import { SECOND } from "../../shared/domain/instant.ts";
import { openIncident } from "../../shared/domain/open-incident.ts";
import type { Signal } from "../../shared/domain/signal.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Incidents } from "../../shared/store/ports.ts";

interface Parts {
  readonly incidents: Incidents;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
}

/** What became of a signal. A repeat has been registered before and changes nothing. */
export interface Registration {
  readonly kind: "opened" | "revised" | "repeated";
  readonly incidentId: string;
}

/** Turns a signal into an incident, exactly once however often it comes. */
export const registerSignal =
  ({ incidents, centre, now, counter }: Parts) =>
  async (signal: Signal): Promise<Registration> => {
    const opened = await incidents.open(openIncident(signal, await centre(signal.centre)));
    if (opened.kind === "opened") {
      counter.add(Metric.IncidentOpened);
      counter.add(Metric.RegistrationDelay, Math.max(0, now() - signal.receivedAt) / SECOND);
      return { kind: "opened", incidentId: signal.id };
    }
    const revised = reviseIncident(opened.incident, signal, now());
    if (revised === undefined) {
      counter.add(Metric.SignalRepeated);
      return { kind: "repeated", incidentId: opened.incident.id };
    }
    // Somebody else's change came between: a retry reads what it made.
    if ((await incidents.replace(revised)) === "conflict") throw new Error("The incident changed meanwhile.");
    return { kind: "revised", incidentId: revised.id };
  };
