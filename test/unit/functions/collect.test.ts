import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/domain/time/instant.ts";
import { startVkApi, type VkApi } from "../../doubles/platforms/vk/api.ts";
import type { VkServer } from "../../doubles/platforms/vk/community.ts";
import { vkSender } from "../../doubles/platforms/vk/sender.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";
import { openCollect } from "../../fixtures/collect.ts";

const token = "community-token";
const ADDRESS = "https://otklik.example.org/webhooks/vk";
const sender = vkSender({ groupId: 1, secret: "vk-secret" });
const entry = { groupId: 1, secret: "vk-secret", confirmation: "c0nf1rm", token };

/** Seconds since 1970, so long before noon. */
const before = (milliseconds: number) => (MONDAY_NOON - milliseconds) / SECOND;

let vk: VkApi;

beforeEach(async () => {
  vk = await startVkApi({ token, userToken: "user-token", serviceToken: "service-token", group: "1" });
});
afterEach(() => vk.close());

const open = (more: Readonly<Record<string, unknown>> = {}, options = {}) =>
  openCollect({ vk: [{ ...entry, api: vk.url, ...more }] }, options);

const methodsOf = ({ calls }: VkApi) => calls.map(({ url }) => url.pathname.replace("/method/", ""));

/** A post of the community's own, for comments to be under. */
const post = (date: number) => ({
  type: "wall_post_new",
  object: { id: 640, owner_id: -1, from_id: -1, date, text: "Новости" },
});
const write = (id: number, text: string, ago: number, from = 77_001) =>
  vk.community.keep(sender.message(id, text, { from, date: before(ago) }));
const comment = (id: number, text: string, ago: number, parents: readonly number[] = []) => {
  const { type, object } = sender.comment("wall_reply", "new", { id, text, date: before(ago) });
  vk.community.keep({ type, object: { ...object, parents_stack: parents } });
};

