import { Metric } from "../../shared/contracts/metrics.ts";
import { keptUntil } from "../../shared/domain/centre/retention.ts";
import { tellExistence } from "../../shared/domain/incident/tell-signal.ts";
import { type Existence, type Placeholder, withMark } from "../../shared/domain/signal/existence.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { placeOf, writeChange } from "../../shared/platform/place-of-signal.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { ChangedMeanwhile } from "./changed-meanwhile.ts";

interface Parts {
  readonly incidents: Incidents;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
}

/** What became of a deletion or a restoration. `awaited`: its message has not come yet, and will find it. */
export interface ExistenceNoted {
  readonly kind: "noted" | "awaited" | "repeated";
}

/** Notes that a message was deleted or restored on its platform, once however often and in whatever order it is told. */
export const registerExistence = ({ incidents, centre, now, counter }: Parts) => {
  const awaited = async (existence: Existence, known: Placeholder | undefined): Promise<Placeholder | undefined> => {
    const { signalId: id, centre: ofCentre } = existence;
    const marks = withMark(known?.marks ?? {}, existence);
    if (marks === undefined) return undefined;
    const { retention } = await centre(ofCentre);
    const until = keptUntil(retention.placeholders, now());
    return { id, version: (known?.version ?? 0) + 1, centre: ofCentre, marks, keptUntil: until };
  };

  const written = async (existence: Existence): Promise<ExistenceNoted["kind"] | "conflict"> => {
    const held = await incidents.find(existence.signalId);
    if (held !== undefined && held.kind !== "placeholder") {
      const writes = tellExistence(await placeOf(incidents, held), existence, now());
      if (writes.length === 0) return "repeated";
      return (await writeChange(incidents, writes)) === "written" ? "noted" : "conflict";
    }
    const next = await awaited(existence, held?.placeholder);
    if (next === undefined) return "repeated";
    return (await incidents.awaitSignal(next)) === "kept" ? "awaited" : "conflict";
  };

  return async (existence: Existence): Promise<ExistenceNoted> => {
    const kind = await written(existence);
    if (kind === "conflict") throw new ChangedMeanwhile("The signal changed.");
    if (kind === "repeated") counter.add(Metric.SignalRepeated);
    return { kind };
  };
};
