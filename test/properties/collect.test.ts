import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Instant, MINUTE, SECOND } from "../../shared/domain/time/instant.ts";
import { type MaxApi, startMaxApi } from "../doubles/platforms/max/api.ts";
import { type MaxUpdate, maxSender } from "../doubles/platforms/max/sender.ts";
import { type OkApi, startOkApi } from "../doubles/platforms/ok/api.ts";
import { okSender } from "../doubles/platforms/ok/sender.ts";
import { startVkApi, type VkApi } from "../doubles/platforms/vk/api.ts";
import { type VkEvent, vkSender } from "../doubles/platforms/vk/sender.ts";
import type { PlatformCall } from "../doubles/platforms/webhooks.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";
import { openCollect } from "../fixtures/collect.ts";

const token = "a-token";
const person = { groupId: "55", applicationKey: "a-key", token: "a-person", sessionSecret: "a-secret" };
const fromVk = vkSender({ groupId: 1, secret: "vk-secret" });
const fromOk = okSender({ path: "ok-path" });
const fromMax = maxSender({ secret: "max-secret" });

let vk: VkApi;
let ok: OkApi;
let max: MaxApi;
beforeAll(async () => {
  [vk, ok, max] = await Promise.all([
    startVkApi({ token, userToken: "user-token", group: "1" }),
    startOkApi({ token, person }),
    startMaxApi({ token }),
  ]);
});
afterAll(() => Promise.all([vk.close(), ok.close(), max.close()]));

/** Posts of the pages' own, for comments to be under. */
const postNews = (): void => {
  const date = MONDAY_NOON / SECOND - 60;
  vk.community.keep({ type: "wall_post_new", object: { id: 640, owner_id: -1, from_id: -1, date, text: "Новости" } });
  ok.discussions.post({ id: "70", created_ms: MONDAY_NOON - MINUTE });
  max.chats.keep({
    update_type: "message_created",
    timestamp: MONDAY_NOON - MINUTE,
    message: {
      recipient: { chat_id: -70_801_090, chat_type: "channel" },
      timestamp: MONDAY_NOON - MINUTE,
      body: { mid: "mid.post-1", text: "Новости" },
    },
  });
};

const onVk = (event: VkEvent): PlatformCall => {
  vk.community.keep(event);
  return fromVk.call(event);
};
const onMax = (update: MaxUpdate): PlatformCall => {
  max.chats.keep(update);
  return fromMax.call(update);
};

/** Somebody writes; answers the call that a webhook would bring, where there is one. */
const write = {
  dialogue: (id: number, text: string, at: Instant) =>
    onVk(fromVk.message(id, text, { date: Math.floor(at / SECOND), from: 77_000 + (id % 3) })),
  wall: (id: number, text: string, at: Instant) =>
    onVk(fromVk.comment("wall_reply", "new", { id, text, date: Math.floor(at / SECOND) })),
  photo: (id: number, text: string, at: Instant) =>
    onVk(fromVk.comment("photo_comment", "new", { id, text, date: Math.floor(at / SECOND) })),
  board: (id: number, text: string, at: Instant) =>
    onVk(fromVk.comment("board_post", "new", { id, text, date: Math.floor(at / SECOND) })),
  group: (id: number, text: string, at: Instant) => {
    const body = fromOk.message(id, text, { timestamp: at });
    ok.chats.keep(body);
    return fromOk.call(body);
  },
  topic: (id: number, text: string, at: Instant): undefined => {
    ok.discussions.write({ id: `c${id}`, topic: "70", text, at });
  },
  channel: (id: number, text: string, at: Instant) => onMax(fromMax.comment("created", { mid: `mid.${id}`, text, at })),
  bot: (id: number, text: string, at: Instant) => onMax(fromMax.message("created", { mid: `mid.${id}`, text, at })),
  chat: (id: number, text: string, at: Instant) =>
    onMax(fromMax.message("created", { mid: `mid.${id}`, text, at, chat: -5 })),
};
const places = ["dialogue", "wall", "photo", "board", "group", "topic", "channel", "bot", "chat"] as const;
/** Where what is edited shows when it is asked for, and nowhere else. */
const silent: ReadonlySet<(typeof places)[number]> = new Set(["group", "channel", "bot", "chat"]);

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ place: fc.constantFrom(...places), minutesAgo: fc.nat(60) }) },
  { weight: 3, arbitrary: fc.record({ webhookOf: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ minutes: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ editOf: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ down: fc.constantFrom("vk", "ok", "max") }) },
  { weight: 4, arbitrary: fc.constantFrom("collect", "register") },
);

test("however webhooks, edits and visits interleave, each message is one incident that says what it says now", {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      for (const held of [vk.community, ok.chats, ok.discussions, max.chats]) held.clear();
      postNews();
      const secret = "max-secret";
      const community = { groupId: 1, secret: "vk-secret", confirmation: "c0nf1rm", token, userToken: "user-token" };
      const opened = openCollect({
        vk: [{ ...community, api: vk.url }],
        ok: [{ path: "ok-path", token, discussions: person, api: ok.url }],
        max: [{ secret, token, api: max.url }],
      });
      // Something was heard in the dialogue before.
      await opened.receive(write.bot(0, "Сообщение 0", MONDAY_NOON - 2 * 60 * MINUTE));
      const written: { call: PlatformCall | undefined; place: (typeof places)[number]; text: string; at: Instant }[] =
        [];
      for (const each of steps) {
        if (each === "collect") await opened.collect();
        else if (each === "register") await opened.register();
        else if ("place" in each) {
          const [id, at] = [written.length + 1, opened.clock.now() - each.minutesAgo * MINUTE];
          const text = `Сообщение ${id}`;
          written.push({ call: write[each.place](id, text, at), place: each.place, text, at });
        } else if ("editOf" in each) {
          const edited = written[each.editOf];
          if (edited === undefined || !silent.has(edited.place)) continue;
          edited.text = `${edited.text}, иначе`;
          write[edited.place](each.editOf + 1, edited.text, edited.at);
        } else if ("minutes" in each) opened.clock.advance(each.minutes * MINUTE);
        else if ("down" in each) ({ vk, ok, max })[each.down].answerNext({ status: 500, json: {} });
        else {
          const brought = written[each.webhookOf];
          if (brought?.call !== undefined) await opened.receive(brought.call);
        }
      }
      for (const api of [vk, ok, max]) api.forgetCues();
      for (let hours = 0; hours < 3; hours += 1) {
        opened.clock.advance(70 * MINUTE);
        await opened.collect();
        await opened.register();
      }
      const texts = ["Сообщение 0", ...written.map(({ text }) => text)];
      expect((await opened.texts()).toSorted()).toEqual(texts.toSorted());
    }),
    {
      numRuns: 45,
      // Edited before it was registered, for longer than from one look for edits to the next.
      examples: [[[{ place: "chat", minutesAgo: 0 }, { editOf: 0 }, "collect"]]],
    },
  );
});
