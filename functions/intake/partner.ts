import { createHash } from "node:crypto";
import { Metric } from "../../shared/contracts/metrics.ts";
import { idempotencyKey, type PartnerSignal, partnerSignal } from "../../shared/contracts/partner-signal.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import { DEFAULT_CENTRE, type Partner } from "../../shared/contracts/secrets.ts";
import { SIGNAL_MESSAGE_VERSION, type SignalMessage } from "../../shared/contracts/signal-message.ts";
import { keptUntil } from "../../shared/domain/centre/retention.ts";
import { signalId, wordingOf } from "../../shared/domain/ids.ts";
import type { Signal } from "../../shared/domain/signal/signal.ts";
import { DAY, type Instant } from "../../shared/domain/time/instant.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import { type HttpAnswer, jsonAnswer, problemAnswer, type ReadBody } from "../../shared/platform/http.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { complaints } from "../../shared/platform/parse.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { type Sealing, sealSignal } from "../../shared/platform/sealed-signal.ts";
import { sameSecret } from "../../shared/platform/secret-match.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { AcceptedKeys } from "../../shared/store/ports.ts";

export interface PartnerParts {
  readonly signals: Queue<SignalMessage>;
  readonly sealing: Sealing;
  readonly acceptedKeys: AcceptedKeys;
  readonly secrets: ReadSecrets;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
}

interface KnownPartner {
  readonly name: string;
  readonly centre: string;
}

/** The partner whose key this is. Every key is compared, so that the time taken tells nothing. */
const partnerOf = (authorization: string | undefined, partners: readonly Partner[]): KnownPartner | undefined => {
  const given = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
  if (given === undefined) return undefined;
  let found: KnownPartner | undefined;
  for (const [place, { id, key, centre }] of partners.entries())
    if (sameSecret(given, key)) found ??= { name: id ?? String(place), centre: centre ?? DEFAULT_CENTRE };
  return found;
};

/** A partner has no id for a citizen: the contact they left tells them from others, else the message stands alone. */
const authorIdOf = ({ contact }: NonNullable<PartnerSignal["author"]>, externalId: string): string =>
  contact?.trim().toLowerCase() || externalId;

const signalOf = (given: PartnerSignal, { name, centre }: KnownPartner, key: string, at: Instant): Signal => {
  const externalId = given.externalId ?? key;
  return {
    id: signalId("partner", name, externalId),
    centre,
    channel: "partner",
    source: name,
    externalId,
    text: given.text,
    ...(given.author === undefined ? {} : { author: { id: authorIdOf(given.author, externalId), ...given.author } }),
    ...(given.place === undefined ? {} : { place: given.place }),
    ...(given.page === undefined ? {} : { page: given.page }),
    sentAt: given.sentAt === undefined ? at : Date.parse(given.sentAt),
    receivedAt: at,
    wording: wordingOf(key),
    wordedAt: at,
  };
};

/** How far ahead a sender's clock may be before what it says is no moment that a citizen wrote at. */
const FAST_CLOCK = DAY;

const unreadable = (pointer: string, detail: string): HttpAnswer =>
  problemAnswer(problemOf("malformed", undefined, [{ pointer, detail }]));

/**
 * Takes a message from a partner: a portal, an application, a form of their own. A key is remembered with its body before
 * the message is queued, so a retry after any failure is queued again as of the first time, and is known by `register`
 * for what it is.
 */
export const acceptPartner =
  ({ signals, sealing, acceptedKeys, secrets, centre, now, counter }: PartnerParts) =>
  async (body: () => ReadBody, headers: Readonly<Record<string, string | undefined>>): Promise<HttpAnswer> => {
    const known = await secrets();
    const { authorization } = headers;
    const partner =
      partnerOf(authorization, known.partners) ?? partnerOf(authorization, (await secrets(known)).partners);
    if (partner === undefined)
      return problemAnswer(problemOf("unauthorized", "The partner's key is wrong or missing."));
    const read = body();
    if (read.kind === "problem") return problemAnswer(read.problem);
    const key = idempotencyKey.safeParse(headers["idempotency-key"]);
    if (!key.success)
      return unreadable("/headers/Idempotency-Key", "must be given, with 1 to 200 characters: the same for every try");
    const sent = partnerSignal.safeParse(read.json);
    if (!sent.success) return problemAnswer(problemOf("malformed", undefined, [...complaints(sent.error)]));

    const bodyHash = createHash("sha256").update(JSON.stringify(sent.data)).digest("base64url");
    const first = { bodyHash, at: now() };
    if (Date.parse(sent.data.sentAt ?? "") > first.at + FAST_CLOCK)
      return unreadable("/sentAt", "must not be more than a day ahead");
    const { retention } = await centre(partner.centre);
    const until = keptUntil(retention.acceptedKeys, first.at);
    const accepted = await acceptedKeys.accept(partner.name, key.data, first, until);
    if (accepted.kind === "again" && accepted.acceptance.bodyHash !== bodyHash)
      return problemAnswer(problemOf("key-reused", "Send a new message under a new Idempotency-Key."));
    const { at } = accepted.kind === "again" ? accepted.acceptance : first;

    const signal = signalOf(sent.data, partner, key.data, at);
    await signals.send({ schemaVersion: SIGNAL_MESSAGE_VERSION, signal: await sealSignal(sealing, signal) });
    counter.add(Metric.SignalAccepted);
    return jsonAnswer(202, { signalId: signal.id });
  };