describe("what no webhook has brought", () => {
  test("is found in dialogues, on the wall and under it, and put on the queue once", async () => {
    const { collect, register, texts, counter, signals } = open({ serviceToken: "service-token" });
    write(1, "Вчера утром", 20 * HOUR);
    write(2, "Только что", 5 * MINUTE, 77_005);
    vk.community.keep(post(before(3 * DAY)));
    vk.community.keep({
      type: "wall_post_new",
      object: { id: 641, owner_id: -1, from_id: 77_009, date: before(HOUR), text: "Сама написала" },
    });
    comment(7, "Яма", 4 * HOUR);
    comment(8, "И у нас", HOUR, [7]);
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual(["Вчера утром", "И у нас", "Сама написала", "Только что", "Яма"]);
    expect(counter.total(Metric.SignalMissed)).toBe(5);
    await collect();
    expect(signals.sent).toHaveLength(5);
  });

  test("is found under photos, videos and goods and in boards, as far as a token may see it", async () => {
    const kinds = ["photo_comment", "video_comment", "board_post", "market_comment"] as const;
    for (const [number, kind] of kinds.entries())
      vk.community.keep(sender.comment(kind, "new", { id: 20 + number, text: kind, date: before(HOUR) }));
    const [person, application, alone] = [
      open({ userToken: "user-token" }),
      open({ serviceToken: "service-token" }),
      open(),
    ];
    for (const each of [person, application, alone]) {
      await each.collect();
      await each.register();
    }
    expect((await person.texts()).toSorted()).toEqual(kinds.toSorted());
    expect(await application.texts()).toEqual(["board_post"]);
    expect(await alone.texts()).toEqual([]);
    const queued = person.signals.sent.length;
    await person.collect();
    expect(person.signals.sent).toHaveLength(queued);
  });

  test("is the same comment that a webhook brings, wherever it stands", async () => {
    const { collect, receive, register, signals } = open({ userToken: "user-token" });
    for (const kind of ["photo_comment", "video_comment", "board_post", "market_comment"] as const) {
      const event = sender.comment(kind, "new", { id: 7, text: kind, date: before(HOUR) });
      vk.community.keep(event);
      await receive(sender.call(event));
    }
    await register();
    await collect();
    expect(signals.sent).toHaveLength(4);
  });

  test("asks with a person's token three times a second at most", async () => {
    const { collect, waits } = open({ userToken: "user-token" }, { publicUrl: "http://127.0.0.1" });
    const questions = vk.calls.length;
    await collect();
    const asked = vk.calls.slice(questions).filter(({ body }) => body.includes("access_token=user-token"));
    expect(waits.filter((each) => each >= SECOND / 3)).toHaveLength(asked.length - 1);
  });

  test("is found once more when a comment was edited, and a webhook that tells of it too changes nothing", async () => {
    const { collect, clock, register, receive, texts, incidents, signals } = open({ serviceToken: "service-token" });
    vk.community.keep(post(before(3 * HOUR)));
    comment(7, "Яма", 2 * HOUR);
    await collect();
    await register();
    vk.community.keep(sender.comment("wall_reply", "edit", { id: 7, text: "Две ямы", date: before(2 * HOUR) }));
    clock.advance(HOUR);
    await collect();
    await register();
    expect(await texts()).toEqual(["Две ямы"]);
    const id = signals.sent.flatMap(({ message }) => ("signal" in message ? [message.signal.id] : []))[0] ?? "";
    expect((await incidents.read(id))?.signal.pastWordings).toHaveLength(1);
    const queued = signals.sent.length;
    clock.advance(HOUR);
    await collect();
    expect(signals.sent).toHaveLength(queued);
    await receive(
      sender.call(sender.comment("wall_reply", "edit", { id: 7, text: "Две ямы", date: before(2 * HOUR) })),
    );
    await register();
    expect((await incidents.read(id))?.signal.pastWordings).toHaveLength(1);
  });

  test("is found an hour later when it was edited so soon after it came that the webhook might have told of it", async () => {
    const { collect, clock, register, receive, texts } = open({ serviceToken: "service-token" });
    vk.community.keep(post(before(3 * HOUR)));
    await collect();
    clock.advance(55 * MINUTE);
    const written = { id: 7, text: "Яма", date: clock.now() / SECOND };
    vk.community.keep(sender.comment("wall_reply", "new", written));
    await receive(sender.call(sender.comment("wall_reply", "new", written)));
    await register();
    vk.community.keep(sender.comment("wall_reply", "edit", { ...written, text: "Две ямы" }));
    for (const minutes of [5, 60]) {
      clock.advance(minutes * MINUTE);
      await collect();
      await register();
    }
    expect(await texts()).toEqual(["Две ямы"]);
  });

  test("is known for what it is when a webhook brings it after all, or has brought it before", async () => {
    const { collect, register, receive, signals, counter, texts } = open();
    write(3, "Лифт стоит", HOUR);
    await collect();
    await register();
    await receive(sender.call(sender.message(3, "Лифт стоит", { date: before(HOUR) })));
    await register();
    expect(counter.total(Metric.SignalRepeated)).toBe(1);
    write(4, "Подъезд", HOUR);
    await receive(sender.call(sender.message(4, "Подъезд", { date: before(HOUR) })));
    await register();
    const queued = signals.sent.length;
    await collect();
    expect(signals.sent).toHaveLength(queued);
    expect((await texts()).toSorted()).toEqual(["Лифт стоит", "Подъезд"]);
  });

  test("is left to the webhook for two minutes, and then not waited for any longer", async () => {
    const { collect, clock, signals } = open();
    write(4, "Сию минуту", MINUTE);
    await collect();
    expect(signals.sent).toEqual([]);
    clock.advance(5 * MINUTE);
    await collect();
    expect(signals.sent).toHaveLength(1);
  });

  test("is not looked for beyond a day when a community is new", async () => {
    const { collect, signals } = open();
    write(5, "Старое", 30 * HOUR);
    await collect();
    expect(signals.sent).toEqual([]);
  });

  test("is found by a platform whose clock goes wrong, and behind others of the same moment", async () => {
    const { collect, clock, register, texts } = open();
    write(10, "Часы спешат", -10 * MINUTE);
    write(11, "Часы отстают", 40 * MINUTE);
    await collect();
    write(12, "То же мгновение", 40 * MINUTE, 77_006);
    write(13, "Показано позже, написано раньше", 45 * MINUTE, 77_007);
    clock.advance(15 * MINUTE);
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual([
      "Показано позже, написано раньше",
      "То же мгновение",
      "Часы отстают",
      "Часы спешат",
    ]);
  });

  test("is found through all pages, of dialogues, of a dialogue and of answers to a comment", async () => {
    const { collect, signals } = open({ userToken: "user-token" });
    for (let number = 1; number <= 210; number += 1) write(number, `Сообщение ${number}`, HOUR, 80_000 + number);
    for (let number = 301; number <= 510; number += 1) write(number, `Ещё ${number}`, HOUR, 80_001);
    vk.community.keep(post(before(DAY)));
    comment(1, "Первый", 2 * HOUR);
    for (let number = 2; number <= 130; number += 1) comment(number, `Ответ ${number}`, HOUR, [1]);
    await collect();
    expect(signals.sent).toHaveLength(210 + 210 + 130);
  });

  test("is on the queue before the cursor moves, and asked for again when the queue fails", async () => {
    const { collect, signals } = open();
    write(6, "Потоп", HOUR);
    signals.failNext(new Error("no queue"));
    await expect(collect()).rejects.toThrow("no queue");
    await collect();
    expect(signals.sent).toHaveLength(1);
  });

  test("is asked for no more often than something changes: under a post that has nothing new nobody looks", async () => {
    const { collect, clock } = open({ serviceToken: "service-token" });
    vk.community.keep(post(before(DAY)));
    comment(7, "Яма", HOUR);
    await collect();
    clock.advance(5 * MINUTE);
    await collect();
    expect(methodsOf(vk).filter((method) => method === "wall.getComments")).toHaveLength(1);
    comment(8, "И у нас", 0);
    clock.advance(5 * MINUTE);
    await collect();
    expect(methodsOf(vk).filter((method) => method === "wall.getComments")).toHaveLength(2);
  });

  test("is left out, for a day and without an alarm, where the token may not ask", async () => {
    const { collect, clock, counter, signals, log } = open();
    vk.community.keep(post(before(DAY)));
    comment(7, "Яма", HOUR);
    await collect();
    clock.advance(HOUR);
    await collect();
    expect(methodsOf(vk).filter((method) => method === "wall.get")).toHaveLength(1);
    expect(counter.total(Metric.SourceUncollected)).toBe(0);
    expect(signals.sent).toEqual([]);
    expect(log.lines.filter((line) => line.includes("left out"))).toHaveLength(1);
    clock.advance(DAY);
    await collect();
    expect(methodsOf(vk).filter((method) => method === "wall.get")).toHaveLength(2);
  });

  test("names nobody in the log", async () => {
    const { collect, log } = open({ serviceToken: "service-token" });
    write(1, "Мой телефон 8-900", HOUR);
    vk.answerNext({ status: 500, json: "Мой телефон 8-900" });
    await collect();
    expect(log.lines.join()).not.toContain("телефон");
  });

  test.each([
    ["off", { api: "off" }],
    ["without a token", { token: "" }],
  ])("is nobody's where the API is %s", async (_, more) => {
    const { collect } = open(more);
    await collect();
    expect(vk.calls).toEqual([]);
  });
});

