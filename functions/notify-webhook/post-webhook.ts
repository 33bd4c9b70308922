import { type AlertLine, incidentLink, type Notice } from "../../shared/contracts/notices.ts";
import type { Webhook } from "../../shared/contracts/secrets.ts";
import { type Instant, iso, SECOND } from "../../shared/domain/time/instant.ts";
import { post } from "../../shared/platform/http-post.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { Sending, SendNotice } from "../../shared/platform/sending.ts";
import type { Now } from "../../shared/platform/time.ts";
import { webhookHeaders } from "./signature.ts";

/** The body: the same at every try, so that who remembers `webhook-id` has everything. */
const bodyOf = ({ content, centre, at }: Notice, publicUrl: string): string => {
  const linked = <Line extends { readonly incidentId: string; readonly dueAt: Instant }>(line: Line) => ({
    ...line,
    dueAt: iso(line.dueAt),
    url: incidentLink(publicUrl, line.incidentId),
  });
  const alerted = (line: AlertLine) => {
    const url = incidentLink(publicUrl, line.incidentId);
    if (line.stage === "danger") return { ...line, openedAt: iso(line.openedAt), url };
    return line.stage === "reply-failed" ? { ...line, failedAt: iso(line.failedAt), url } : linked(line);
  };
  const envelope = { type: `otklik.${content.kind}`, timestamp: iso(at) };
  if (content.kind === "alerts")
    return JSON.stringify({
      ...envelope,
      data: { centre, alerts: content.alerts.map(alerted) },
    });
  const { dueToday, late, replies, unsent } = content;
  const unsettled = replies.lines.map((line) => ({ ...line, url: incidentLink(publicUrl, line.incidentId) }));
  return JSON.stringify({
    ...envelope,
    data: {
      centre,
      dueToday: { count: dueToday.count, incidents: dueToday.lines.map(linked) },
      late: { count: late.count, incidents: late.lines.map(linked) },
      replies: { count: replies.count, incidents: unsettled },
      unsent,
    },
  });
};

const WORTH_ANOTHER_TRY: ReadonlySet<number> = new Set([408, 425, 429]);

/** A receiver may be told twice, for it knows a call by its id: whatever is not clear is tried again. */
const verdict = (status: number, retryAfterSeconds: number | undefined): Sending => {
  if (status >= 200 && status < 300) return { kind: "sent" };
  const why = `The receiver answered ${status}.`;
  if (status < 500 && !WORTH_ANOTHER_TRY.has(status)) return { kind: "refused", why };
  return { kind: "later", why, ...(retryAfterSeconds === undefined ? {} : { afterSeconds: retryAfterSeconds }) };
};

const call = async (notice: Notice, { url, secret }: Webhook, publicUrl: string, now: Instant): Promise<Sending> => {
  const body = bodyOf(notice, publicUrl);
  const signed = webhookHeaders(secret, notice.id, Math.floor(now / SECOND), body);
  const headers = { ...signed, "content-type": "application/json", "user-agent": "otklik" };
  const exchange = await post({ url: new URL(url), headers, body, now });
  if (exchange.kind === "answered") return verdict(exchange.status, exchange.retryAfterSeconds);
  return { kind: "later", why: `The receiver did not answer: ${exchange.why}.` };
};

/** Calls an endpoint of the secret document, signed as Standard Webhooks asks. */
export const postWebhook =
  ({
    secrets,
    publicUrl,
    now,
  }: {
    readonly secrets: ReadSecrets;
    readonly publicUrl: string;
    readonly now: Now;
  }): SendNotice =>
  async (notice) => {
    if (notice.to.way !== "webhook") return { kind: "refused", why: "The notice is not for a webhook." };
    const { endpoint } = notice.to;
    const webhook = (await secrets()).webhooks.find(({ id }) => id === endpoint);
    if (webhook === undefined) return { kind: "refused", why: `The secrets hold no webhook "${endpoint}".` };
    return call(notice, webhook, publicUrl, now());
  };
