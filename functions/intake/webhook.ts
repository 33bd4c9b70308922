import type { SignalMessage } from "../../shared/contracts/signal-message.ts";
import { SIGNAL_MESSAGE_VERSION } from "../../shared/contracts/signal-message.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import { rejectionId } from "../../shared/domain/identity.ts";
import { keptUntil } from "../../shared/domain/retention.ts";
import { type HttpAnswer, problemAnswer, textAnswer } from "../../shared/platform/http.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { complaints } from "../../shared/platform/parse.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { sealSignal, type Sealing } from "../../shared/platform/sealed-signal.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Rejections } from "../../shared/store/ports.ts";
import type { Reading } from "./channels/channel.ts";
import { readVk, verifiedCommunity, vkCall } from "./channels/vk.ts";

export interface WebhookParts {
  readonly signals: Queue<SignalMessage>;
  readonly sealing: Sealing;
  readonly rejections: Rejections;
  readonly secrets: ReadSecrets;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
}

interface Read {
  readonly channel: string;
  readonly centreId: string;
  readonly reading: Reading;
  readonly body: string;
}

/** Keeps what a call says before it is acknowledged: a signal on the queue, a rejection in the table. */
const keep = async (
  { signals, sealing, rejections, centre, counter, now }: WebhookParts,
  { channel, centreId, reading, body }: Read,
): Promise<void> => {
  switch (reading.kind) {
    case "signal":
      await signals.send({ schemaVersion: SIGNAL_MESSAGE_VERSION, signal: await sealSignal(sealing, reading.signal) });
      return counter.add(Metric.SignalAccepted);
    case "rejected": {
      const { source, reason } = reading;
      const [id, at, { retention }] = [rejectionId(channel, source, body), now(), await centre(centreId)];
      const sealed = Buffer.from(await sealing.sealer.seal(body, `rejection:${id}`)).toString("base64");
      await rejections.keep({ id, channel, source, reason, sealed, at }, keptUntil(retention.rejections, at));
      return counter.add(Metric.SignalRejected);
    }
    case "ignored":
      return counter.add(Metric.SignalIgnored);
    default:
      return reading satisfies never;
  }
};

/**
 * Answers a call of VK's Callback API. Anything but `ok` with status 200 makes VK repeat the call, so `ok` is said only
 * when what the call carries is safe.
 */
export const acceptVk =
  (parts: WebhookParts) =>
  async (json: unknown, body: string): Promise<HttpAnswer> => {
    const call = vkCall.safeParse(json);
    if (!call.success)
      return problemAnswer(
        problemOf("malformed", "This is not a call of VK's Callback API.", [...complaints(call.error)]),
      );
    const known = await parts.secrets();
    const community =
      verifiedCommunity(call.data, known.vk) ?? verifiedCommunity(call.data, (await parts.secrets(known)).vk);
    if (community === undefined)
      return problemAnswer(problemOf("unauthorized", "The community is not known, or its secret is not this one."));
    if (call.data.type === "confirmation") return textAnswer(community.confirmation);
    const reading = readVk(call.data, community, parts.now());
    await keep(parts, { channel: "vk", centreId: community.centre ?? DEFAULT_CENTRE, reading, body });
    return textAnswer("ok");
  };
