import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MaxApi, startMaxApi } from "../doubles/platforms/max/api.ts";
import { maxSender } from "../doubles/platforms/max/sender.ts";
import { type OkApi, startOkApi } from "../doubles/platforms/ok/api.ts";
import { okSender } from "../doubles/platforms/ok/sender.ts";
import { startVkApi, type VkApi } from "../doubles/platforms/vk/api.ts";
import { vkSender } from "../doubles/platforms/vk/sender.ts";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const TUESDAY_MORNING = "2026-03-10T09:00:00+03:00";
const AT = Date.parse(TUESDAY_MORNING);
const PUBLIC_URL = "https://otklik.example.org";
const token = "a-token-of-this-test";
const person = { groupId: "55", applicationKey: "a-key", token: "a-person", sessionSecret: "a-secret-of-theirs" };

const data = dataDirectory();
let edition: Edition;
let vk: VkApi;
let ok: OkApi;
let max: MaxApi;

const start = () => startEdition(data.path, { OTKLIK_CLOCK: TUESDAY_MORNING, PUBLIC_URL });

beforeAll(async () => {
  [vk, ok, max] = await Promise.all([
    startVkApi({ token, serviceToken: "service-token", group: "1" }),
    startOkApi({ token, person }),
    startMaxApi({ token }),
  ]);
  const community = { groupId: 1, secret: "vk-secret", confirmation: "c0nf1rm", token, serviceToken: "service-token" };
  const secrets = {
    vk: [{ ...community, api: vk.url }],
    ok: [{ path: "ok-path-of-this-test", token, discussions: person, api: ok.url }],
    max: [{ secret: "max-secret", token, api: max.url }],
    partners: [{ id: "form", key: "partner-key-of-this-test" }],
    tokenKey: "a-token-key-of-thirty-two-letters",
  };
  writeFileSync(join(data.path, "secrets.json"), JSON.stringify(secrets));
  const events = { message_new: 1, wall_reply_new: 1 };
  vk.community.servers.push({ id: 1, url: `${PUBLIC_URL}/webhooks/vk`, title: "Otklik", status: "failed", events });
  edition = await start();
}, 120_000);

afterAll(async () => {
  await edition.stop();
  await Promise.all([vk.close(), ok.close(), max.close()]);
  data.remove();
});

const fromVk = vkSender({ groupId: 1, secret: "vk-secret" });
const fromOk = okSender({ path: "ok-path-of-this-test" });
const fromMax = maxSender({ secret: "max-secret" });

const texts = async (): Promise<readonly string[]> => {
  const { items } = await edition.incidents("?limit=200");
  const all = await Promise.all(items.map(({ id }) => edition.incident(id)));
  return all.flatMap(({ signals }) => signals.map(({ text }) => text)).toSorted();
};

test("messages whose webhooks were all lost become incidents, each one, and webhooks that were off stand again", async () => {
  const date = AT / 1_000 - 3_600;
  vk.community.keep(fromVk.message(1, "ВК: лифт", { date }));
  vk.community.keep({ type: "wall_post_new", object: { id: 640, owner_id: -1, from_id: -1, date, text: "Новости" } });
  vk.community.keep(fromVk.comment("wall_reply", "new", { id: 9, text: "ВК: яма", date }));
  vk.community.keep(fromVk.comment("board_post", "new", { id: 5, text: "ВК: двор", date }));
  ok.chats.keep(fromOk.message(7, "ОК: фонарь", { timestamp: AT - 3_600_000 }));
  ok.discussions.post({ id: "70", created_ms: AT - 86_400_000 });
  ok.discussions.write({ id: "MTM5OjE=", topic: "70", text: "ОК: двор", at: AT - 3_600_000 });
  max.chats.keep(fromMax.message("created", { mid: "mid.1", text: "MAX: мусор", at: AT - 3_600_000 }));
  await edition.advance({ advance: "PT15M", step: "PT5M" });
  const all = ["MAX: мусор", "ВК: двор", "ВК: лифт", "ВК: яма", "ОК: двор", "ОК: фонарь"];
  await expect.poll(texts, { timeout: 15_000 }).toEqual(all);
  expect(vk.community.servers.map(({ status }) => status)).toEqual(["ok"]);
  expect(ok.chats.subscribed).toEqual([`${PUBLIC_URL}/webhooks/ok/ok-path-of-this-test`]);
  expect(max.chats.subscribed.map(({ url }) => url)).toEqual([`${PUBLIC_URL}/webhooks/max`]);

  // What was brought twice, by asking and by a webhook that comes late after all, is still one.
  const { path, headers, body } = fromVk.call(fromVk.message(1, "ВК: лифт", { date }));
  const late = await fetch(edition.url + path, { method: "POST", headers, body });
  expect(late.status).toBe(200);
  await edition.advance({ advance: "PT10M", step: "PT5M" });
  expect(await texts()).toEqual(all);
}, 90_000);

