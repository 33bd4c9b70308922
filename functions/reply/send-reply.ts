import { isTooSlow } from "../../shared/channels/call-api.ts";
import type { WayBack } from "../../shared/channels/way-back.ts";
import { Metric, type MetricName } from "../../shared/contracts/metrics.ts";
import type { ReplyMessage } from "../../shared/contracts/reply-message.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { type Delivery, type DeliveryKey, isUnderWay } from "../../shared/domain/incident/reply.ts";
import {
  beginSending,
  deliveryOf,
  isSaidToBeSent,
  type Outcome,
  settleDelivery,
} from "../../shared/domain/incident/settle-delivery.ts";
import { signalAt } from "../../shared/domain/incident/tell-signal.ts";
import type { Citizen } from "../../shared/domain/signal/citizen.ts";
import type { KeptSignal } from "../../shared/domain/signal/signal.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { findPlace } from "../../shared/platform/place-of-signal.ts";
import { openIdentity } from "../../shared/platform/sealed-identity.ts";
import type { Sealer } from "../../shared/platform/sealing.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Identities } from "../../shared/store/identity-ports.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import type { FindWayBack } from "./find-way-back.ts";
import type { Pacing } from "./pacing.ts";

export interface SendParts {
  readonly incidents: Incidents;
  readonly identities: Identities;
  readonly sealer: Sealer;
  readonly secrets: ReadSecrets;
  readonly findWayBack: FindWayBack;
  /** Off, because 41-ФЗ bars state and municipal bodies from it. */
  readonly telegram: "on" | "off";
  readonly centre: ReadCentre;
  readonly pacing: Pacing;
  readonly now: Now;
  readonly counter: Counter;
  readonly log: Log;
}

const metricOf: Readonly<Record<Outcome["kind"], MetricName | undefined>> = {
  sent: Metric.ReplySent,
  later: Metric.ReplyDelayed,
  failed: Metric.ReplyFailed,
  unknown: Metric.ReplyFailed,
  "by-hand": Metric.ReplyFailed,
  "not-possible": undefined,
};

/** Beyond so many lost races in a row something else is wrong: the message comes again. */
const MOST_RACES = 5;

/** The same for every try, and another for every delivery; VK takes 50 characters. */
export const letterKey = ({ replyId, signalId }: DeliveryKey): string =>
  `${replyId.slice(0, 20)}.${signalId.slice(0, 22)}`;

/**
 * Sends one reply to one citizen, once. That it is being sent is written down before the platform is called: whoever finds
 * that and no outcome sends again only where the platform knows a repeat, and leaves it to a person where it does not.
 */
export const sendReply = (parts: SendParts) => {
  const { incidents, identities, sealer, secrets, findWayBack, telegram, centre, pacing, now, counter, log } = parts;

  /** Writes down how it ended, however often others change the incident meanwhile. */
  const settle = async (message: ReplyMessage, outcome: Outcome, data: Centre): Promise<void> => {
    const { incidentId, replyId, signalId, channel } = message;
    for (let race = 0; ; race += 1) {
      const present = await incidents.read(incidentId);
      if (present === undefined) return;
      const settled = settleDelivery(present, message, outcome, { centre: data, now: now() });
      if (settled === undefined) return;
      if ((await incidents.replace(settled)) === "replaced") break;
      if (race >= MOST_RACES)
        throw new Error(`Incident ${incidentId} changed ${race} times while a reply was settled.`);
    }
    const metric = metricOf[outcome.kind];
    if (metric !== undefined) counter.add(metric);
    const why = "why" in outcome ? { why: outcome.why } : {};
    log.info("A reply was dealt with.", { incidentId, replyId, signalId, channel, outcome: outcome.kind, ...why });
  };

  /** Writes down that it is being sent; nothing when that is no longer to be done. */
  const begin = async (
    message: ReplyMessage,
    { needsAuthor, knowsRepeats }: WayBack,
  ): Promise<Incident | undefined> => {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const present = await incidents.read(message.incidentId);
      const delivery = present && deliveryOf(present, message)?.delivery;
      if (present === undefined || delivery?.tries !== message.tries || !isUnderWay(delivery)) return undefined;
      if (delivery.state === "sending" && !knowsRepeats) return undefined;
      // Once it was said that this is being sent, a repeat that the platform knows is nothing that has to be said again.
      if (knowsRepeats && isSaidToBeSent(present, message)) return present;
      const begun = beginSending(present, message, now(), needsAuthor);
      if ((await incidents.replace(begun)) === "replaced") return begun;
    }
    throw new Error(`Incident ${message.incidentId} changed ${MOST_RACES} times while a reply was begun.`);
  };

  const authorOf = async ({ citizen }: KeptSignal): Promise<Citizen | undefined> => {
    const kept = citizen === undefined ? undefined : await identities.read(citizen);
    return citizen === undefined || kept === undefined ? undefined : openIdentity(sealer, citizen, kept.sealed);
  };

  /** Sends what was begun; answers how that ended. */
  const send = async (
    message: ReplyMessage,
    way: WayBack,
    { incident, signal }: { readonly incident: Incident; readonly signal: KeptSignal },
  ): Promise<Outcome | undefined> => {
    const found = deliveryOf(incident, message);
    if (found === undefined) return undefined;
    const author = way.needsAuthor ? await authorOf(signal) : undefined;
    if (way.needsAuthor && author === undefined) return { kind: "by-hand", why: "author-unknown" };
    const outcome = await way.send({
      text: found.reply.text,
      key: letterKey(message),
      partsSent: found.delivery.partsSent ?? 0,
      ...(author === undefined ? {} : { author: author.id }),
      ...(author?.contact === undefined ? {} : { contact: author.contact }),
      now: now(),
    });
    pacing.called(way.paces, !isTooSlow(outcome));
    if (outcome.kind !== "sent" && outcome.afterSeconds !== undefined) pacing.close(way.paces, outcome.afterSeconds);
    return outcome;
  };

  /** What becomes of a delivery that is still under way; nothing when somebody else has seen to it meanwhile. */
  const carry = async (
    message: ReplyMessage,
    { state }: Pick<Delivery, "state">,
    data: Centre,
  ): Promise<Outcome | undefined> => {
    const place = await findPlace(incidents, message.signalId);
    if (place === undefined) return { kind: "not-possible", why: "gone" };
    const signal = signalAt(place);
    if (signal.erased === true) return { kind: "not-possible", why: "erased" };
    const way = findWayBack(signal, { secrets: await secrets(), telegram, centre: data.centre.name });
    if ("byHand" in way) return { kind: "by-hand", why: way.byHand };
    if (state === "sending" && !way.knowsRepeats) return { kind: "unknown", why: "interrupted" };
    const comeBackIn = await pacing.turn(way.paces);
    if (comeBackIn !== undefined) return { kind: "later", why: "page-busy", afterSeconds: comeBackIn };
    const incident = await begin(message, way);
    return incident === undefined ? undefined : send(message, way, { incident, signal });
  };

  return async (message: ReplyMessage): Promise<void> => {
    const incident = await incidents.read(message.incidentId);
    const delivery = incident && deliveryOf(incident, message)?.delivery;
    // Settled, decided about, or handed over anew: this message is an old one.
    if (incident === undefined || delivery?.tries !== message.tries || !isUnderWay(delivery)) return;
    // What its end is written down by is there before anything is sent.
    const data = await centre(incident.centre);
    const outcome = await carry(message, delivery, data);
    if (outcome !== undefined) await settle(message, outcome, data);
  };
};
