import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findWayBack } from "../../../functions/reply/find-way-back.ts";
import type { Letter, WrittenAt } from "../../../shared/channels/way-back.ts";
import { type Secrets, secrets } from "../../../shared/contracts/secrets.ts";
import type { Outcome } from "../../../shared/domain/incident/settle-delivery.ts";
import { type MaxApi, startMaxApi } from "../../doubles/platforms/max/api.ts";
import { type OkApi, startOkApi } from "../../doubles/platforms/ok/api.ts";
import { startTelegramApi, type TelegramApi } from "../../doubles/platforms/telegram/api.ts";
import { startVkApi, type VkApi } from "../../doubles/platforms/vk/api.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";

const token = "a-token";
const vkPlace: WrittenAt = { channel: "vk", source: "1", thread: { kind: "message", message: "4" } };
const vkComment: WrittenAt = {
  channel: "vk",
  source: "1",
  thread: { kind: "wall", owner: "-1", post: "7", comment: "9" },
};
const okPlace: WrittenAt = {
  channel: "ok",
  source: "group",
  thread: { kind: "message", chat: "chat:C3", message: "mid:1" },
};
const maxDialogue: WrittenAt = { channel: "max", source: "0", thread: { kind: "message", message: "mid.aa" } };
const maxChat: WrittenAt = { channel: "max", source: "0", thread: { kind: "message", chat: "-77", message: "mid.bb" } };
const maxComment: WrittenAt = {
  channel: "max",
  source: "0",
  thread: { kind: "comment", chat: "-77", post: "mid.ff", message: "mid.cc" },
};
const telegramPlace: WrittenAt = {
  channel: "telegram",
  source: "0",
  thread: { kind: "message", chat: "-1001", message: "5", topic: "3" },
};

let vk: VkApi;
let ok: OkApi;
let max: MaxApi;
let telegram: TelegramApi;
let known: Secrets;

beforeAll(async () => {
  [vk, ok, max, telegram] = await Promise.all([
    startVkApi({ token, group: "1" }),
    startOkApi({ token }),
    startMaxApi({ token }),
    startTelegramApi({ token }),
  ]);
  known = secrets.parse({
    vk: [{ groupId: 1, secret: "s", confirmation: "c", token, api: vk.url }],
    ok: [{ id: "group", path: "p", token, api: ok.url }],
    max: [{ secret: "s", token, api: max.url }],
    telegram: [{ secret: "s", token, api: telegram.url }],
  });
});
afterAll(() => Promise.all([vk.close(), ok.close(), max.close(), telegram.close()]));

const apis = () => ({ vk, ok, max, telegram });
const apiOf = (place: WrittenAt) => {
  const { channel } = place;
  if (channel === "vk" || channel === "ok" || channel === "max" || channel === "telegram") return apis()[channel];
  throw new Error(`no double of ${channel}`);
};

const written = { id: "signal-1", text: "Яма на дороге" };
const scene = { telegram: "on", centre: "Центр управления" } as const;

let number = 0;
beforeEach(() => {
  number += 1;
});

const send = async (place: WrittenAt, letter: Partial<Letter> = {}, given: Secrets = known): Promise<Outcome> => {
  const way = findWayBack({ ...written, ...place }, { ...scene, secrets: given });
  if ("byHand" in way) return { kind: "by-hand", why: way.byHand };
  const author = way.needsAuthor ? { author: "77" } : {};
  return way.send({
    text: "Яму засыпали.",
    key: `key-${number}`,
    partsSent: 0,
    now: MONDAY_NOON,
    ...author,
    ...letter,
  });
};

