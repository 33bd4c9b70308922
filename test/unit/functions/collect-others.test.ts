import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/domain/instant.ts";
import { type MaxApi, startMaxApi } from "../../doubles/platforms/max/api.ts";
import { maxSender } from "../../doubles/platforms/max/sender.ts";
import { type OkApi, startOkApi } from "../../doubles/platforms/ok/api.ts";
import { okSender } from "../../doubles/platforms/ok/sender.ts";
import { startTelegramApi, type TelegramApi } from "../../doubles/platforms/telegram/api.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";
import { openCollect } from "../../fixtures/collect.ts";

const token = "a-token";
const fromMax = maxSender({ secret: "max-secret" });
const fromOk = okSender({ path: "ok-path" });
const HERE = "https://otklik.example.org/webhooks";
const CHANNEL = -70_801_090;

let ok: OkApi;
let max: MaxApi;
let telegram: TelegramApi;
beforeEach(async () => {
  [ok, max, telegram] = await Promise.all([startOkApi({ token }), startMaxApi({ token }), startTelegramApi({ token })]);
});
afterEach(() => Promise.all([ok.close(), max.close(), telegram.close()]));

const openOk = (options = {}) => openCollect({ ok: [{ path: "ok-path", token, api: ok.url }] }, options);
const openMax = (options = {}) => openCollect({ max: [{ secret: "max-secret", token, api: max.url }] }, options);
const openTelegram = (options = {}) =>
  openCollect({ telegram: [{ secret: "telegram-secret", token, api: telegram.url }] }, options);

const switchings = ({ counter }: ReturnType<typeof openOk>) => ({
  on: counter.total(Metric.WebhookSwitchedOn),
  off: counter.total(Metric.WebhookOff),
});

describe("Odnoklassniki", () => {
  test("is asked for a group's messages, through all pages, and subscribed again when it has forgotten", async () => {
    const opened = openOk();
    for (let number = 1; number <= 230; number += 1)
      ok.chats.keep(fromOk.message(number, `Сообщение ${number}`, { timestamp: MONDAY_NOON - HOUR - (number % 50) }));
    ok.chats.keep(fromOk.message(900, "Ответ группы", { timestamp: MONDAY_NOON - HOUR, from: "group:5" }));
    await opened.collect();
    expect(opened.signals.sent).toHaveLength(230);
    expect(ok.chats.subscribed).toEqual([`${HERE}/ok/ok-path`]);
    expect(switchings(opened)).toEqual({ on: 1, off: 0 });
    await opened.collect();
    expect(ok.chats.subscribed).toHaveLength(1);
    expect(opened.signals.sent).toHaveLength(230);
  });

  test("knows what a webhook has brought", async () => {
    const { collect, receive, register, counter, texts } = openOk();
    const body = fromOk.message(7, "Фонарь", { timestamp: MONDAY_NOON - HOUR });
    ok.chats.keep(body);
    await receive(fromOk.call(body));
    await register();
    await collect();
    await register();
    expect(await texts()).toEqual(["Фонарь"]);
    expect(counter.total(Metric.SignalMissed)).toBe(0);
  });

  test("that refuses a subscription rings; that refuses the key is tried again", async () => {
    const opened = openOk();
    ok.answerNext({ status: 200, json: { subscriptions: [] } });
    ok.answerNext({ status: 400, json: { error_code: 10 } });
    await opened.collect();
    expect(switchings(opened)).toEqual({ on: 0, off: 1 });
    ok.answerNext({ status: 400, json: { error_code: 102 } });
    await opened.collect();
    expect(opened.counter.total(Metric.SourceUncollected)).toBe(1);
  });
});

