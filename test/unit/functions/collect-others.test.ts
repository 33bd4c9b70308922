import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/domain/time/instant.ts";
import { type MaxApi, startMaxApi } from "../../doubles/platforms/max/api.ts";
import { maxSender } from "../../doubles/platforms/max/sender.ts";
import { type OkApi, startOkApi } from "../../doubles/platforms/ok/api.ts";
import { okSender } from "../../doubles/platforms/ok/sender.ts";
import { startTelegramApi, type TelegramApi } from "../../doubles/platforms/telegram/api.ts";
import { telegramSender } from "../../doubles/platforms/telegram/sender.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";
import { openCollect } from "../../fixtures/collect.ts";

const token = "a-token";
const fromMax = maxSender({ secret: "max-secret" });
const fromOk = okSender({ path: "ok-path" });
const fromTelegram = telegramSender({ secret: "telegram-secret" });
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
const openMax = (options = {}, more = {}) =>
  openCollect({ max: [{ secret: "max-secret", token, api: max.url, ...more }] }, options);
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

  test("tells nobody of an edit, and shows it for a day when it is asked, which is found once", async () => {
    const { collect, receive, register, texts, clock, signals } = openOk();
    const write = (text: string) => {
      const body = fromOk.message(7, text, { timestamp: MONDAY_NOON - HOUR });
      ok.chats.keep(body);
      return fromOk.call(body);
    };
    await receive(write("Фонарь"));
    const visit = async () => {
      clock.advance(HOUR);
      await collect();
      await register();
    };
    await register();
    await collect();
    write("Фонарь у дома 5");
    for (let hour = 0; hour < 2; hour += 1) await visit();
    expect(await texts()).toEqual(["Фонарь у дома 5"]);
    expect(signals.sent).toHaveLength(2);
    const first = write("Фонарь");
    await visit();
    expect(await texts()).toEqual(["Фонарь"]);
    // Sent once more, as it was written first: what was seen since is later.
    write("Оба фонаря");
    await visit();
    await receive(first);
    await register();
    expect(await texts()).toEqual(["Оба фонаря"]);
    clock.advance(DAY);
    write("Уже не важно");
    await visit();
    expect(await texts()).toEqual(["Оба фонаря"]);
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

  describe("that tells only the last update to who does not say from where on", () => {
    beforeEach(() => {
      max.chats.listNothing();
      max.chats.tellLast();
    });
    const keepThree = (at: number) => {
      for (const mid of ["mid.1", "mid.2", "mid.3"]) max.chats.keep(fromMax.message("created", { mid, text: mid, at }));
    };

    test("is asked from where it was asked last, where no webhook can be", async () => {
      const { collect, signals, clock } = openMax({ publicUrl: "http://127.0.0.1:8787" });
      await collect();
      keepThree(clock.now());
      clock.advance(5 * MINUTE);
      await collect();
      expect(signals.sent).toHaveLength(3);
    });

    test("is asked so for what it kept since a subscription ended, however long that stood", async () => {
      const { collect, signals, clock } = openMax();
      await collect();
      for (let hours = 0; hours < 3; hours += 1) {
        clock.advance(HOUR);
        await collect();
      }
      max.chats.subscribed.splice(0);
      keepThree(clock.now());
      await collect();
      expect(signals.sent).toHaveLength(3);
      expect(max.chats.subscribed).toHaveLength(1);
    });

    test.each([
      ["knows no such place any more", () => max.chats.forgetMarkers(), 1],
      ["tells nobody what happened", () => max.chats.tellNothing(), 0],
    ])("and %s is subscribed again all the same", async (_, happen, told) => {
      const { collect, signals, clock } = openMax();
      await collect();
      max.chats.subscribed.splice(0);
      keepThree(clock.now());
      happen();
      await collect();
      expect(signals.sent).toHaveLength(told);
      expect(max.chats.subscribed).toHaveLength(1);
    });
  });

  test("that has something nobody understands gives the rest, and that is counted", async () => {
    const { collect, signals, counter } = openMax();
    await collect();
    max.answerNext({ status: 200, json: { subscriptions: [{ url: `${HERE}/max` }] } });
    max.answerNext({ status: 200, json: { chats: [{ chat_id: -5, type: "chat" }], marker: null } });
    const { message } = fromMax.message("created", { mid: "mid.g", text: "Яма", at: MONDAY_NOON - HOUR, chat: -5 });
    const torn = { ...Object(message), timestamp: MONDAY_NOON - HOUR, body: null };
    max.answerNext({ status: 200, json: { messages: [torn, message] } });
    await collect();
    expect(signals.sent).toHaveLength(1);
    expect(counter.total(Metric.SignalRejected)).toBe(1);
    expect(counter.total(Metric.SourceUncollected)).toBe(0);
  });

  test("that cuts a text in the middle of a character is read, and what it lost is marked", async () => {
    const { collect, register, texts } = openMax();
    max.chats.keep(fromMax.message("created", { mid: "mid.1", text: "Яма \ud83d", at: MONDAY_NOON - HOUR }));
    await collect();
    await register();
    expect(await texts()).toEqual(["Яма \ufffd"]);
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
    max.chats.keep(fromMax.message("created", { mid: "mid.g", text: "В чате", at: MONDAY_NOON - HOUR, chat: -5 }));
    await collect();
    expect(signals.sent).toHaveLength(1);
    expect(counter.total(Metric.SourceUncollected)).toBe(0);
    expect(log.lines.join()).toContain("http 403");
  });

  const inGroup = (mid: string, text: string, at: number, chat = -5) =>
    fromMax.message("created", { mid, text, at, chat });
  const askedFor = (chat: number) => max.calls.filter(({ url }) => url.pathname === `/chats/${chat}`).length;

  test("shows what was edited while its webhook brought nothing, and edits that were told as they were told", async () => {
    const { collect, receive, register, texts, clock, signals } = openMax();
    const at = MONDAY_NOON - HOUR;
    const chat = { mid: "mid.g", at, chat: -5 };
    const [message, reply] = [fromMax.message("created", { ...chat, text: "Яма" }), comment("mid.c", "Двор", at)];
    for (const kept of [post(at), message, reply]) max.chats.keep(kept);
    for (const each of [message, reply]) await receive(fromMax.call(each));
    await register();
    await collect();
    const edited = { ...chat, text: "Две ямы", at: at + MINUTE, writtenAt: at };
    max.chats.keep(fromMax.message("edited", edited));
    max.chats.keep(fromMax.comment("edited", { mid: "mid.c", text: "Двор 5", at: at + MINUTE, writtenAt: at }));
    clock.advance(HOUR);
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual(["Две ямы", "Двор 5"]);
    expect(signals.sent).toHaveLength(4);
    // Its webhook comes hours late, after it was edited once more.
    const last = fromMax.message("edited", { ...edited, text: "Три ямы", at: clock.now() + MINUTE });
    max.chats.keep(last);
    for (const update of [last, fromMax.message("edited", edited)]) await receive(fromMax.call(update));
    await register();
    clock.advance(HOUR);
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual(["Двор 5", "Три ямы"]);
    expect(signals.sent).toHaveLength(6);
  });

  describe("that gives no list of a bot's chats", () => {
    beforeEach(() => {
      max.chats.listNothing();
      max.chats.subscribed.push({ url: `${HERE}/max`, secret: "max-secret", update_types: ["message_created"] });
    });

    test("is asked for those the bot was put into, until it is put out of them", async () => {
      const { collect, receive, register, texts, counter, clock } = openMax();
      await receive(fromMax.call(fromMax.bot("added", -5, MONDAY_NOON - DAY)));
      await register();
      max.chats.keep(inGroup("mid.g1", "Яма", MONDAY_NOON - HOUR));
      await collect();
      await register();
      expect(await texts()).toEqual(["Яма"]);
      expect(counter.total(Metric.SourceUncollected)).toBe(0);

      await receive(fromMax.call(fromMax.bot("removed", -5, MONDAY_NOON)));
      // Told again, late: what became of it since is known.
      await receive(fromMax.call(fromMax.bot("added", -5, MONDAY_NOON - DAY)));
      await register();
      const asked = askedFor(-5);
      clock.advance(5 * MINUTE);
      await collect();
      expect(askedFor(-5)).toBe(asked);
    });

    test("is asked for those that a message or a comment came from, which are noted once", async () => {
      const { collect, receive, register, texts, botChats } = openMax();
      for (const mid of ["mid.g1", "mid.g2"])
        await receive(fromMax.call(inGroup(mid, "Пришло само", MONDAY_NOON - HOUR)));
      await receive(fromMax.call(comment("mid.c1", "Пришло само", MONDAY_NOON - HOUR)));
      await register();
      expect(await botChats.read("max", "0")).toMatchObject({ version: 2 });
      for (const kept of [
        inGroup("mid.g3", "В чате", MONDAY_NOON - HOUR),
        post(MONDAY_NOON - HOUR),
        comment("mid.c2", "В канале", MONDAY_NOON - HOUR),
      ])
        max.chats.keep(kept);
      await collect();
      await register();
      expect((await texts()).toSorted()).toEqual(["В канале", "В чате", "Пришло само", "Пришло само", "Пришло само"]);
    });

    test("is asked for those that the secrets name", async () => {
      const { collect, signals } = openMax({}, { chats: [-5, "-6"] });
      max.chats.keep(inGroup("mid.g1", "Яма", MONDAY_NOON - HOUR));
      max.chats.keep(inGroup("mid.g2", "Двор", MONDAY_NOON - HOUR, -6));
      max.chats.keep(inGroup("mid.g3", "Не названа", MONDAY_NOON - HOUR, -7));
      await collect();
      expect(signals.sent).toHaveLength(2);
    });

    test("is asked for those that are known where the list only fails, and told as one that does not answer", async () => {
      const { collect, signals, counter } = openMax({}, { chats: [-5] });
      max.chats.failList();
      max.chats.keep(inGroup("mid.g1", "Яма", MONDAY_NOON - HOUR));
      await collect();
      expect(signals.sent).toHaveLength(1);
      expect(counter.total(Metric.SourceUncollected)).toBe(1);
    });

    test("is asked a day later for one that the bot was put out of unheard, and at once when it is back", async () => {
      const { collect, receive, register, texts, clock } = openMax({}, { chats: [-5] });
      max.chats.keep(inGroup("mid.g1", "Яма", MONDAY_NOON - HOUR));
      max.chats.leave(-5);
      await collect();
      await register();
      expect(askedFor(-5)).toBe(1);
      clock.advance(5 * MINUTE);
      await collect();
      expect(askedFor(-5)).toBe(1);
      await receive(fromMax.call(fromMax.bot("added", -5, clock.now())));
      await register();
      await collect();
      expect(askedFor(-5)).toBe(2);
      clock.advance(DAY + 5 * MINUTE);
      await collect();
      // Once for messages, and once for edits.
      expect(askedFor(-5)).toBe(4);
      expect(await texts()).toEqual([]);
    });
  });

  test("whose chat cannot be noted loses no message by it", async () => {
    const { receive, register, texts, table, log } = openMax();
    await receive(fromMax.call(inGroup("mid.g1", "Яма", MONDAY_NOON)));
    await table.write({ pk: "chats#max#0", version: "unreadable" });
    await register();
    expect(await texts()).toEqual(["Яма"]);
    expect(log.lines.join()).toContain("A chat could not be noted");
  });

  test("that was told to call of less than is read is told of the rest, once", async () => {
    const { collect } = openMax();
    await collect();
    const [first] = max.chats.subscribed;
    max.chats.subscribed.splice(0, 1, { url: `${HERE}/max`, secret: "max-secret", update_types: ["message_created"] });
    await collect();
    expect(max.chats.subscribed).toEqual([first]);
  });

  test("that knows the token no more is tried again", async () => {
    const { collect, counter } = openCollect({ max: [{ secret: "max-secret", token: "former", api: max.url }] });
    await collect();
    expect(counter.total(Metric.SourceUncollected)).toBe(1);
  });
});