describe("a platform that does not answer", () => {
  const failing = async (times: number) => {
    const opened = open({}, { publicUrl: "http://127.0.0.1" });
    write(1, "Потоп", HOUR);
    for (let time = 0; time < times; time += 1) {
      // Dialogues, and the wall: both are tried.
      vk.answerNext({ status: 500, json: {} });
      vk.answerNext({ status: 500, json: {} });
      await opened.collect();
      opened.clock.advance(5 * MINUTE);
    }
    return opened;
  };

  test("is tried again at the next visit, and loses nothing", async () => {
    const { collect, signals, counter } = await failing(2);
    expect(counter.total(Metric.SourceUncollected)).toBe(2);
    await collect();
    expect(signals.sent).toHaveLength(1);
  });

  test("is left alone after the third time, tried once, and visited again when it answers", async () => {
    const { collect, signals, counter, clock } = await failing(3);
    const asked = vk.calls.length;
    await collect();
    expect(vk.calls).toHaveLength(asked);
    expect(counter.total(Metric.SourceUncollected)).toBe(4);
    clock.advance(5 * MINUTE);
    vk.answerNext({ status: 500, json: {} });
    vk.answerNext({ status: 500, json: {} });
    await collect();
    expect(vk.calls).toHaveLength(asked + 2);
    clock.advance(15 * MINUTE);
    await collect();
    expect(vk.calls).toHaveLength(asked + 2);
    clock.advance(5 * MINUTE);
    await collect();
    expect(signals.sent).toHaveLength(1);
    clock.advance(5 * MINUTE);
    vk.answerNext({ status: 500, json: {} });
    await collect();
    clock.advance(5 * MINUTE);
    const before = vk.calls.length;
    await collect();
    expect(vk.calls.length).toBeGreaterThan(before);
  });

  test("is left alone for as long as it asks to be", async () => {
    const { collect, clock, signals } = open();
    write(1, "Потоп", HOUR);
    vk.answerNext({ status: 429, json: {}, headers: { "retry-after": "1200" } });
    await collect();
    expect(vk.calls).toHaveLength(1);
    clock.advance(19 * MINUTE);
    await collect();
    expect(vk.calls).toHaveLength(1);
    clock.advance(MINUTE);
    await collect();
    expect(signals.sent).toHaveLength(1);
  });

  test("is asked again after a second when it is only too fast for it", async () => {
    const { collect, waits, signals } = open({}, { publicUrl: "http://127.0.0.1" });
    write(1, "Потоп", HOUR);
    vk.answerNext({ status: 200, json: { error: { error_code: 6 } } });
    await collect();
    expect(waits).toEqual([SECOND]);
    expect(signals.sent).toHaveLength(1);
  });

  test.each([
    ["leads elsewhere", { status: 302, json: {}, headers: { location: "http://169.254.169.254/" } }],
    ["speaks no JSON", { status: 200, json: "<html>" }],
    ["says something else", { status: 200, json: { response: { items: "none" } } }],
    ["knows the token no more", { status: 200, json: { error: { error_code: 5 } } }],
    ["asks for a captcha", { status: 200, json: { error: { error_code: 14 } } }],
  ])("counts as one that %s", async (_, answer) => {
    const { collect, counter, signals } = open({}, { publicUrl: "http://127.0.0.1" });
    write(1, "Потоп", HOUR);
    vk.answerNext(answer);
    await collect();
    expect(counter.total(Metric.SourceUncollected)).toBe(1);
    expect(signals.sent).toEqual([]);
  });

  test("only to one of its questions is told, and asked the others as ever", async () => {
    const { collect, clock, counter, signals } = open({ userToken: "run-out" }, { publicUrl: "http://127.0.0.1" });
    for (let number = 1; number <= 5; number += 1) {
      write(number, `Сообщение ${number}`, -5 * (number - 2) * MINUTE);
      clock.advance(5 * MINUTE);
      await collect();
    }
    expect(signals.sent).toHaveLength(5);
    expect(counter.total(Metric.SourceUncollected)).toBe(5);
  });

  test("is asked one question and no other while nothing of it can be reached", async () => {
    const gone = await startVkApi({ token, group: "1" });
    await gone.close();
    const { collect, log, counter } = open({ api: gone.url });
    await collect();
    expect(log.lines.filter((line) => line.includes("did not answer"))).toHaveLength(1);
    expect(counter.total(Metric.SourceUncollected)).toBe(1);
  });

  test("holds up no other", async () => {
    const other = await startVkApi({ token, group: "2" });
    const release = vk.holdAnswers();
    const { collect, signals } = openCollect({
      vk: [
        { ...entry, api: vk.url },
        { ...entry, groupId: 2, api: other.url },
      ],
    });
    other.community.keep(sender.message(1, "Яма", { date: before(HOUR) }));
    const collected = collect();
    await expect.poll(() => signals.sent.length, { timeout: 5_000 }).toBe(1);
    release();
    await collected;
    await other.close();
  });
});

