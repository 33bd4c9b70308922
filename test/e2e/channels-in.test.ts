import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { secrets } from "../../shared/contracts/secrets.ts";
import { handClock } from "../doubles/hand-clock.ts";
import { maxSender } from "../doubles/platforms/max/sender.ts";
import { okSender } from "../doubles/platforms/ok/sender.ts";
import { telegramSender } from "../doubles/platforms/telegram/sender.ts";
import { vkSender } from "../doubles/platforms/vk/sender.ts";
import type { Answered, Carry, PlatformCall } from "../doubles/platforms/webhooks.ts";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const TUESDAY_MORNING = "2026-03-10T09:00:00+03:00";
/** When citizens write, in seconds: a moment before the edition's clock. */
const DATE = Date.parse(TUESDAY_MORNING) / 1_000 - 60;
const AT = DATE * 1_000;

const data = dataDirectory();
let edition: Edition;

beforeAll(async () => {
  edition = await startEdition(data.path, { OTKLIK_CLOCK: TUESDAY_MORNING, OTKLIK_TELEGRAM: "on" });
}, 120_000);

afterAll(async () => {
  await edition.stop();
  data.remove();
});

/** The platforms as the first start's secrets introduce them. */
const platforms = () => {
  const { vk, ok, max, telegram } = secrets.parse(JSON.parse(readFileSync(join(data.path, "secrets.json"), "utf8")));
  const { secret = "" } = vk[0] ?? {};
  return {
    vk: vkSender({ groupId: edition.vk.groupId, secret }),
    ok: okSender({ path: ok[0]?.path ?? "" }),
    max: maxSender({ secret: max[0]?.secret ?? "" }),
    telegram: telegramSender({ secret: telegram[0]?.secret ?? "" }),
  };
};