describe("MAX", () => {
  const comment = (mid: string, text: string, at: number) => fromMax.comment("created", { mid, text, at });
  /** A post of the channel, for comments to be under. */
  const post = (at: number) => {
    const { message, ...update } = comment("mid.post-1", "Новости", at);
    const recipient = { chat_id: CHANNEL, chat_type: "channel" };
    return { ...update, update_type: "message_created", message: { ...Object(message), recipient } };
  };

  test("gives what it has kept while nothing was subscribed, dialogues too, and then is subscribed", async () => {
    const opened = openMax();
    for (const mid of ["mid.1", "mid.2", "mid.3"])
      max.chats.keep(fromMax.message("created", { mid, text: mid, at: MONDAY_NOON - 3 * DAY }));
    max.chats.keep(fromMax.message("edited", { mid: "mid.2", text: "mid.2, иначе", at: MONDAY_NOON - DAY }));
    max.chats.keep(fromMax.removed("message", "mid.3", MONDAY_NOON - HOUR));
    await opened.collect();
    await opened.register();
    expect((await opened.texts()).toSorted()).toEqual(["mid.1", "mid.2, иначе", "mid.3"]);
    expect(opened.counter.total(Metric.ExistenceAccepted)).toBe(1);
    expect(max.chats.subscribed.map(({ url }) => url)).toEqual([`${HERE}/max`]);
    expect(switchings(opened)).toEqual({ on: 1, off: 0 });
  });

  test("is asked for comments of its channels' posts while the webhook stands and brings nothing", async () => {
    const { collect, register, texts, clock } = openMax();
    await collect();
    max.chats.keep(post(MONDAY_NOON - 3 * DAY));
    max.chats.keep(comment("mid.c1", "Яма", MONDAY_NOON - HOUR));
    max.chats.keep(comment("mid.c2", "Только что", MONDAY_NOON));
    await collect();
    await register();
    expect(await texts()).toEqual(["Яма"]);
    clock.advance(5 * MINUTE);
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual(["Только что", "Яма"]);
  });

  test("is asked for everything where no webhook can be: without an address of the web", async () => {
    const { collect, signals } = openMax({ publicUrl: "http://127.0.0.1:8787" });
    max.chats.keep(fromMax.message("created", { mid: "mid.1", text: "Лифт", at: MONDAY_NOON - HOUR }));
    await collect();
    max.chats.keep(fromMax.message("created", { mid: "mid.2", text: "Свет", at: MONDAY_NOON - MINUTE }));
    await collect();
    expect(signals.sent).toHaveLength(2);
    expect(max.chats.subscribed).toEqual([]);
  });

  test("loses nothing of what it has kept when the queue fails meanwhile", async () => {
    const { collect, signals } = openMax();
    for (const mid of ["mid.1", "mid.2", "mid.3"])
      max.chats.keep(fromMax.message("created", { mid, text: mid, at: MONDAY_NOON - HOUR }));
    signals.failNext(new Error("no queue"));
    await expect(collect()).rejects.toThrow("no queue");
    expect(max.chats.subscribed).toEqual([]);
    await collect();
    expect(signals.sent).toHaveLength(3);
  });

  test("where a bot has no rights in one channel is asked about the others", async () => {
    const { collect, signals, log, counter } = openMax();
    await collect();
    max.chats.shut(CHANNEL);
    max.chats.keep(post(MONDAY_NOON - HOUR));
    const { message, ...update } = fromMax.message("created", { mid: "mid.g", text: "В чате", at: MONDAY_NOON - HOUR });
    max.chats.keep({ ...update, message: { ...Object(message), recipient: { chat_id: -5, chat_type: "chat" } } });
    await collect();
    expect(signals.sent).toHaveLength(1);
    expect(counter.total(Metric.SourceUncollected)).toBe(0);
    expect(log.lines.join()).toContain("http 403");
  });

  test("that knows the token no more is tried again", async () => {
    const { collect, counter } = openCollect({ max: [{ secret: "max-secret", token: "former", api: max.url }] });
    await collect();
    expect(counter.total(Metric.SourceUncollected)).toBe(1);
  });
});

describe("Telegram", () => {
  test("is told where to call when it was told nothing, and looked at every quarter of an hour", async () => {
    const opened = openTelegram();
    await opened.collect();
    expect(telegram.webhook.url).toBe(`${HERE}/telegram`);
    expect(switchings(opened)).toEqual({ on: 1, off: 0 });
    const asked = telegram.calls.length;
    await opened.collect();
    expect(telegram.calls).toHaveLength(asked);
  });

  test.each([
    ["calls somebody else", { url: "https://elsewhere.example/" }],
    [
      "calls and is not answered",
      { url: `${HERE}/telegram`, pending_update_count: 3, last_error_date: MONDAY_NOON / SECOND - 60 },
    ],
  ])("that %s rings, and is left as it is", async (_, found) => {
    const opened = openTelegram();
    Object.assign(telegram.webhook, found);
    await opened.collect();
    expect(switchings(opened)).toEqual({ on: 0, off: 1 });
    expect(telegram.webhook.url).toBe(found.url);
  });

  test("is not asked where it is off", async () => {
    await openTelegram({ telegram: "off" }).collect();
    expect(telegram.calls).toEqual([]);
  });
});
