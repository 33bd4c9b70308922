import { createHmac } from "node:crypto";
import { SNSClient } from "@aws-sdk/client-sns";
import { describe, expect, onTestFinished, test } from "vitest";
import { mailNotice } from "../../../functions/notify-mail/mail-notice.ts";
import { postToMax } from "../../../functions/notify-max/post-message.ts";
import { publishNotice } from "../../../functions/notify-topic/publish-notice.ts";
import { postWebhook } from "../../../functions/notify-webhook/post-webhook.ts";
import { webhookHeaders } from "../../../functions/notify-webhook/signature.ts";
import type { Digest } from "../../../shared/contracts/notices.ts";
import { secrets as document } from "../../../shared/contracts/secrets.ts";
import type { Address } from "../../../shared/domain/centre/duty.ts";
import { MINUTE, SECOND } from "../../../shared/domain/time/instant.ts";
import { startHttpReceiver } from "../../doubles/http-receiver.ts";
import { startSmtpServer, textOf } from "../../doubles/smtp-server.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";
import { alertLine, fixtureNotice } from "../../fixtures/notice.ts";

const publicUrl = "https://otklik.example.org";
const now = () => MONDAY_NOON;
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const receiver = async () => {
  const started = await startHttpReceiver();
  onTestFinished(() => started.close());
  return started;
};

const secretsOf = (given: unknown) => async () => document.parse(given);

const openWebhook = async () => {
  const endpoint = await receiver();
  const secrets = secretsOf({ webhooks: [{ id: "desk", url: `${endpoint.url}/hook`, secret: SECRET }] });
  return { endpoint, send: postWebhook({ secrets, publicUrl, now }) };
};
const toWebhook: Address = { way: "webhook", endpoint: "desk" };

