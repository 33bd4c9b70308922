import { createHash } from "node:crypto";
import { Metric } from "../../shared/contracts/metrics.ts";
import { idempotencyKey } from "../../shared/contracts/partner-signal.ts";
import { SIGNAL_MESSAGE_VERSION, type SignalMessage } from "../../shared/contracts/signal-message.ts";
import { canonical } from "../../shared/domain/canonical.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { keptUntil } from "../../shared/domain/centre/retention.ts";
import { signalId, wordingOf } from "../../shared/domain/ids.ts";
import type { Signal } from "../../shared/domain/signal/signal.ts";
import { type Instant, MINUTE } from "../../shared/domain/time/instant.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import type { RateLimiter } from "../../shared/platform/rate-limit.ts";
import { type Sealing, sealSignal } from "../../shared/platform/sealed-signal.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { AcceptedKeys } from "../../shared/store/ports.ts";
import type { Open311Texts } from "../../shared/texts/open311.ts";
import { type Answer, documentOf, type Fault, faultOf } from "./answer.ts";
import { serviceOf } from "./describe-services.ts";
import { applicationOf, jurisdictionOf } from "./jurisdiction.ts";
import { type Report, readReport } from "./read-report.ts";

export interface TakingParts {
  readonly signals: Queue<SignalMessage>;
  readonly sealing: Sealing;
  readonly acceptedKeys: AcceptedKeys;
  readonly secrets: ReadSecrets;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
  /** How often one application may report. */
  readonly limit: RateLimiter;
}

interface Posted {
  readonly fields: URLSearchParams;
  /** The address's own parameters: some applications put their key and jurisdiction there. */
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly key: string | undefined;
}

interface Application {
  readonly kind: "application";
  readonly name: string;
  readonly centre: string;
}

const KEY_REUSED = "This Idempotency-Key came with another report before; send a new report under a new one.";

const signalOf = (report: Report, application: Application, topic: string, mark: string, at: Instant): Signal => {
  const { author } = report;
  return {
    id: signalId("open311", application.name, mark),
    centre: application.centre,
    channel: "open311",
    source: application.name,
    externalId: mark,
    text: report.text,
    ...(author === undefined ? {} : { author: { ...author, id: author.id ?? mark } }),
    ...(report.mediaUrl === undefined ? {} : { attachments: [{ kind: "link", url: report.mediaUrl }] }),
    place: report.place,
    topic,
    sentAt: at,
    receivedAt: at,
    wording: wordingOf(mark),
    wordedAt: at,
  };
};

/**
 * Takes a report. GeoReport v2 has no key by which a retry is known, so one may be sent as `Idempotency-Key`; without
 * it the same words under the same `api_key` within the centre's minutes are a retry.
 */
export const takeRequest = (parts: TakingParts) => {
  const { signals, sealing, acceptedKeys, secrets, centre, now, counter, limit } = parts;

  const applicationIn = async ({ fields, query }: Posted): Promise<Application | Fault> => {
    const given = (name: string) => fields.get(name)?.trim() || query[name]?.trim() || undefined;
    const known = await secrets();
    const jurisdiction = jurisdictionOf(given("jurisdiction_id"), known.open311);
    if (jurisdiction.kind === "fault") return jurisdiction;
    const key = given("api_key");
    if (key === undefined) return faultOf(403, "api_key was not provided.");
    const name =
      applicationOf(key, jurisdiction.name, known.open311) ??
      applicationOf(key, jurisdiction.name, (await secrets(known)).open311);
    if (name === undefined) return faultOf(403, "api_key is not known here.");
    return { kind: "application", name, centre: jurisdiction.centre };
  };

  /** The mark by which this report is known, and the moment it first came. */
  const identify = async (
    report: Report,
    topic: string,
    { name }: Application,
    key: string | undefined,
    data: Centre,
  ) => {
    const at = now();
    const bodyHash = createHash("sha256")
      .update(canonical({ ...report, topic }))
      .digest("base64url");
    const first = { bodyHash, at };
    if (key !== undefined) {
      const until = keptUntil(data.retention.acceptedKeys, at);
      const accepted = await acceptedKeys.accept(`open311/${name}`, `key ${key}`, first, until);
      const { acceptance } = accepted.kind === "again" ? accepted : { acceptance: first };
      return acceptance.bodyHash === bodyHash ? { mark: key, at: acceptance.at } : faultOf(422, KEY_REUSED);
    }
    const repeats = data.services.repeatMinutes * MINUTE;
    const accepted = await acceptedKeys.accept(`open311/${name}`, bodyHash, first, at + repeats, at - repeats);
    const cameAt = accepted.kind === "again" ? accepted.acceptance.at : at;
    return { mark: `${bodyHash.slice(0, 22)}.${cameAt}`, at: cameAt };
  };

  return async (posted: Posted, texts: Open311Texts): Promise<Answer> => {
    const application = await applicationIn(posted);
    if (application.kind === "fault") return application;
    const wait = limit(application.name);
    if (wait > 0)
      return { ...faultOf(429, "This api_key reports too often."), headers: { "retry-after": String(wait) } };
    const code = posted.fields.get("service_code")?.trim() ?? "";
    if (code === "") return faultOf(400, "service_code was not provided.");
    const data = await centre(application.centre);
    const service = serviceOf(data, code);
    if (service === undefined) return faultOf(404, "service_code was not found.");
    const key = idempotencyKey.safeParse(posted.key);
    if (posted.key !== undefined && !key.success) return faultOf(400, "Idempotency-Key takes 1 to 200 characters.");
    const report = readReport(posted.fields, service);
    if (report.kind === "fault") return report;

    const identity = await identify(report, code, application, key.data, data);
    if ("kind" in identity) return identity;
    const signal = signalOf(report, application, code, identity.mark, identity.at);
    await signals.send({ schemaVersion: SIGNAL_MESSAGE_VERSION, signal: await sealSignal(sealing, signal) });
    counter.add(Metric.SignalAccepted);
    return documentOf("service_requests", [
      {
        service_request_id: signal.id,
        service_notice: texts.notice(signal.id),
        account_id: posted.fields.get("account_id")?.trim() || null,
      },
    ]);
  };
};