describe("a reply", () => {
  test.each([
    ["VK dialogue", vkPlace, { where: "dialogue 77" }],
    ["VK comment", vkComment, { where: "post 7", answers: "9" }],
    ["OK chat", okPlace, { where: "chat:C3" }],
    ["MAX dialogue", maxDialogue, { where: "user 77", answers: "mid.aa" }],
    ["MAX chat", maxChat, { where: "chat -77", answers: "mid.bb" }],
    ["MAX comment", maxComment, { where: "post mid.ff", answers: "mid.cc" }],
    ["Telegram discussion", telegramPlace, { where: "-1001", answers: "5" }],
  ])("to a %s is shown there, as an answer to that message", async (_, place, shown) => {
    expect(await send(place)).toMatchObject({ kind: "sent", externalId: expect.any(String) });
    expect(apiOf(place).shown.at(-1)).toEqual({ ...shown, text: "Яму засыпали." });
  });

  test("goes to a group of Telegram 20 times a minute at most", () => {
    const way = findWayBack({ ...written, ...telegramPlace }, { ...scene, secrets: known });
    const inGroup = "paces" in way ? way.paces.filter(({ of }) => of.endsWith(":-1001")) : [];
    expect(inGroup.map(({ milliseconds }) => 60_000 / milliseconds)).toEqual([20]);
  });

  test.each([vkPlace, vkComment])(
    "to VK that may have been taken is tried again, and shown once: %j",
    async (place) => {
      const before = vk.shown.length;
      vk.hangUpNext();
      expect(await send(place)).toMatchObject({ kind: "later" });
      expect(await send(place)).toMatchObject({ kind: "sent" });
      expect(vk.shown.length - before).toBe(1);
    },
  );

  test.each([okPlace, maxChat, telegramPlace])(
    "that may have been taken is known of nobody elsewhere: %j",
    async (place) => {
      apiOf(place).hangUpNext();
      expect(await send(place)).toMatchObject({ kind: "unknown" });
      apiOf(place).answerNext({ status: 500, json: {} });
      expect(await send(place)).toMatchObject({ kind: "unknown", why: "http 500" });
    },
  );

  test.each([vkPlace, okPlace, maxChat, telegramPlace])("waits as long as the platform says: %j", async (place) => {
    apiOf(place).answerNext({ status: 429, json: {}, headers: { "retry-after": "40" } });
    expect(await send(place)).toEqual({ kind: "later", why: "http 429", afterSeconds: 40 });
  });

  test("waits as long as Telegram says in its own words", async () => {
    telegram.answerNext({ status: 429, json: { ok: false, error_code: 429, parameters: { retry_after: 17 } } });
    expect(await send(telegramPlace)).toEqual({ kind: "later", why: "http 429", afterSeconds: 17 });
  });

  test("to Telegram is for people where it is off, whatever the secrets hold", () => {
    expect(findWayBack({ ...written, ...telegramPlace }, { ...scene, secrets: known, telegram: "off" })).toEqual({
      byHand: "switched-off",
    });
  });

  test("goes after a group of Telegram that has moved", async () => {
    telegram.migrate("-55", -10055);
    await send({ ...telegramPlace, thread: { kind: "message", chat: "-55", message: "5" } });
    expect(telegram.shown.at(-1)?.where).toBe("-10055");
  });

  test.each<readonly [number, Outcome]>([
    ...[1, 6, 10].map((code): [number, Outcome] => [code, { kind: "later", why: `busy ${code}` }]),
    ...[9, 29, 223].map((code): [number, Outcome] => [
      code,
      { kind: "later", why: `limited ${code}`, afterSeconds: 3_600 },
    ]),
    [14, { kind: "failed", why: "captcha 14", afterSeconds: 3_600 }],
    ...[5, 7, 15, 18, 27, 100, 212, 213, 222, 900, 901, 902, 914].map((code): [number, Outcome] => [
      code,
      { kind: "failed", why: `refused ${code}` },
    ]),
  ])("meets VK's error %i as it is meant", async (error_code, outcome) => {
    vk.answerNext({ status: 200, json: { error: { error_code, error_msg: "слова платформы" } } });
    expect(await send(vkPlace)).toEqual(outcome);
  });

  test.each([2, 8, 11])(
    "is sent to Odnoklassniki again when it says %i, by which nothing was taken",
    async (error_code) => {
      ok.answerNext({ status: 200, json: { error_code, error_msg: "слова платформы" } });
      expect(await send(okPlace)).toEqual({ kind: "later", why: `busy ${error_code}` });
    },
  );

  test.each([vkPlace, okPlace, maxChat, telegramPlace])("follows no redirect: %j", async (place) => {
    apiOf(place).answerNext({ status: 302, json: {}, headers: { location: "http://127.0.0.1:9/" } });
    expect(await send(place)).toEqual({ kind: "failed", why: "redirected 302" });
  });

  test.each([vkPlace, okPlace, maxChat, telegramPlace])(
    "of nobody's account, or one switched off: %j",
    async (place) => {
      const off = (accounts: readonly object[]) => accounts.map((account) => ({ ...account, api: "off" }));
      const { vk: a, ok: b, max: c, telegram: d } = known;
      const switchedOff = secrets.parse({ vk: off(a), ok: off(b), max: off(c), telegram: off(d) });
      const calls = apiOf(place).calls.length;
      expect(await send(place, {}, switchedOff)).toEqual({ kind: "by-hand", why: "switched-off" });
      expect(await send(place, {}, secrets.parse({}))).toEqual({ kind: "by-hand", why: "no-account" });
      expect(apiOf(place).calls.length).toBe(calls);
    },
  );

  test.each<WrittenAt>([
    { ...vkComment, thread: { kind: "photo", owner: "-1", photo: "5", comment: "9" } },
    { ...okPlace, source: "55000000000001", thread: { kind: "topic", topic: "70", comment: "MTM5OjE=" } },
  ])("under a photo of VK, or a post of Odnoklassniki, is for a person to write: %j", async (place) => {
    const calls = apiOf(place).calls.length;
    expect(await send(place)).toEqual({ kind: "by-hand", why: "user-token-needed" });
    expect(apiOf(place).calls.length).toBe(calls);
  });

  test("to a platform that cannot be reached was not sent", async () => {
    const [community] = known.vk;
    const gone = secrets.parse({ vk: [{ ...community, api: "http://127.0.0.1:1" }] });
    expect(await send(vkPlace, {}, gone)).toMatchObject({ kind: "later", why: "unreachable ECONNREFUSED" });
  });

  test("is never told with its token or its words", async () => {
    max.answerNext({ status: 400, json: { code: "слова citizen", message: token } });
    expect(await send(maxChat)).toEqual({ kind: "failed", why: "refused http 400" });
  });
});

describe("a long reply", () => {
  const text = `${"Слово ".repeat(1_500)}конец`;

  test("is sent in parts that the platform takes, and goes on where it was broken off", async () => {
    const before = max.shown.length;
    expect(await send(maxChat, { text })).toMatchObject({ kind: "sent" });
    const parts = max.shown.slice(before).map((each) => each.text);
    expect(parts.length).toBe(3);
    expect(parts.join(" ")).toBe(text);
    max.answerNext({ status: 200, json: { message: { body: { mid: "1" } } } });
    max.answerNext({ status: 503, json: {} });
    expect(await send(maxChat, { text })).toMatchObject({ kind: "later", partsSent: 1 });
    const again = max.shown.length;
    expect(await send(maxChat, { text, partsSent: 1 })).toMatchObject({ kind: "sent" });
    expect(max.shown.slice(again).map((each) => each.text)).toEqual(parts.slice(1));
  });

  test("has a key of its own for each part", async () => {
    const before = vk.shown.length;
    await send(vkPlace, { text: "б".repeat(20_000) });
    await send(vkPlace, { text: "б".repeat(20_000) });
    expect(vk.shown.length - before).toBe(3);
  });
});
