import {
  EXISTENCE_MESSAGE_VERSION,
  SIGNAL_MESSAGE_VERSION,
  type SignalMessage,
} from "../../shared/contracts/signal-message.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { rejectionId } from "../../shared/domain/identity.ts";
import { keptUntil } from "../../shared/domain/retention.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { sealSignal, type Sealing } from "../../shared/platform/sealed-signal.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Rejections } from "../../shared/store/ports.ts";
import type { Reading } from "./channels/channel.ts";

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
  readonly centreId: string;
  readonly reading: Reading;
  readonly body: string;
}

/** Keeps what a call says before it is acknowledged: what is of a signal on the queue, a rejection in the table. */
export const keep = async (
  { signals, sealing, rejections, centre, counter, now, log }: KeepParts,
  { channel, centreId, reading, body }: Read,
): Promise<void> => {
  switch (reading.kind) {
    case "signal":
      await signals.send({ schemaVersion: SIGNAL_MESSAGE_VERSION, signal: await sealSignal(sealing, reading.signal) });
      return counter.add(Metric.SignalAccepted);
    case "existence":
      await signals.send({ schemaVersion: EXISTENCE_MESSAGE_VERSION, existence: reading.existence });
      return counter.add(Metric.ExistenceAccepted);
    case "rejected": {
      const { source, reason } = reading;
      const [id, at, { retention }] = [rejectionId(channel, source, body), now(), await centre(centreId)];
      const sealed = Buffer.from(await sealing.sealer.seal(body, `rejection:${id}`)).toString("base64");
      await rejections.keep({ id, channel, source, reason, sealed, at }, keptUntil(retention.rejections, at));
      return counter.add(Metric.SignalRejected);
    }
    case "warning":
      log.warn("A platform warns.", { channel, why: reading.why });
      return counter.add(Metric.ChannelWarning);
    case "ignored":
      return counter.add(Metric.SignalIgnored);
    default:
      return reading satisfies never;
  }
};
