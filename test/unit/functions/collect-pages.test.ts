import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/domain/time/instant.ts";
import { type MaxApi, startMaxApi } from "../../doubles/platforms/max/api.ts";
import { maxSender } from "../../doubles/platforms/max/sender.ts";
import { type OkApi, startOkApi } from "../../doubles/platforms/ok/api.ts";
import { okSender } from "../../doubles/platforms/ok/sender.ts";
import { startVkApi } from "../../doubles/platforms/vk/api.ts";
import { vkSender } from "../../doubles/platforms/vk/sender.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";
import { openCollect } from "../../fixtures/collect.ts";

const token = "a-token";
const fromMax = maxSender({ secret: "max-secret" });

let ok: OkApi;
let max: MaxApi;
beforeEach(async () => {
  [ok, max] = await Promise.all([startOkApi({ token }), startMaxApi({ token })]);
});
afterEach(() => Promise.all([ok.close(), max.close()]));

const openOk = (options = {}) => openCollect({ ok: [{ path: "ok-path", token, api: ok.url }] }, options);
const openMax = (options = {}) =>
  openCollect({ max: [{ secret: "max-secret", token, api: max.url, chats: ["-5"] }] }, options);

const inChat = (chat: string, number: number, timestamp: number): void =>
  ok.chats.keep(okSender({ path: "ok-path", chat }).message(number, `${chat} ${number}`, { timestamp }));

describe("messages that come in pages", () => {
  beforeEach(() => {
    max.chats.listNothing();
    max.chats.subscribed.push({ url: "https://elsewhere.example/", secret: "max-secret", update_types: ["bot_added"] });
  });
  const keep = (number: number, at: number) =>
    max.chats.keep(fromMax.message("created", { mid: `mid.${number}`, text: `${number}`, at, chat: -5 }));

  test("are all taken where a page holds fewer than it could, because some of it is not to be seen", async () => {
    const { collect, counter } = openMax();
    for (let number = 1; number <= 230; number += 1) keep(number, MONDAY_NOON - HOUR - number * 1_000);
    for (const number of [3, 50, 120]) max.chats.hide(`mid.${number}`);
    await collect();
    expect(counter.total(Metric.SignalMissed)).toBe(227);
  });

  test("are all taken behind more of one moment than a page holds, but for what no question reaches", async () => {
    const { collect, texts, register } = openMax();
    const moment = MONDAY_NOON - HOUR;
    for (let number = 1; number <= 100; number += 1) keep(number, moment);
    for (let number = 101; number <= 130; number += 1) keep(number, moment - number);
    await collect();
    await register();
    expect(await texts()).toHaveLength(130);
  });

  test("are all taken where some are removed while the pages are read, and others come", async () => {
    let pages = 0;
    const { collect, register, texts, clock } = openMax({
      hasTime: () => {
        pages += 1;
        max.chats.remove(`mid.${pages}`);
        keep(1_000 + pages, clock.now());
        return true;
      },
    });
    for (let number = 1; number <= 430; number += 1) keep(number, MONDAY_NOON - HOUR - number * 1_000);
    await collect();
    await register();
    const stayed = Array.from({ length: 430 - pages }, (_, place) => String(pages + 1 + place));
    expect(await texts()).toEqual(expect.arrayContaining(stayed));
    const came = Array.from({ length: pages }, (_, place) => String(1_001 + place));
    clock.advance(5 * MINUTE);
    await collect();
    await register();
    expect(await texts()).toEqual(expect.arrayContaining(came));
  });
});

describe("pages of VK, which are counted from the newest", () => {
  const fromVk = vkSender({ groupId: 1, secret: "vk-secret" });
  const date = (number: number) => (MONDAY_NOON - HOUR) / SECOND - number;
  const news = { id: 640, owner_id: -1, from_id: -1, date: date(0), text: "Новости" };
  const places = {
    "a dialogue": (id: number) => fromVk.message(id, String(id), { date: date(id), from: 77_001 }),
    "the comments under a post": (id: number) =>
      fromVk.comment("wall_reply", "new", { id, text: String(id), date: date(id) }),
    "a topic of a board": (id: number) => fromVk.comment("board_post", "new", { id, text: String(id), date: date(id) }),
  };

  test.each(Object.entries(places))("lose nothing of %s where some is removed meanwhile", async (_, write) => {
    const vk = await startVkApi({ token, userToken: "user-token", group: "1" });
    onTestFinished(() => vk.close());
    let questions = 0;
    const entry = { groupId: 1, secret: "vk-secret", confirmation: "c0nf1rm", token, userToken: "user-token" };
    const { collect, register, texts } = openCollect(
      { vk: [{ ...entry, api: vk.url }] },
      {
        publicUrl: "http://127.0.0.1",
        hasTime: () => {
          questions += 1;
          vk.community.remove(questions);
          return true;
        },
      },
    );
    vk.community.keep({ type: "wall_post_new", object: news });
    for (let id = 1; id <= 330; id += 1) vk.community.keep(write(id));
    await collect();
    await register();
    const stayed = Array.from({ length: 330 - questions }, (__, place) => String(questions + 1 + place));
    expect(await texts()).toEqual(expect.arrayContaining(stayed));
  });
});

