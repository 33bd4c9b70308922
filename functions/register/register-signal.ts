import { Metric } from "../../shared/contracts/metrics.ts";
import type { SealedSignal } from "../../shared/contracts/signal-message.ts";
import { reviseIncident } from "../../shared/domain/change-incident.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import { SECOND } from "../../shared/domain/instant.ts";
import { openIncident, withMarks } from "../../shared/domain/open-incident.ts";
import { keptUntil } from "../../shared/domain/retention.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { sealIdentity } from "../../shared/platform/sealed-identity.ts";
import { openSignal } from "../../shared/platform/sealed-signal.ts";
import type { Sealer } from "../../shared/platform/sealing.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Identities, Incidents } from "../../shared/store/ports.ts";
import { cellOf } from "../../shared/understanding/cell.ts";
import { understand } from "../../shared/understanding/understand.ts";
import { ChangedMeanwhile } from "./changed-meanwhile.ts";

export interface RegisterParts {
  readonly incidents: Incidents;
  readonly identities: Identities;
  readonly sealer: Sealer;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
}

/** What became of a signal. A repeat has been registered before and changes nothing. */
export interface Registration {
  readonly kind: "opened" | "revised" | "repeated";
  readonly incidentId: string;
}

/** Turns a signal into an incident, exactly once however often it comes. Its author goes to the identities, first. */
export const registerSignal = ({ incidents, identities, sealer, centre, now, counter }: RegisterParts) => {
  const unsealed = async (sealed: SealedSignal) => {
    const { signal, author } = await openSignal(sealer, sealed);
    const data = await centre(signal.centre);
    const { id: signalId, citizen, centre: ofCentre, channel, source, receivedAt } = signal;
    if (citizen !== undefined && author !== undefined)
      await identities.keep({
        citizen,
        sealed: await sealIdentity(sealer, citizen, { ...author, centre: ofCentre, channel, source }),
        signalId,
        keptUntil: keptUntil(data.retention.identities, receivedAt),
      });
    return { signal, data };
  };

  /** Opens an incident, or gives the one that the signal has opened before. */
  const open = async (incident: Incident): Promise<Incident | undefined> => {
    const first = await incidents.open(incident);
    if (first.kind === "opened") return undefined;
    if (first.held.kind === "incident") return first.held.incident;
    // The message was deleted or restored before it came.
    const { placeholder } = first.held;
    const second = await incidents.open(withMarks(incident, placeholder.marks), placeholder);
    if (second.kind === "opened") return undefined;
    throw new ChangedMeanwhile("The signal changed.");
  };

  return async (sealed: SealedSignal): Promise<Registration> => {
    const { signal, data } = await unsealed(sealed);
    const present = await open(
      openIncident(signal, data, { ...understand(signal, data), cell: await cellOf(signal.place) }),
    );
    if (present === undefined) {
      counter.add(Metric.IncidentOpened);
      counter.add(Metric.RegistrationDelay, Math.max(0, now() - signal.receivedAt) / SECOND);
      return { kind: "opened", incidentId: signal.id };
    }
    // A late copy brings nobody back who was erased.
    if (present.signal.erased === true && signal.citizen !== undefined)
      await identities.unlink(signal.citizen, signal.id);
    const revised = reviseIncident(present, signal, now());
    if (revised === undefined) {
      counter.add(Metric.SignalRepeated);
      return { kind: "repeated", incidentId: present.id };
    }
    if ((await incidents.replace(revised)) === "conflict") throw new ChangedMeanwhile("The incident changed.");
    return { kind: "revised", incidentId: revised.id };
  };
};