describe("a webhook", () => {
  const events = { message_new: 1, wall_reply_new: 1 };
  const server = () => ({ id: 4, url: ADDRESS, title: "Otklik", status: "ok" as const, events: { ...events } });

  test("that stands is left as it is, and looked at every quarter of an hour", async () => {
    const { collect, clock, counter } = open();
    vk.community.servers.push(server());
    await collect();
    clock.advance(5 * MINUTE);
    await collect();
    expect(methodsOf(vk).filter((method) => method === "groups.getCallbackServers")).toHaveLength(1);
    expect(vk.community.servers).toEqual([server()]);
    expect(counter.total(Metric.WebhookSwitchedOn) + counter.total(Metric.WebhookOff)).toBe(0);
  });

  test("that VK has given up is entered anew", async () => {
    const { collect, counter } = open();
    vk.community.servers.push({ ...server(), id: 3, url: "https://elsewhere.example/", status: "failed" });
    vk.community.servers.push({ ...server(), status: "failed" });
    await collect();
    expect(vk.community.servers.map(({ status }) => status)).toEqual(["failed", "ok"]);
    expect(counter.total(Metric.WebhookSwitchedOn)).toBe(1);
    expect(counter.total(Metric.WebhookOff)).toBe(0);
  });

  test("that tells of nothing is told what to tell", async () => {
    const { collect, counter } = open();
    vk.community.servers.push({ ...server(), events: { message_new: 0 } });
    await collect();
    expect(vk.community.servers[0]?.events).toMatchObject({
      message_new: 1,
      wall_reply_delete: 1,
      market_comment_edit: 1,
    });
    expect(counter.total(Metric.WebhookSwitchedOn)).toBe(1);
  });

  test.each([
    ["was never entered", []],
    ["asks for a code that the secrets do not have", [{ ...server(), status: "failed" as const }]],
  ])("that %s rings", async (_, servers) => {
    const { collect, counter } = open({ confirmation: "0ther" });
    vk.community.servers.push(...servers);
    await collect();
    expect(counter.total(Metric.WebhookOff)).toBe(1);
    expect(counter.total(Metric.WebhookSwitchedOn)).toBe(0);
  });

  test("that goes off again and again rings", async () => {
    const { collect, counter, clock } = open();
    const own: VkServer = { ...server(), status: "failed" };
    vk.community.servers.push(own);
    for (let time = 0; time < 3; time += 1) {
      await collect();
      own.status = "failed";
      clock.advance(15 * MINUTE);
    }
    expect(counter.total(Metric.WebhookSwitchedOn)).toBe(3);
    expect(counter.total(Metric.WebhookOff)).toBe(1);
  });

  test("is not looked for where platforms could not call: without an address of the web", async () => {
    const { collect, counter } = open({}, { publicUrl: "http://127.0.0.1:8787" });
    await collect();
    expect(methodsOf(vk)).not.toContain("groups.getCallbackServers");
    expect(counter.total(Metric.WebhookOff)).toBe(0);
  });
});
