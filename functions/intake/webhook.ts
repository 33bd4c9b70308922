import type { SignalMessage } from "../../shared/contracts/signal-message.ts";
import { SIGNAL_MESSAGE_VERSION } from "../../shared/contracts/signal-message.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import { rejectionId } from "../../shared/domain/identity.ts";
import { type HttpAnswer, problemAnswer, textAnswer } from "../../shared/platform/http.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { complaints } from "../../shared/platform/parse.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Rejections } from "../../shared/store/ports.ts";
import type { Reading } from "./channels/channel.ts";
import { readVk, verifiedCommunity, vkCall } from "./channels/vk.ts";

export interface WebhookParts {
  readonly signals: Queue<SignalMessage>;
  readonly rejections: Rejections;
  readonly secrets: ReadSecrets;
  readonly now: Now;
  readonly counter: Counter;
}

/** Keeps what a call says before it is acknowledged: a signal on the queue, a rejection in the table. */
const keep = async (
  { signals, rejections, counter, now }: WebhookParts,
  channel: string,
  reading: Reading,
  body: string,
): Promise<void> => {
  switch (reading.kind) {
    case "signal":
      await signals.send({ schemaVersion: SIGNAL_MESSAGE_VERSION, signal: reading.signal });
      return counter.add(Metric.SignalAccepted);
    case "rejected": {
      const { source, reason } = reading;
      await rejections.keep({ id: rejectionId(channel, source, body), channel, source, reason, body, at: now() });
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
    const community = verifiedCommunity(call.data, (await parts.secrets()).vk);
    if (community === undefined)
      return problemAnswer(problemOf("unauthorized", "The community is not known, or its secret is not this one."));
    if (call.data.type === "confirmation") return textAnswer(community.confirmation);
    await keep(parts, "vk", readVk(call.data, community, parts.now()), body);
    return textAnswer("ok");
  };