test("a group of MAX is asked for once its bot was put into it, though MAX gives no list, until it is put out", async () => {
  max.chats.listNothing();
  const tell = async (change: "added" | "removed", at: number) => {
    const { path, headers, body } = fromMax.call(fromMax.bot(change, -5, at));
    expect((await fetch(edition.url + path, { method: "POST", headers, body })).status).toBe(200);
  };
  await tell("added", AT);
  const lost = { mid: "mid.lost", text: "MAX: в группе, мимо вебхука", at: AT + 600_000, chat: -5 };
  max.chats.keep(fromMax.message("created", lost));
  await edition.advance({ advance: "PT15M", step: "PT5M" });
  expect(await texts()).toContain(lost.text);

  await tell("removed", AT + 1_800_000);
  const asked = () => max.calls.filter(({ url }) => url.pathname === "/chats/-5").length;
  await expect
    .poll(
      async () => {
        const before = asked();
        await edition.advance({ advance: "PT5M" });
        return asked() - before;
      },
      { timeout: 30_000 },
    )
    .toBe(0);
}, 90_000);

test("what was lost or edited in a dialogue, and edited in Odnoklassniki, is found while the subscription stands", async () => {
  const heard = { mid: "mid.heard", text: "MAX: пришло само", at: AT + 1_900_000, from: 7, dialogue: 70_880 };
  const { path, headers, body } = fromMax.call(fromMax.message("created", heard));
  expect((await fetch(edition.url + path, { method: "POST", headers, body })).status).toBe(200);
  await expect.poll(texts, { timeout: 15_000 }).toContain(heard.text);
  const lost = { ...heard, mid: "mid.lost-too", text: "MAX: в диалоге, мимо вебхука" };
  const edited = { ...heard, text: "MAX: исправлено", at: AT + 1_960_000, writtenAt: heard.at };
  max.chats.keep(fromMax.message("created", lost));
  max.chats.keep(fromMax.message("edited", edited));
  ok.chats.keep(fromOk.message(7, "ОК: фонарь у школы", { timestamp: AT - 3_600_000 }));
  await edition.advance({ advance: "PT75M", step: "PT5M" });
  await expect.poll(texts, { timeout: 15_000 }).toEqual(expect.arrayContaining([lost.text, edited.text]));
  expect(await texts()).toContain("ОК: фонарь у школы");
}, 90_000);

test("a platform that is down is left alone, and after a kill asked from where it was left", async () => {
  for (let call = 0; call < 40; call += 1) vk.answerNext({ status: 503, json: {} });
  vk.community.keep(fromVk.message(2, "ВК: во время сбоя", { date: AT / 1_000 + 1_500 }));
  await edition.advance({ advance: "PT15M", step: "PT5M" });
  const asked = vk.calls.length;
  await edition.advance({ advance: "PT5M" });
  expect(vk.calls).toHaveLength(asked);
  await edition.kill();
  vk.forgetCues();
  edition = await start();
  await edition.advance({ advance: "PT1H", step: "PT5M" });
  expect(await texts()).toContain("ВК: во время сбоя");
}, 120_000);
