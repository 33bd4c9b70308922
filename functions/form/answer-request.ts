import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Metric } from "../../shared/contracts/metrics.ts";
import { DEFAULT_CENTRE, type SmartCaptcha } from "../../shared/contracts/secrets.ts";
import { SIGNAL_MESSAGE_VERSION, type SignalMessage } from "../../shared/contracts/signal-message.ts";
import { canonical } from "../../shared/domain/canonical.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { signalId, wordingOf } from "../../shared/domain/ids.ts";
import type { Signal } from "../../shared/domain/signal/signal.ts";
import { type ReadCentre, UnknownCentre } from "../../shared/platform/centre-data.ts";
import { readFormBody } from "../../shared/platform/form-body.ts";
import type { HttpAnswer } from "../../shared/platform/http.ts";
import { failureFacts, type Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { type RateLimiter, sourceOf } from "../../shared/platform/rate-limit.ts";
import { type Sealing, sealSignal } from "../../shared/platform/sealed-signal.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { Now } from "../../shared/platform/time.ts";
import { formTexts } from "../../shared/texts/form.ts";
import { preferredLanguage } from "../../shared/texts/preferred-language.ts";
import type { AskCaptcha } from "./captcha.ts";
import { type FormPage, formPage, noticePage, thanksPage } from "./page.ts";
import { type Faults, faultsIn, nothingWritten, placeOf, readFields, type Written } from "./read-fields.ts";
import { pageTokens } from "./token.ts";

export interface FormParts {
  readonly signals: Queue<SignalMessage>;
  readonly sealing: Sealing;
  readonly secrets: ReadSecrets;
  readonly centre: ReadCentre;
  readonly askCaptcha: AskCaptcha;
  /** How often one address may send. */
  readonly limit: RateLimiter;
  readonly now: Now;
  readonly counter: Counter;
  readonly log: Log;
}

const ANSWERED_FAULT = { expired: 400, unreadable: 400, tooOften: 429, unavailable: 503 } as const;
type Problem = keyof typeof ANSWERED_FAULT;

/** What one request is about: the centre, the language, and what is asked of a robot. */
interface Scene {
  readonly id: string;
  readonly data: Centre;
  readonly language: "ru" | "en";
  readonly captcha: SmartCaptcha | undefined;
}

const signalOf = (written: Written, { id: centre }: Scene, page: string, at: number): Signal => {
  const { name, contact, text } = written;
  const place = placeOf(written);
  const author = {
    id: contact === "" ? page : contact.toLowerCase(),
    ...(name === "" ? {} : { name }),
    ...(contact === "" ? {} : { contact }),
  };
  return {
    id: signalId("form", centre, page),
    centre,
    channel: "form",
    source: centre,
    externalId: page,
    text,
    ...(name === "" && contact === "" ? {} : { author }),
    ...(place === undefined ? {} : { place }),
    sentAt: at,
    receivedAt: at,
    // Sent again as it is, it is a copy; corrected and sent again, a revision.
    wording: wordingOf(canonical(written)),
    wordedAt: at,
  };
};

const later = (answer: HttpAnswer, seconds: number): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, "retry-after": String(seconds) },
});

/** Shows the public form and takes what is sent from it. */
export const answerRequest = (parts: FormParts) => {
  const { signals, sealing, secrets, centre, askCaptcha, limit, now, counter, log } = parts;
  const tokens = pageTokens(sealing.pseudonymOf);

  const around = ({ data, language }: Scene) => ({
    language,
    texts: formTexts[language],
    centreName: data.centre.name,
  });

  const shown = async (scene: Scene, given: Partial<FormPage> = {}): Promise<FormPage> => ({
    ...around(scene),
    centre: scene.id,
    token: given.token ?? (await tokens.issue(scene.id, now())),
    written: given.written ?? nothingWritten,
    faults: given.faults ?? {},
    problem: given.problem,
    consent: scene.data.form.consent[scene.language],
    policy: scene.data.form.policy,
    siteKey: scene.captcha?.siteKey,
  });

  const refused = async (
    scene: Scene,
    written: Written,
    why: Faults | Problem,
    token?: string,
  ): Promise<HttpAnswer> => {
    counter.add(Metric.SignalRefused);
    const status = typeof why === "string" ? ANSWERED_FAULT[why] : 400;
    const told = typeof why === "string" ? { problem: formTexts[scene.language][why] } : { faults: why };
    return formPage(status, await shown(scene, { written, ...told, ...(token === undefined ? {} : { token }) }));
  };

  /** What keeps somebody from sending, who has filled everything in. */
  const hindrance = async (
    { captcha, language }: Scene,
    mark: string,
    address: string,
  ): Promise<Faults | Problem | undefined> => {
    if (captcha === undefined || captcha.api === "off") return undefined;
    const verdict = await askCaptcha(captcha, mark, address);
    if (verdict === "person") return undefined;
    if (verdict === "robot") return { captcha: formTexts[language].faults.captcha };
    log.warn("SmartCaptcha does not answer.", { onOutage: captcha.onOutage });
    return captcha.onOutage === "open" ? undefined : "unavailable";
  };

  const take = async (scene: Scene, event: APIGatewayProxyEventV2): Promise<HttpAnswer> => {
    const read = readFormBody(event);
    if (read.kind === "problem") return refused(scene, nothingWritten, "unreadable");
    const { fields } = read;
    const written = readFields(fields);
    const address = event.requestContext.http.sourceIp;
    if (event.headers["sec-fetch-site"] === "cross-site") return refused(scene, written, "unreadable");
    const wait = limit(sourceOf(address));
    if (wait > 0) return later(await refused(scene, written, "tooOften"), wait);
    const given = fields.get("token") ?? "";
    const page = await tokens.read(given, scene.id, now());
    if (page === undefined) return refused(scene, written, "expired");
    // Nobody who sees the page fills this in.
    if ((fields.get("website") ?? "") !== "") {
      counter.add(Metric.SignalRefused);
      return thanksPage(around(scene), scene.id, undefined);
    }
    const faults = faultsIn(written, formTexts[scene.language]);
    if (Object.keys(faults).length > 0) return refused(scene, written, faults, given);
    const hindered = await hindrance(scene, fields.get("smart-token") ?? "", address);
    if (hindered !== undefined) return refused(scene, written, hindered, given);
    const signal = signalOf(written, scene, page, now());
    try {
      await signals.send({ schemaVersion: SIGNAL_MESSAGE_VERSION, signal: await sealSignal(sealing, signal) });
    } catch (error) {
      log.error(
        "A message from the form could not be kept; its author is asked to send it again.",
        failureFacts(error),
      );
      return refused(scene, written, "unavailable", given);
    }
    counter.add(Metric.SignalAccepted);
    return thanksPage(around(scene), scene.id, signal.id);
  };

  return async (event: APIGatewayProxyEventV2): Promise<HttpAnswer> => {
    const { centre: id = DEFAULT_CENTRE, lang } = event.queryStringParameters ?? {};
    const language = lang === "ru" || lang === "en" ? lang : preferredLanguage(event.headers["accept-language"]);
    try {
      const scene = { id, data: await centre(id), language, captcha: (await secrets()).smartcaptcha };
      return event.routeKey.startsWith("POST ") ? await take(scene, event) : formPage(200, await shown(scene));
    } catch (error) {
      const texts = formTexts[language];
      const nowhere = { language, texts, centreName: "Отклик" };
      if (error instanceof UnknownCentre) return noticePage(404, nowhere, texts.noCentre);
      log.error("The form could not be shown.", failureFacts(error));
      return noticePage(503, nowhere, texts.unavailable);
    }
  };
};