describe("Telegram", () => {
  const message = (id: number, text: string) => fromTelegram.message({ id, text, date: MONDAY_NOON / SECOND - 60 });
  const methods = () => telegram.calls.map(({ url }) => url.pathname.split("/").at(-1));

  test("is told where to call when it was told nothing", async () => {
    const opened = openTelegram();
    await opened.collect();
    expect(telegram.webhook.url).toBe(`${HERE}/telegram`);
    expect(switchings(opened)).toEqual({ on: 1, off: 0 });
    await opened.collect();
    expect(switchings(opened)).toEqual({ on: 1, off: 0 });
  });

  test("gives what it could not tell while its calls fail, and is told where to call again; that rings", async () => {
    const opened = openTelegram();
    await opened.collect();
    for (const id of [1, 2, 3]) telegram.keep(message(id, `Сообщение ${id}`), MONDAY_NOON / SECOND - 60);
    await opened.receive(fromTelegram.call(message(1, "Сообщение 1")));
    await opened.collect();
    await opened.register();
    expect((await opened.texts()).toSorted()).toEqual(["Сообщение 1", "Сообщение 2", "Сообщение 3"]);
    expect(telegram.webhook).toMatchObject({ url: `${HERE}/telegram`, pending_update_count: 0 });
    expect(switchings(opened)).toEqual({ on: 1, off: 1 });
  });

  test("keeps what was not put on the queue, and is asked for it again", async () => {
    const opened = openTelegram();
    await opened.collect();
    telegram.keep(message(1, "Яма"), MONDAY_NOON / SECOND - 60);
    opened.signals.failNext(new Error("no queue"));
    await expect(opened.collect()).rejects.toThrow("no queue");
    expect(telegram.webhook).toMatchObject({ url: "", pending_update_count: 1 });
    await opened.collect();
    expect(telegram.webhook.url).toBe(`${HERE}/telegram`);
    await opened.collect();
    expect(opened.signals.sent).toHaveLength(1);
  });

  test("is asked for everything where no webhook can be, unless somebody has set one by hand", async () => {
    const opened = openTelegram({ publicUrl: "http://127.0.0.1:8787" });
    telegram.keep(message(1, "Яма"));
    await opened.collect();
    expect(opened.signals.sent).toHaveLength(1);
    telegram.webhook.url = `${HERE}/telegram`;
    telegram.keep(message(2, "Двор"));
    await opened.collect();
    expect(opened.signals.sent).toHaveLength(1);
    expect(switchings(opened)).toEqual({ on: 0, off: 0 });
    expect(methods()).not.toContain("setWebhook");
  });

  test.each([
    ["calls somebody else", { url: "https://elsewhere.example/" }],
    [
      "calls and is not answered, with a certificate of one's own",
      {
        url: `${HERE}/telegram`,
        pending_update_count: 3,
        last_error_date: MONDAY_NOON / SECOND - 60,
        has_custom_certificate: true,
      },
    ],
  ])("that %s rings, and is left as it is", async (_, found) => {
    const opened = openTelegram();
    Object.assign(telegram.webhook, found);
    await opened.collect();
    expect(switchings(opened)).toEqual({ on: 0, off: 1 });
    expect(telegram.webhook.url).toBe(found.url);
    expect(methods()).toEqual(["getWebhookInfo"]);
  });

  test("is not asked where it is off", async () => {
    await openTelegram({ telegram: "off" }).collect();
    expect(telegram.calls).toEqual([]);
  });
});
