import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod/mini";
import type { Visit } from "../../../shared/channels/collector.ts";
import { okAsksAsPerson } from "../../../shared/channels/ok/ask-as-person.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { secrets } from "../../../shared/contracts/secrets.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/domain/time/instant.ts";
import { type OkApi, startOkApi } from "../../doubles/platforms/ok/api.ts";
import { okSender } from "../../doubles/platforms/ok/sender.ts";
import { startPlatformServer } from "../../doubles/platforms/platform-server.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";
import { openCollect } from "../../fixtures/collect.ts";

const token = "a-token";
const GROUP = "55000000000001";
const discussions = {
  groupId: GROUP,
  applicationKey: "an-application-key",
  token: "a-person's-token",
  sessionSecret: "a-secret-of-the-session",
};

const noVisit: Visit = {
  now: MONDAY_NOON,
  floor: 0,
  until: MONDAY_NOON,
  figures: {},
  hasTime: () => true,
  wait: async () => undefined,
  take: async () => undefined,
};

let ok: OkApi;
beforeEach(async () => {
  ok = await startOkApi({ token, person: discussions });
});
afterEach(() => ok.close());

const open = (more: Readonly<Record<string, unknown>> = { discussions }, options = {}) =>
  openCollect({ ok: [{ id: "main", path: "ok-path", token, api: ok.url, ...more }] }, options);

const post = (id: string, ago: number, comments?: number) =>
  ok.discussions.post({ id, created_ms: MONDAY_NOON - ago, ...(comments === undefined ? {} : { comments }) });
const write = (id: string, text: string, ago: number, more = {}) =>
  ok.discussions.write({ id, text, topic: "70", at: MONDAY_NOON - ago, ...more });
const asked = (method: string) =>
  ok.calls.filter(({ url, body }) => url.pathname === "/fb.do" && new URLSearchParams(body).get("method") === method);
const taken = ({ signals }: Pick<ReturnType<typeof open>, "signals">) =>
  signals.sent.flatMap(({ message }) => ("signal" in message ? [message.signal] : []));

describe("comments under a group's posts", () => {
  test("are found with a person's token, told by topic and comment, and put on the queue once", async () => {
    const opened = open();
    post("70", 3 * DAY);
    write("MTM5OjE=", "Яма у школы", HOUR);
    write("MTM5OjI=", "{user:538900000002}Анна{user}, и у нас", 2 * HOUR, { from: "538900000003" });
    await opened.collect();
    await opened.register();
    expect((await opened.texts()).toSorted()).toEqual(["Анна, и у нас", "Яма у школы"]);
    expect(taken(opened).find(({ externalId }) => externalId === "topic:70:MTM5OjE=")).toMatchObject({
      channel: "ok",
      source: GROUP,
      page: `ok.ru/group/${GROUP}`,
      thread: { kind: "topic", topic: "70", comment: "MTM5OjE=" },
      sentAt: MONDAY_NOON - HOUR,
    });
    expect(opened.counter.total(Metric.SignalMissed)).toBe(2);
    await opened.collect();
    expect(opened.signals.sent).toHaveLength(2);
  });

  test("are not asked for where nothing is said of them", async () => {
    const { collect, signals } = open({});
    post("70", DAY);
    write("a", "Яма", HOUR);
    await collect();
    expect(signals.sent).toEqual([]);
    expect(ok.calls.some(({ url }) => url.pathname === "/fb.do")).toBe(false);
  });

  test("are found through all pages, back to what was dealt with", async () => {
    const { collect, signals } = open();
    post("70", 3 * DAY);
    for (let number = 0; number < 250; number += 1)
      write(`c${number}`, `Комментарий ${number}`, 2 * DAY - number * 6 * MINUTE);
    await collect();
    // Of two days one is looked back on, and an hour that may come late.
    expect(signals.sent).toHaveLength(20);
    for (let number = 0; number < 230; number += 1) write(`d${number}`, `Ещё ${number}`, HOUR);
    await collect();
    expect(signals.sent).toHaveLength(250);
  });

  test("are looked for under posts of two weeks, and again only where their number has changed", async () => {
    const { collect, register, clock, signals } = open();
    for (let number = 0; number < 60; number += 1) post(`8${number}`, 2 * DAY);
    post("70", 13 * DAY);
    post("71", 15 * DAY);
    write("a", "Под давним постом", HOUR);
    write("b", "Под слишком давним", HOUR, { topic: "71" });
    await collect();
    expect(taken({ signals }).map(({ externalId }) => externalId)).toEqual(["topic:70:a"]);
    expect(asked("discussions.getComments")).toHaveLength(1);
    await register();
    clock.advance(5 * MINUTE);
    await collect();
    expect(asked("discussions.getComments")).toHaveLength(1);
    write("c", "И ещё", -2 * MINUTE);
    clock.advance(5 * MINUTE);
    await collect();
    expect(signals.sent).toHaveLength(2);
  });

  test("that are edited, or that the statistics tell of late, are found within the hour", async () => {
    const { collect, register, texts, clock } = open();
    post("70", DAY, 1);
    write("a", "Яма", HOUR);
    await collect();
    await register();
    write("a", "Яма у дома 5", HOUR);
    write("b", "Никем не сосчитано", 30 * MINUTE);
    clock.advance(HOUR);
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual(["Никем не сосчитано", "Яма у дома 5"]);
  });

  test("under an older post are found though the statistics tell of them hours later than of others", async () => {
    const { collect, register, texts, clock } = open();
    post("61", 10 * DAY, 0);
    post("70", DAY);
    write("a", "Сосчитан поздно", 3 * HOUR, { topic: "61" });
    write("b", "Сосчитан сразу", 5 * MINUTE);
    await collect();
    await register();
    expect(await texts()).toEqual(["Сосчитан сразу"]);
    ok.discussions.recount("61");
    clock.advance(5 * MINUTE);
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual(["Сосчитан поздно", "Сосчитан сразу"]);
  });

  test("of the group itself are nobody's message, those of another group are", async () => {
    const { collect, register, texts } = open();
    post("70", DAY);
    write("a", "Ответ группы", HOUR, { from: GROUP, ofGroup: true });
    write("b", "От соседней группы", HOUR, { from: "55000000000002", ofGroup: true });
    await collect();
    await register();
    expect(await texts()).toEqual(["От соседней группы"]);
  });

  test("in a form that nobody knows are counted, and hold up none beside them", async () => {
    const { collect, register, texts, counter } = open();
    post("70", DAY);
    write("a", "Без времени", HOUR, { more: { date: "позавчера" } });
    write("b", "Без автора", HOUR, { more: { author_id: undefined } });
    write("c", "Понятый", HOUR, { more: { date: undefined, created_ms: MONDAY_NOON - HOUR, author_ref: "user:7" } });
    await collect();
    await register();
    expect(await texts()).toEqual(["Понятый"]);
    expect(counter.total(Metric.SignalRejected)).toBe(2);
  });

  test("under a post that is closed or has gone keep nobody from the others", async () => {
    const { collect, register, texts, clock } = open();
    for (const [topic, code] of [
      ["61", 300],
      ["62", 10],
    ] as const) {
      post(topic, DAY);
      write(topic, "Закрыто", HOUR, { topic });
      ok.discussions.close(topic, code);
    }
    post("70", DAY);
    write("a", "Яма", HOUR);
    await collect();
    clock.advance(5 * MINUTE);
    write("b", "Вторая", -2 * MINUTE);
    clock.advance(5 * MINUTE);
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual(["Вторая", "Яма"]);
  });

  test("are none where Odnoklassniki says nothing at all", async () => {
    const { collect, signals, counter } = open();
    post("61", DAY, 1);
    ok.discussions.saysNothing("61");
    post("70", DAY);
    write("a", "Яма", HOUR);
    await collect();
    expect(signals.sent).toHaveLength(1);
    expect(counter.total(Metric.SourceUncollected)).toBe(0);
  });

  test("leave the name of their citizen out of the log, and tokens too", async () => {
    const { collect, log } = open();
    post("70", DAY);
    write("a", "Яма", HOUR, { from: "538900000077" });
    write("b", "Без времени", HOUR, { from: "538900000078", more: { date: "позавчера" } });
    await collect();
    expect(JSON.stringify(log.lines)).not.toMatch(/53890000007|a-person|a-secret/);
  });
});

