import type { Found } from "../../shared/channels/collector.ts";
import type { Reading } from "../../shared/channels/reading.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import {
  EXISTENCE_MESSAGE_VERSION,
  SIGNAL_MESSAGE_VERSION,
  type SignalMessage,
} from "../../shared/contracts/signal-message.ts";
import type { Held } from "../../shared/domain/held.ts";
import { wordingOf } from "../../shared/domain/identity.ts";
import type { Signal } from "../../shared/domain/signal.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { sealSignal, type Sealing } from "../../shared/platform/sealed-signal.ts";
import type { Incidents } from "../../shared/store/ports.ts";

export interface TakeParts {
  readonly signals: Queue<SignalMessage>;
  readonly sealing: Sealing;
  readonly incidents: Pick<Incidents, "find">;
  readonly counter: Counter;
  readonly log: Log;
}

/** Whether what is there says all that the signal says. A placeholder waits for it. */
const knows = (held: Held | undefined, { wording, wordedAt }: Signal): boolean => {
  if (held === undefined || held.kind === "placeholder") return false;
  const known = held.kind === "incident" ? held.incident.signal : held.joined.signal;
  return known.wording === wording || known.wordedAt >= wordedAt;
};

/** Tells what was found from everything else that is, so that an overlap finds it once. */
export const markOf = ({ reading, at }: Found): string | undefined => {
  switch (reading.kind) {
    case "signal":
      return wordingOf(JSON.stringify([reading.signal.id, reading.signal.wording]));
    case "existence":
      return wordingOf(JSON.stringify([reading.existence.signalId, reading.existence.change, reading.existence.mark]));
    case "rejected":
      return wordingOf(JSON.stringify([at, reading.reason]));
    case "warning":
      return markOf({ reading: reading.carried, at });
    case "ignored":
      return undefined;
    default:
      return reading satisfies never;
  }
};

/** Puts on the queue what no webhook has brought. */
export const takeMissed = ({ signals, sealing, incidents, counter, log }: TakeParts) => {
  const queueSignal = async (signal: Signal): Promise<void> => {
    if (knows(await incidents.find(signal.id), signal)) return;
    await signals.send({ schemaVersion: SIGNAL_MESSAGE_VERSION, signal: await sealSignal(sealing, signal) });
    counter.add(Metric.SignalMissed);
  };

  const take = async (reading: Reading): Promise<void> => {
    switch (reading.kind) {
      case "signal":
        return queueSignal(reading.signal);
      case "existence":
        if (reading.signal !== undefined) await queueSignal(reading.signal);
        await signals.send({ schemaVersion: EXISTENCE_MESSAGE_VERSION, existence: reading.existence });
        return counter.add(Metric.ExistenceAccepted);
      case "rejected":
        // The platform has it still: nothing is kept of it here but that it was not understood.
        log.warn("Something that a platform has was not understood.", { reason: reading.reason });
        return counter.add(Metric.SignalRejected);
      case "warning":
        return take(reading.carried);
      case "ignored":
        return undefined;
      default:
        return reading satisfies never;
    }
  };
  return take;
};
