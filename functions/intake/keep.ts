import type { Reading, Source } from "../../shared/channels/reading.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import {
  EXISTENCE_MESSAGE_VERSION,
  MEMBERSHIP_MESSAGE_VERSION,
  SIGNAL_MESSAGE_VERSION,
  type SignalMessage,
} from "../../shared/contracts/signal-message.ts";
import { keptUntil } from "../../shared/domain/centre/retention.ts";
import { rejectionId } from "../../shared/domain/ids.ts";
import type { Signal } from "../../shared/domain/signal/signal.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { type Sealing, sealSignal } from "../../shared/platform/sealed-signal.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Rejections } from "../../shared/store/ports.ts";

export interface KeepParts {
  readonly signals: Queue<SignalMessage>;
  readonly sealing: Sealing;
  readonly rejections: Rejections;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
  readonly log: Log;
}

/** What a verified call said, and where it came from. */
interface Read {
  readonly channel: string;
  readonly source: Source;
  readonly reading: Reading;
  readonly body: string;
}

const queueSignal = async ({ signals, sealing, counter }: KeepParts, signal: Signal): Promise<void> => {
  await signals.send({ schemaVersion: SIGNAL_MESSAGE_VERSION, signal: await sealSignal(sealing, signal) });
  counter.add(Metric.SignalAccepted);
};

/** Keeps what a call says before it is acknowledged: what is of a signal on the queue, a rejection in the table. */
export const keep = async (parts: KeepParts, { channel, source, reading, body }: Read): Promise<void> => {
  const { signals, sealing, rejections, centre, counter, now, log } = parts;
  switch (reading.kind) {
    case "signal":
      return queueSignal(parts, reading.signal);
    case "existence":
      if (reading.signal !== undefined) await queueSignal(parts, reading.signal);
      await signals.send({ schemaVersion: EXISTENCE_MESSAGE_VERSION, existence: reading.existence });
      return counter.add(Metric.ExistenceAccepted);
    case "rejected": {
      const [id, at, { retention }] = [rejectionId(channel, source.name, body), now(), await centre(source.centre)];
      const sealed = Buffer.from(await sealing.sealer.seal(body, `rejection:${id}`)).toString("base64");
      const kept = { id, channel, source: source.name, reason: reading.reason, sealed, at };
      await rejections.keep(kept, keptUntil(retention.rejections, at));
      return counter.add(Metric.SignalRejected);
    }
    case "warning":
      log.warn("A platform warns.", { channel, source: source.name, why: reading.why });
      counter.add(Metric.ChannelWarning);
      return keep(parts, { channel, source, reading: reading.carried, body });
    case "membership":
      await signals.send({ schemaVersion: MEMBERSHIP_MESSAGE_VERSION, membership: reading.membership });
      return counter.add(Metric.SignalIgnored);
    case "ignored":
      return counter.add(Metric.SignalIgnored);
    default:
      return reading satisfies never;
  }
};