describe("a webhook", () => {
  test("is signed as the published example of Standard Webhooks", () => {
    const headers = webhookHeaders(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}');
    expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  test("brings its alerts under one id at every try, and can be checked by its signature", async () => {
    const { endpoint, send } = await openWebhook();
    endpoint.answerNext(500);
    const notice = fixtureNotice({ to: toWebhook });
    expect(await send(notice)).toMatchObject({ kind: "later" });
    expect(await send({ ...notice, tries: 1 })).toEqual({ kind: "sent" });
    const [first, second] = endpoint.calls;
    expect(first?.headers["webhook-id"]).toBe(notice.id);
    expect(second?.headers["webhook-id"]).toBe(notice.id);
    expect(second?.body).toBe(first?.body);
    const signed = `${notice.id}.${MONDAY_NOON / SECOND}.${first?.body}`;
    const key = Buffer.from(SECRET.slice("whsec_".length), "base64");
    expect(first?.headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
    expect(JSON.parse(first?.body ?? "")).toMatchObject({
      type: "otklik.alerts",
      data: { centre: "fixture", alerts: [{ url: `${publicUrl}/api/incidents/incident-1`, stage: "breached" }] },
    });
  });

  test.each([
    [429, { kind: "later", afterSeconds: 120 }, { "retry-after": "120" }],
    [503, { kind: "later", afterSeconds: 90 }, { "retry-after": new Date(MONDAY_NOON + 90 * SECOND).toUTCString() }],
    [401, { kind: "refused" }, {}],
    [410, { kind: "refused" }, {}],
    [307, { kind: "refused" }, { location: "http://elsewhere.example/" }],
  ])("answered with %i is tried again or not, as the answer means", async (status, outcome, headers) => {
    const { endpoint, send } = await openWebhook();
    endpoint.answerNext(status, headers);
    expect(await send(fixtureNotice({ to: toWebhook }))).toMatchObject(outcome);
    expect(endpoint.calls).toHaveLength(1);
  });

  test("without an answer is tried again, for its receiver knows it by its id", async () => {
    const { endpoint, send } = await openWebhook();
    endpoint.hangUpNext();
    expect(await send(fixtureNotice({ to: toWebhook }))).toMatchObject({ kind: "later" });
  });

  test("brings of the morning's digest all that a mail brings, with links", async () => {
    const { endpoint, send } = await openWebhook();
    const { stage: _stage, late: _late, id: _id, ...deadline } = alertLine();
    const { clock: _clock, dueAt: _dueAt, ...reply } = { ...deadline, incidentId: "incident-2" };
    const content: Digest = {
      kind: "digest",
      id: "digest-1",
      dueToday: { count: 0, lines: [] },
      late: { count: 1, lines: [deadline] },
      replies: { count: 1, lines: [reply] },
      unsent: [{ way: "mail", incidents: ["incident-3"] }],
    };
    expect(await send(fixtureNotice({ to: toWebhook, content }))).toEqual({ kind: "sent" });
    expect(JSON.parse(endpoint.calls[0]?.body ?? "")).toMatchObject({
      type: "otklik.digest",
      data: {
        dueToday: { count: 0, incidents: [] },
        late: { count: 1, incidents: [{ url: `${publicUrl}/api/incidents/incident-1` }] },
        replies: { count: 1, incidents: [{ url: `${publicUrl}/api/incidents/incident-2` }] },
        unsent: [{ way: "mail", incidents: ["incident-3"] }],
      },
    });
  });

  test("that the secrets do not know is refused, and the reason names it", async () => {
    const { send } = await openWebhook();
    const outcome = await send(fixtureNotice({ to: { way: "webhook", endpoint: "gone" } }));
    expect(outcome).toEqual({ kind: "refused", why: 'The secrets hold no webhook "gone".' });
  });
});

const toMax: Address = { way: "max", chat: "-77" };
const bot = { secret: "hook-secret", token: "max-token" };

const openMax = async () => {
  const platform = await receiver();
  return {
    platform,
    send: postToMax({ secrets: secretsOf({ max: [{ ...bot, api: platform.url }] }), publicUrl, now }),
  };
};

describe("a message in MAX", () => {
  test("goes to the chat with the bot's token, and never goes beyond 4,000 characters", async () => {
    const { platform, send } = await openMax();
    const alerts = Array.from({ length: 100 }, (_, index) => alertLine({ id: `event-${index}` }));
    expect(await send(fixtureNotice({ to: toMax, content: { kind: "alerts", alerts } }))).toEqual({ kind: "sent" });
    const [call] = platform.calls;
    expect(`${call?.url.pathname}${call?.url.search}`).toBe("/messages?chat_id=-77");
    expect(call?.headers.authorization).toBe("max-token");
    const { text } = JSON.parse(call?.body ?? "{}");
    expect(text.length).toBeLessThanOrEqual(4_000);
    const [, shown, more] = /^([\s\S]*)\n… и ещё (\d+)$/.exec(text) ?? [];
    expect((shown?.match(/^•/gm) ?? []).length + Number(more)).toBe(100);
  });

  test("is tried again when it was not taken, and given up when nobody knows whether it was", async () => {
    const { platform, send } = await openMax();
    const notice = fixtureNotice({ to: toMax });
    platform.answerNext(429, { "retry-after": "7" });
    expect(await send(notice)).toMatchObject({ kind: "later", afterSeconds: 7 });
    platform.answerNext(503);
    expect(await send(notice)).toMatchObject({ kind: "later" });
    platform.answerNext(502);
    expect(await send(notice)).toMatchObject({ kind: "unclear" });
    platform.hangUpNext();
    expect(await send(notice)).toMatchObject({ kind: "unclear" });
    platform.answerNext(403);
    expect(await send(notice)).toMatchObject({ kind: "refused" });
    await platform.close();
    expect(await send(notice)).toMatchObject({ kind: "later", why: expect.stringContaining("ECONNREFUSED") });
  });

  test("is never sent by a bot that is switched off, or by another centre's", async () => {
    const send = (max: readonly unknown[]) => postToMax({ secrets: secretsOf({ max }), publicUrl, now });
    const notice = fixtureNotice({ to: toMax });
    expect(await send([{ ...bot, api: "off" }])(notice)).toMatchObject({ kind: "refused" });
    expect(await send([{ ...bot, centre: "other", api: "off" }])(notice)).toEqual({
      kind: "refused",
      why: "The secrets hold no bot of MAX for this.",
    });
  });
});

const toMail: Address = { way: "mail", to: "anna@example.org" };

const openMail = async () => {
  const server = await startSmtpServer();
  onTestFinished(() => server.close());
  return { server, send: mailNotice({ secrets: secretsOf({ smtp: { url: server.url } }), publicUrl }) };
};

describe("a mail", () => {
  test("has a line for each alert, with names, a time in the centre's zone and a link", async () => {
    const { server, send } = await openMail();
    const alerts = Array.from({ length: 100 }, (_, index) =>
      alertLine({ id: `event-${index}`, dueAt: MONDAY_NOON + index * MINUTE }),
    );
    expect(await send(fixtureNotice({ to: toMail, content: { kind: "alerts", alerts } }))).toEqual({ kind: "sent" });
    const [mail] = server.taken;
    if (mail === undefined) throw new Error("No mail was taken.");
    expect(mail.to).toEqual(["anna@example.org"]);
    const lines = textOf(mail).trim().split(/\r?\n/);
    expect(lines).toHaveLength(100);
    expect(lines[0]).toBe(
      "• срок вышел: ответ, срок 02.03.2026, 12:00. Ямы на дороге · Центральный · Дорожная служба. https://otklik.example.org/api/incidents/incident-1",
    );
  });

  test("keeps its Message-ID at every try, so that a copy is known as one", async () => {
    const { server, send } = await openMail();
    const notice = fixtureNotice({ to: toMail });
    server.vanishAfterNext();
    expect(await send(notice)).toMatchObject({ kind: "later" });
    expect(await send({ ...notice, tries: 1 })).toEqual({ kind: "sent" });
    const ids = server.taken.map(({ source }) => /^message-id: (.+)$/im.exec(source)?.[1]);
    expect(ids).toEqual([`<${notice.id}@127.0.0.1>`, `<${notice.id}@127.0.0.1>`]);
  });

  test("is tried again after a passing refusal, and not after a lasting one", async () => {
    const { server, send } = await openMail();
    const notice = fixtureNotice({ to: toMail });
    server.answerNext("451 4.3.0 later");
    expect(await send(notice)).toMatchObject({ kind: "later" });
    server.answerNext("550 5.1.1 nobody here");
    expect(await send(notice)).toEqual({ kind: "refused", why: "The mail server answered 550." });
    await server.close();
    expect(await send(notice)).toMatchObject({ kind: "later" });
  });
});

test("a notice for the topic fits what SNS takes, however many lines it has", async () => {
  const platform = await receiver();
  const client = new SNSClient({
    endpoint: platform.url,
    region: "local-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  const alerts = Array.from({ length: 2_000 }, (_, index) => alertLine({ id: `event-${index}` }));
  const send = publishNotice(client, "arn:aws:sns:local-1:000000000000:duty", publicUrl);
  // SNS answers in XML, which this receiver does not speak: what counts is what it got.
  await send(fixtureNotice({ to: { way: "topic" }, content: { kind: "alerts", alerts } }));
  const form = new URLSearchParams(platform.calls[0]?.body);
  expect(Buffer.byteLength(form.get("Message") ?? "")).toBeLessThanOrEqual(262_144);
  expect(form.get("Message")).toMatch(/… и ещё \d+$/);
  expect(form.get("Subject")?.length).toBeLessThan(100);
});
