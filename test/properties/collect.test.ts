import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE, SECOND } from "../../shared/domain/instant.ts";
import { startVkApi, type VkApi } from "../doubles/platforms/vk/api.ts";
import { vkSender } from "../doubles/platforms/vk/sender.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";
import { openCollect } from "../fixtures/collect.ts";

const token = "community-token";
const sender = vkSender({ groupId: 1, secret: "vk-secret" });
const entry = { groupId: 1, secret: "vk-secret", confirmation: "c0nf1rm", token, userToken: "user-token" };

let vk: VkApi;
beforeAll(async () => {
  vk = await startVkApi({ token, userToken: "user-token", group: "1" });
});
afterAll(() => vk.close());

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("write"), minutesAgo: fc.nat(60), comment: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("webhook"), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("collect") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("register") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait"), minutes: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fail") }) },
);

test("however webhooks and visits interleave, each message is one incident", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(step), { maxLength: 25 }), async (steps) => {
      vk.community.clear();
      const post = { id: 640, owner_id: -1, from_id: -1, date: MONDAY_NOON / SECOND - 60, text: "Новости" };
      vk.community.keep({ type: "wall_post_new", object: post });
      const opened = openCollect({ vk: [{ ...entry, api: vk.url }] });
      const written: ReturnType<typeof sender.message>[] = [];
      for (const each of steps) {
        if ("minutesAgo" in each) {
          const id = written.length + 1;
          const date = Math.floor((opened.clock.now() - each.minutesAgo * MINUTE) / SECOND);
          const text = `Сообщение ${id}`;
          const event = each.comment
            ? sender.comment("wall_reply", "new", { id, text, date })
            : sender.message(id, text, { date, from: 77_000 + (id % 3) });
          vk.community.keep(event);
          written.push(event);
        } else if ("which" in each) {
          const event = written[each.which];
          if (event !== undefined) await opened.receive(sender.call(event));
        } else if ("minutes" in each) opened.clock.advance(each.minutes * MINUTE);
        else if (each.do === "collect") await opened.collect();
        else if (each.do === "register") await opened.register();
        else vk.answerNext({ status: 500, json: {} });
      }
      vk.forgetCues();
      opened.clock.advance(2 * 60 * MINUTE);
      await opened.collect();
      await opened.register();
      expect((await opened.texts()).toSorted()).toEqual(written.map((_, n) => `Сообщение ${n + 1}`).toSorted());
    }),
    { numRuns: 60 },
  );
});