const post = async ({ path, headers, body }: PlatformCall): Promise<Answered> => {
  const from = performance.now();
  const response = await fetch(edition.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return { status: response.status, body: await response.text(), milliseconds: performance.now() - from };
};

/** Carries a call, and the answer to the first try is lost on its way back. */
const losingFirstAnswer = (): Carry => {
  let tries = 0;
  return async (call) => {
    const answer = await post(call);
    tries += 1;
    return tries === 1 ? { ...answer, status: 504, body: "" } : answer;
  };
};

/** Every incident's one signal, by its text. */
const shown = async () => {
  const { items } = await edition.incidents();
  const all = await Promise.all(items.map(({ id }) => edition.incident(id)));
  return Object.fromEntries(
    all.flatMap(({ signals }) =>
      signals.map(({ text, channel, externalId, revision, deleted }) => [
        text,
        { channel, externalId, revision, deleted },
      ]),
    ),
  );
};

const twice = { kind: "acknowledged", attempts: 2 };

test("what citizens write on four platforms becomes incidents, each once though every call comes twice", async () => {
  const { vk, ok, max, telegram } = platforms();
  const clock = handClock();
  const comment = vk.comment("board_post", "new", { id: 9, text: "Обсуждение: яма", date: DATE });
  const dialogue = max.message("created", { mid: "mid.0000000000000001aaaabbbbccccdddd", text: "MAX: лифт", at: AT });
  const outcomes = [
    await vk.send(vk.message(12, "ВК: потоп", { date: DATE }), losingFirstAnswer(), clock),
    await vk.send(comment, losingFirstAnswer(), clock),
    await ok.send(ok.message(7, "ОК: фонарь", { timestamp: AT }), losingFirstAnswer(), clock),
    await max.send(dialogue, losingFirstAnswer(), clock),
    await max.send(max.comment("created", { mid: "mid.c1", text: "MAX: мусор", at: AT }), losingFirstAnswer(), clock),
    await telegram.send(telegram.message({ id: 5, text: "ТГ: снег", date: DATE }), losingFirstAnswer(), clock),
    await telegram.send(telegram.comment({ id: 6, text: "ТГ: лёд", date: DATE }), losingFirstAnswer(), clock),
  ];
  expect(outcomes).toEqual(outcomes.map(() => twice));
  await expect.poll(shown, { timeout: 15_000 }).toEqual({
    "ВК: потоп": { channel: "vk", externalId: "message:12", revision: 0, deleted: false },
    "Обсуждение: яма": expect.objectContaining({ channel: "vk", externalId: "board_post:-1:640:9" }),
    "ОК: фонарь": expect.objectContaining({ channel: "ok", externalId: "message:15cea67d78d7" }),
    "MAX: лифт": expect.objectContaining({ channel: "max", externalId: "message:aaaabbbbccccdddd" }),
    "MAX: мусор": expect.objectContaining({ channel: "max", externalId: "mid.c1" }),
    "ТГ: снег": expect.objectContaining({ channel: "telegram", externalId: "message:5" }),
    "ТГ: лёд": expect.objectContaining({ channel: "telegram", externalId: "-1001900:message:6" }),
  });
}, 60_000);

test("what they change, delete and bring back is seen, in whatever order it comes", async () => {
  const { vk, max, telegram } = platforms();
  const calls = [
    vk.call(vk.comment("wall_reply", "edit", { id: 21, text: "Яма, уже две", date: DATE })),
    vk.call(vk.deleted("wall_reply", 21)),
    vk.call(vk.comment("wall_reply", "new", { id: 21, text: "Яма", date: DATE })),
    max.call(max.removed("comment", "mid.c2", AT + 9_000)),
    max.call(max.comment("edited", { mid: "mid.c2", text: "Лавка сломана, две", at: AT + 5_000 })),
    max.call(max.comment("created", { mid: "mid.c2", text: "Лавка сломана", at: AT })),
    telegram.call(telegram.message({ id: 8, text: "Качели скрипят и шатаются", date: DATE, editedAt: DATE + 5 })),
    telegram.call(telegram.message({ id: 8, text: "Качели скрипят", date: DATE })),
  ];
  for (const call of calls) expect((await post(call)).status).toBe(200);
  await expect.poll(shown, { timeout: 15_000 }).toMatchObject({
    "Яма, уже две": { deleted: true },
    "Лавка сломана, две": { deleted: true },
    "Качели скрипят и шатаются": { deleted: false },
  });
  await post(vk.call(vk.comment("wall_reply", "restore", { id: 21, text: "Яма, уже две", date: DATE })));
  await expect.poll(shown, { timeout: 15_000 }).toMatchObject({ "Яма, уже две": { deleted: false } });
  expect(Object.keys(await shown())).toHaveLength(10);
}, 60_000);

test("an album is one incident with its words and all its pictures", async () => {
  const { telegram } = platforms();
  const piece = (id: number, caption?: string) =>
    telegram.message(
      { id, date: DATE },
      { media_group_id: "137", photo: [{ file_id: `photo-${id}` }], ...(caption === undefined ? {} : { caption }) },
    );
  for (const update of [piece(31), piece(32, "Двор после дождя"), piece(33)])
    expect((await post(telegram.call(update))).status).toBe(200);
  const albums = async () => {
    const { items } = await edition.incidents();
    const all = await Promise.all(items.map(({ id }) => edition.incident(id)));
    return all.flatMap(({ signals }) => signals).filter(({ externalId }) => externalId === "album:137");
  };
  await expect
    .poll(albums, { timeout: 15_000 })
    .toMatchObject([
      { text: "Двор после дождя", attachments: [{ id: "photo-31" }, { id: "photo-32" }, { id: "photo-33" }] },
    ]);
}, 60_000);

test("a call that proves nothing is turned away, and one that nobody understands is kept and told", async () => {
  const { vk, ok, max, telegram } = platforms();
  const before = (await edition.incidents()).items.length;
  const proven = [
    ok.call(JSON.stringify({ webhookType: "MESSAGE_CREATED", message: 7 })),
    max.call({ update_type: "comment_created", timestamp: AT }),
    telegram.call({ update_id: 1, message: { message_id: {} } }),
  ];
  for (const call of proven) {
    const forged = { ...call, path: call.path.replace(/(ok\/).+/, "$1guessed"), headers: {} };
    expect((await post(forged)).status).toBe(401);
    expect((await post(call)).status).toBe(200);
  }
  expect(await post(vk.call({ type: "wall_post_new", object: { text: 7 } }))).toMatchObject({
    status: 200,
    body: "ok",
  });
  await expect
    .poll(async () => (await edition.events("SignalRejected")).map((event) => String(event.data["channel"])).toSorted())
    .toEqual(["max", "ok", "telegram", "vk"]);
  expect((await edition.incidents()).items).toHaveLength(before);
}, 60_000);

test("who wrote, what they wrote and what proves a platform are in no log, event or metric", async () => {
  const { ok, max, telegram } = secrets.parse(JSON.parse(readFileSync(join(data.path, "secrets.json"), "utf8")));
  const personal = ["Устинья", "Фёкла", "Небывалая", "5500017", "440017", "900001", "C3e0", "потоп", "фонарь", "Двор"];
  const proofs = [
    ...ok.map(({ path }) => path),
    ...max.map(({ secret }) => secret),
    ...telegram.map(({ secret }) => secret),
  ];
  const told = ["/local/events", "/local/metrics", "/local/dead-letters", "/"].map(async (path) =>
    (await fetch(edition.url + path)).text(),
  );
  const logs = readdirSync(join(data.path, "logs")).map((name) => readFileSync(join(data.path, "logs", name), "utf8"));
  const written = [...logs, ...(await Promise.all(told)), edition.screen()].join("\n");
  expect(proofs).toHaveLength(3);
  expect([...personal, ...proofs].filter((word) => written.includes(word))).toEqual([]);
}, 30_000);
