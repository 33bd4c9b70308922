import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { IncidentDetail } from "../../shared/contracts/api.ts";
import { startMaxApi, type MaxApi } from "../doubles/platforms/max/api.ts";
import { maxSender } from "../doubles/platforms/max/sender.ts";
import { startOkApi, type OkApi } from "../doubles/platforms/ok/api.ts";
import { okSender } from "../doubles/platforms/ok/sender.ts";
import { startTelegramApi, type TelegramApi } from "../doubles/platforms/telegram/api.ts";
import { telegramSender } from "../doubles/platforms/telegram/sender.ts";
import { startVkApi, type VkApi } from "../doubles/platforms/vk/api.ts";
import { vkSender } from "../doubles/platforms/vk/sender.ts";
import type { PlatformCall } from "../doubles/platforms/webhooks.ts";
import { type SmtpServer, startSmtpServer, textOf } from "../doubles/smtp-server.ts";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const TUESDAY_MORNING = "2026-03-10T09:00:00+03:00";
const DATE = Date.parse(TUESDAY_MORNING) / 1_000 - 60;
const AT = DATE * 1_000;
const token = "a-token-of-this-test";

const data = dataDirectory();
let edition: Edition;
let vk: VkApi;
let ok: OkApi;
let max: MaxApi;
let telegram: TelegramApi;
let mail: SmtpServer;

const start = () => startEdition(data.path, { OTKLIK_CLOCK: TUESDAY_MORNING, OTKLIK_TELEGRAM: "on" });

beforeAll(async () => {
  [vk, ok, max, telegram, mail] = await Promise.all([
    startVkApi({ token, group: "1" }),
    startOkApi({ token }),
    startMaxApi({ token }),
    startTelegramApi({ token }),
    startSmtpServer(),
  ]);
  const secrets = {
    vk: [{ groupId: 1, secret: "vk-secret", confirmation: "c0nf1rm", token, api: vk.url }],
    ok: [{ path: "ok-path-of-this-test", token, api: ok.url }],
    max: [{ secret: "max-secret", token, api: max.url }],
    telegram: [{ secret: "telegram-secret", token, api: telegram.url }],
    partners: [{ id: "form", key: "partner-key-of-this-test" }],
    smtp: { url: mail.url },
    tokenKey: "a-token-key-of-thirty-two-letters",
  };
  writeFileSync(join(data.path, "secrets.json"), JSON.stringify(secrets));
  edition = await start();
}, 120_000);

afterAll(async () => {
  await edition.stop();
  await Promise.all([vk.close(), ok.close(), max.close(), telegram.close(), mail.close()]);
  data.remove();
});

const platforms = {
  vk: vkSender({ groupId: 1, secret: "vk-secret" }),
  ok: okSender({ path: "ok-path-of-this-test" }),
  max: maxSender({ secret: "max-secret" }),
  telegram: telegramSender({ secret: "telegram-secret" }),
};

const write = async ({ path, headers, body }: PlatformCall): Promise<void> => {
  const response = await fetch(edition.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  expect(response.status, path).toBe(200);
};

/** The incident of the message with a text. */
const incidentOf = (text: string): Promise<IncidentDetail> =>
  vi.waitFor(async () => {
    const { items } = await edition.incidents("?limit=200");
    const all = await Promise.all(items.map(({ id }) => edition.incident(id)));
    const found = all.find(({ signals }) => signals.some((signal) => signal.text === text));
    if (found === undefined) throw new Error(`nothing became of "${text}"`);
    return found;
  }, 15_000);

const answer = async (text: string): Promise<void> => {
  const { id, version } = await incidentOf(text);
  const response = await edition.command(id, "answer", version, { text: `Ответ: ${text}` });
  expect(response.status, text).toBe(200);
};

const deliveryOf = async (text: string) => (await incidentOf(text)).replies.at(-1)?.deliveries[0];
const shownOf = (api: VkApi | OkApi | MaxApi | TelegramApi, text: string) =>
  api.shown
    .filter((message) => message.text === `Ответ: ${text}`)
    .map(({ where, answers }) => ({ where, ...(answers === undefined ? {} : { answers }) }));

test("a citizen is answered once, where they wrote, on each platform", async () => {
  const { vk: fromVk, ok: fromOk, max: fromMax, telegram: fromTelegram } = platforms;
  const written = {
    "ВК: потоп": fromVk.call(fromVk.message(12, "ВК: потоп", { date: DATE })),
    "ВК: яма": fromVk.call(fromVk.comment("wall_reply", "new", { id: 9, text: "ВК: яма", date: DATE })),
    "ОК: фонарь": fromOk.call(fromOk.message(7, "ОК: фонарь", { timestamp: AT })),
    "MAX: лифт": fromMax.call(fromMax.message("created", { mid: "mid.1", text: "MAX: лифт", at: AT })),
    "MAX: мусор": fromMax.call(fromMax.comment("created", { mid: "mid.c1", text: "MAX: мусор", at: AT })),
    "ТГ: снег": fromTelegram.call(fromTelegram.message({ id: 5, text: "ТГ: снег", date: DATE })),
    "ТГ: лёд": fromTelegram.call(fromTelegram.comment({ id: 6, text: "ТГ: лёд", date: DATE })),
  };
  for (const call of Object.values(written)) await write(call);
  for (const text of Object.keys(written)) await answer(text);
  for (const text of Object.keys(written))
    await expect.poll(async () => (await deliveryOf(text))?.state, { timeout: 15_000, message: text }).toBe("sent");
  expect({
    "ВК: потоп": shownOf(vk, "ВК: потоп"),
    "ВК: яма": shownOf(vk, "ВК: яма"),
    "ОК: фонарь": shownOf(ok, "ОК: фонарь"),
    "MAX: лифт": shownOf(max, "MAX: лифт"),
    "MAX: мусор": shownOf(max, "MAX: мусор"),
    "ТГ: снег": shownOf(telegram, "ТГ: снег"),
    "ТГ: лёд": shownOf(telegram, "ТГ: лёд"),
  }).toEqual({
    "ВК: потоп": [{ where: "dialogue 77001" }],
    "ВК: яма": [{ where: "post 640", answers: "9" }],
    "ОК: фонарь": [{ where: "chat:C3e0" }],
    "MAX: лифт": [{ where: "user 5500017", answers: "mid.1" }],
    "MAX: мусор": [{ where: "post mid.post-1", answers: "mid.c1" }],
    "ТГ: снег": [{ where: "440017", answers: "5" }],
    "ТГ: лёд": [{ where: "-1001900", answers: "6" }],
  });
  const published = await edition.events("ReplyPublished");
  expect(published).toHaveLength(Object.keys(written).length);
}, 90_000);

test("a citizen of the form who left an e-mail address is answered by mail", async () => {
  const response = await fetch(`${edition.url}/signals`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: "Bearer partner-key-of-this-test",
      "idempotency-key": "form-1",
    },
    body: JSON.stringify({ text: "Форма: темно", author: { contact: "citizen@mail.example" } }),
  });
  expect(response.status).toBe(202);
  await answer("Форма: темно");
  await expect.poll(async () => (await deliveryOf("Форма: темно"))?.state, { timeout: 15_000 }).toBe("sent");
  expect(mail.taken.map((each) => [each.to, textOf(each).includes("Ответ: Форма: темно")])).toEqual([
    [["citizen@mail.example"], true],
  ]);
}, 60_000);

