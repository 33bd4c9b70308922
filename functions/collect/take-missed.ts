import type { Found } from "../../shared/channels/collector.ts";
import { editedAt } from "../../shared/channels/wording.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import {
  EXISTENCE_MESSAGE_VERSION,
  MEMBERSHIP_MESSAGE_VERSION,
  SIGNAL_MESSAGE_VERSION,
  type SignalMessage,
} from "../../shared/contracts/signal-message.ts";
import { wordingOf } from "../../shared/domain/ids.ts";
import { signalHeld } from "../../shared/domain/incident/held.ts";
import type { KeptSignal, Signal } from "../../shared/domain/signal/signal.ts";
import { type Instant, MINUTE } from "../../shared/domain/time/instant.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { type Sealing, sealSignal } from "../../shared/platform/sealed-signal.ts";
import type { Incidents } from "../../shared/store/ports.ts";

export interface TakeParts {
  readonly signals: Queue<SignalMessage>;
  readonly sealing: Sealing;
  readonly incidents: Pick<Incidents, "find">;
  readonly counter: Counter;
  readonly log: Log;
}

/** Whether what is known says all that the signal says. */
const saysAll = (known: KeptSignal | undefined, { wording, wordedAt }: Signal): boolean =>
  known !== undefined && (known.wording === wording || known.wordedAt >= wordedAt);

/** A webhook may be on its way that tells of an edit: what is known from so lately is left to it. */
const LATELY = 10 * MINUTE;

/** What became of something found. `left`: to be looked at again, as its webhook may still tell of it, or it is not registered yet. */
export type Taken = "taken" | "left";

/** A signal as it stands now, where that is another wording than the one that is known; nothing when it is the same. */
const edited = (known: KeptSignal | undefined, signal: Signal, shownAt: Instant): Signal | "left" | undefined => {
  if (known === undefined) return signal;
  if (known.erased === true || known.text === signal.text) return undefined;
  if (known.wordedAt > shownAt - LATELY) return "left";
  return { ...signal, ...editedAt(shownAt, signal.sentAt, signal.text) };
};

/** Tells what was found from everything else that is, so that an overlap finds it once. */
export const markOf = ({ reading, at, shownAt }: Found): string | undefined => {
  switch (reading.kind) {
    case "signal":
      return wordingOf(
        JSON.stringify([reading.signal.id, shownAt === undefined ? reading.signal.wording : reading.signal.text]),
      );
    case "existence":
      return wordingOf(JSON.stringify([reading.existence.signalId, reading.existence.change, reading.existence.mark]));
    case "membership":
      return wordingOf(JSON.stringify([reading.membership.chat, reading.membership.is, reading.membership.at]));
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
  const queueSignal = async (found: Signal, shownAt: Instant | undefined): Promise<Taken> => {
    const known = signalHeld(await incidents.find(found.id));
    const signal = shownAt === undefined ? found : edited(known, found, shownAt);
    if (signal === "left") return signal;
    if (signal === undefined || saysAll(known, signal)) return "taken";
    await signals.send({ schemaVersion: SIGNAL_MESSAGE_VERSION, signal: await sealSignal(sealing, signal) });
    counter.add(Metric.SignalMissed);
    // An earlier wording may wait to be registered before this one, which would be taken for its repeat.
    return shownAt !== undefined && known === undefined ? "left" : "taken";
  };

  const take = async ({ reading, at, shownAt }: Found): Promise<Taken> => {
    switch (reading.kind) {
      case "signal":
        return queueSignal(reading.signal, shownAt);
      case "existence":
        if (reading.signal !== undefined) await queueSignal(reading.signal, undefined);
        await signals.send({ schemaVersion: EXISTENCE_MESSAGE_VERSION, existence: reading.existence });
        counter.add(Metric.ExistenceAccepted);
        return "taken";
      case "rejected":
        // The platform has it still: nothing is kept of it here but that it was not understood.
        log.warn("Something that a platform has was not understood.", { reason: reading.reason });
        counter.add(Metric.SignalRejected);
        return "taken";
      case "membership":
        await signals.send({ schemaVersion: MEMBERSHIP_MESSAGE_VERSION, membership: reading.membership });
        return "taken";
      case "warning":
        return take({ ...(shownAt === undefined ? {} : { shownAt }), reading: reading.carried, at });
      case "ignored":
        return "taken";
      default:
        return reading satisfies never;
    }
  };
  return take;
};