describe("a comment that comes as another goes, so that VK counts as many as before", () => {
  const fromVk = vkSender({ groupId: 1, secret: "vk-secret" });
  const seconds = (ago: number) => (MONDAY_NOON - ago) / SECOND;

  test.each(["wall_reply", "video_comment"] as const)("is found within half an hour: %s", async (kind) => {
    const vk = await startVkApi({ token, userToken: "user-token", group: "1" });
    onTestFinished(() => vk.close());
    const entry = { groupId: 1, secret: "vk-secret", confirmation: "c0nf1rm", token, userToken: "user-token" };
    const { collect, register, texts, clock } = openCollect(
      { vk: [{ ...entry, api: vk.url }] },
      { publicUrl: "http://127.0.0.1" },
    );
    const news = { id: 640, owner_id: -1, from_id: -1, date: seconds(5 * DAY), text: "Новости" };
    vk.community.keep({ type: "wall_post_new", object: news });
    const write = (id: number, ago: number) =>
      vk.community.keep(fromVk.comment(kind, "new", { id, text: `Комментарий ${id}`, date: seconds(ago) }));
    write(1, HOUR);
    await collect();
    vk.community.remove(1);
    write(2, 0);
    for (let visits = 0; visits < 7; visits += 1) {
      clock.advance(5 * MINUTE);
      await collect();
    }
    await register();
    expect(await texts()).toContain("Комментарий 2");
  });
});

describe("chats of a group of Odnoklassniki", () => {
  test("are asked all the same where one of them is not answered, and that one until it is", async () => {
    const { collect, register, texts, counter, clock } = openOk();
    for (const chat of ["C1", "C2", "C3"]) inChat(chat, 1, MONDAY_NOON - HOUR);
    ok.chats.break("chat:C1");
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual(["C2 1", "C3 1"]);
    expect(counter.total(Metric.SourceUncollected)).toBe(1);
    for (let hours = 0; hours < 3; hours += 1) {
      clock.advance(HOUR);
      inChat("C3", 2 + hours, clock.now() - 5 * MINUTE);
      await collect();
      await register();
    }
    ok.chats.mend();
    clock.advance(HOUR);
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual(["C1 1", "C2 1", "C3 1", "C3 2", "C3 3", "C3 4"]);
  });

  test("are asked again at the next visit where one of them was refused", async () => {
    const { collect, register, texts, clock, counter } = openOk();
    for (const chat of ["C1", "C2"]) inChat(chat, 1, MONDAY_NOON - 10 * MINUTE);
    ok.chats.shut("chat:C1");
    await collect();
    ok.chats.reopen("chat:C1");
    clock.advance(5 * MINUTE);
    await collect();
    await register();
    expect((await texts()).toSorted()).toEqual(["C1 1", "C2 1"]);
    expect(counter.total(Metric.SourceUncollected)).toBe(0);
  });

  test("that are more than a visit has time for are asked where the visit before ended", async () => {
    let left = 0;
    const { collect, register, texts, clock } = openOk({
      hasTime: () => {
        left -= 1;
        return left > 0;
      },
    });
    for (let chat = 1; chat <= 60; chat += 1) inChat(`C${chat}`, 1, MONDAY_NOON - HOUR);
    for (let visits = 0; visits < 4; visits += 1) {
      left = 45;
      await collect();
      await register();
      clock.advance(5 * MINUTE);
    }
    expect(await texts()).toHaveLength(60);
  });

  test("names none of them in the cursor", async () => {
    const { collect, table } = openOk();
    inChat("C77", 1, MONDAY_NOON - HOUR);
    await collect();
    expect(JSON.stringify(await table.everything())).not.toContain("C77");
  });
});