test("a call is signed as a program of others signs the same", async () => {
  // https://konstantintogoi.github.io/aiookru/api
  const sessionSecret = "b1a2b89707a94624c43afae67d59274c";
  const api = await startPlatformServer(() => ({ status: 200, json: {} }));
  onTestFinished(() => api.close());
  const ask = okAsksAsPerson(api.url, { applicationKey: "ABCDEFGHIGKLMNOPK", token: "a-token", sessionSecret });
  await ask({ method: "events.get", parameters: {}, says: z.looseObject({}) }, noVisit);
  expect(new URLSearchParams(api.calls[0]?.body).get("sig")).toBe("232c8eb921951c4dba9b72606f9ddb4c");
});

describe("a token that does not serve", () => {
  test.each([
    ["another application", { applicationKey: "another" }],
    ["a token that has ended", { token: "ended" }],
    ["a secret of another session", { sessionSecret: "of-another" }],
  ])("for %s rings, and messages to the group are collected all the same", async (_, wrong) => {
    const { collect, register, texts, counter } = open({ discussions: { ...discussions, ...wrong } });
    post("70", DAY);
    write("a", "Яма", HOUR);
    ok.chats.keep(okSender({ path: "ok-path" }).message(7, "Фонарь", { timestamp: MONDAY_NOON - HOUR }));
    await collect();
    await register();
    expect(await texts()).toEqual(["Фонарь"]);
    expect(counter.total(Metric.SourceUncollected)).toBe(1);
  });

  test("since nobody there may ask for it is left out for a day", async () => {
    const { collect, clock, counter, signals } = open();
    post("70", DAY);
    write("a", "Яма", HOUR);
    ok.discussions.close("70", 200);
    await collect();
    await collect();
    expect(asked("group.getStatTopics")).toHaveLength(1);
    expect(counter.total(Metric.SourceUncollected)).toBe(0);
    clock.advance(DAY);
    await collect();
    expect(asked("group.getStatTopics").length).toBeGreaterThan(1);
    expect(signals.sent).toEqual([]);
  });

  test.each([
    ["groupId", "55-1"],
    ["applicationKey", ""],
    ["token", undefined],
    ["sessionSecret", 7],
  ])("because %s is missing or cannot be one is told where it stands", (name, value) => {
    const given = { ok: [{ path: "p", token, discussions: { ...discussions, [name]: value } }] };
    const read = secrets.safeParse(given);
    expect(read.error?.issues.map(({ path }) => path.join("."))).toEqual([`ok.0.discussions.${name}`]);
  });
});