test("a reply that a platform puts off is sent at its time", async () => {
  const { vk: fromVk } = platforms;
  await write(fromVk.call(fromVk.comment("wall_reply", "new", { id: 21, text: "ВК: занято", date: DATE })));
  vk.answerNext({ status: 429, json: {}, headers: { "retry-after": "600" } });
  await answer("ВК: занято");
  await expect.poll(async () => (await deliveryOf("ВК: занято"))?.why, { timeout: 15_000 }).toBe("http 429");
  await edition.advance({ advance: "PT5M" });
  expect(shownOf(vk, "ВК: занято")).toEqual([]);
  await edition.advance({ advance: "PT6M" });
  expect((await deliveryOf("ВК: занято"))?.state).toBe("sent");
  expect(shownOf(vk, "ВК: занято")).toHaveLength(1);
}, 60_000);

test("a reply that reached nobody puts the incident back to work, and somebody is told", async () => {
  const { vk: fromVk } = platforms;
  await write(fromVk.call(fromVk.comment("wall_reply", "new", { id: 31, text: "ВК: закрыто", date: DATE })));
  vk.answerNext({ status: 200, json: { error: { error_code: 212, error_msg: "closed" } } });
  await answer("ВК: закрыто");
  await expect.poll(async () => (await incidentOf("ВК: закрыто")).state, { timeout: 15_000 }).toBe("in-work");
  const [failed] = (await edition.events("ReplyFailed")).slice(-1);
  expect(failed?.data).toMatchObject({ outcome: "failed", why: "refused 212", channel: "vk" });
  expect(failed?.deliveries).toBe(1);
  expect(JSON.stringify(failed)).not.toContain("закрыто");
}, 60_000);

test("a kill between sending and writing it down shows no reply twice", async () => {
  const { vk: fromVk, max: fromMax } = platforms;
  await write(fromVk.call(fromVk.comment("wall_reply", "new", { id: 41, text: "ВК: обрыв", date: DATE })));
  await write(fromMax.call(fromMax.message("created", { mid: "mid.k", text: "MAX: обрыв", at: AT })));
  const release = [vk.holdAnswers(), max.holdAnswers()];
  await answer("ВК: обрыв");
  await answer("MAX: обрыв");
  await vi.waitFor(() => {
    expect(shownOf(vk, "ВК: обрыв")).toHaveLength(1);
    expect(shownOf(max, "MAX: обрыв")).toHaveLength(1);
  }, 15_000);
  await edition.kill();
  for (const each of release) each();
  edition = await start();
  await expect.poll(async () => (await deliveryOf("ВК: обрыв"))?.state, { timeout: 20_000 }).toBe("sent");
  await expect.poll(async () => (await deliveryOf("MAX: обрыв"))?.state, { timeout: 20_000 }).toBe("unknown");
  expect(shownOf(vk, "ВК: обрыв")).toHaveLength(1);
  expect(shownOf(max, "MAX: обрыв")).toHaveLength(1);
}, 120_000);
