import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { names } from "../../shared/contracts/names.ts";
import { type Address, type Duty, usualDuty } from "../../shared/domain/centre/duty.ts";
import { signalId } from "../../shared/domain/ids.ts";
import { HOUR } from "../../shared/domain/time/instant.ts";
import { exampleCentre } from "../../shared/reference/example-centre.ts";
import { toItem } from "../../shared/store/incident-item.ts";
import { type HttpReceiver, startHttpReceiver } from "../doubles/http-receiver.ts";
import { startVkApi, type VkApi } from "../doubles/platforms/vk/api.ts";
import { type SmtpServer, startSmtpServer } from "../doubles/smtp-server.ts";
import { fixtureIncident, fixtureSignal } from "../fixtures/centre.ts";
import { csvOf } from "../fixtures/csv.ts";
import { imRow } from "../fixtures/im-rows.ts";
import { alertLine, fixtureNotice } from "../fixtures/notice.ts";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";
import { leaveBehind } from "./left-behind.ts";

const grant = z.object({ action: z.string(), resource: z.string() });
const figures = z.object({
  grants: z.record(
    z.string(),
    z.object({ granted: z.int(), used: z.int(), byPlatform: z.array(grant), unused: z.array(grant) }),
  ),
});

const STARTED_AT = Date.parse("2026-03-10T09:00:00+03:00");

const data = dataDirectory();
let edition: Edition;
let mailServer: SmtpServer;
let receiver: HttpReceiver;
let vk: VkApi;

/** A comment whose author has been erased; a late copy of it comes. */
const written = fixtureIncident({ signal: fixtureSignal({ source: "1", externalId: "wall_reply:-1:99" }) });
const erased = { ...written, signal: { ...written.signal, erased: true } };

/** A page of a centre whose rules have changed, and one more: the rest is asked for with another message. */
const stale = Array.from({ length: 101 }, (_, number) => {
  const incident = fixtureIncident({ id: `stale-${number}`, centre: "second" });
  return number === 0 ? incident : { ...incident, clocks: [] };
});

/** Of every way: a notice that is held back for a while, one for an address that the way does not know, and one to send. */
const noticesOf = (to: Address, id: string) => {
  const about = (what: string) => ({ kind: "alerts" as const, alerts: [alertLine({ id: `${id}-${what}` })] });
  const stranger: Address = to.way === "topic" ? { way: "webhook", endpoint: "desk" } : { way: "topic" };
  const centre = exampleCentre().centre.id;
  return [
    fixtureNotice({ to, centre, content: about("held"), notBefore: STARTED_AT + 2 * HOUR }),
    fixtureNotice({ to: stranger, centre, content: about("refused") }),
    fixtureNotice({ to, centre, content: about("sent") }),
  ];
};

const writeCentreAndSecrets = (addresses: readonly Address[]): void => {
  const roster: Duty = { ...usualDuty, people: [{ id: "everyone", ways: [...addresses] }] };
  const example = exampleCentre();
  for (const id of ["lipetsk", "second"]) {
    const folder = join(data.path, "centres", id);
    mkdirSync(folder, { recursive: true });
    for (const [name, part] of Object.entries({ ...example, centre: { ...example.centre, id }, duty: roster }))
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(part));
  }
  const secrets = {
    vk: [{ groupId: 1, secret: "vk-secret-of-this-test", confirmation: "c0nf1rm", token: "token", api: vk.url }],
    partners: [{ id: "form", key: "partner-key-of-this-test" }],
    open311: [{ jurisdiction: "lipetsk.example", key: "open311-key-of-this-test" }],
    max: [{ secret: "max-secret", token: "max-token", api: receiver.url }],
    smtp: { url: mailServer.url },
    webhooks: [{ id: "desk", url: receiver.url, secret: `whsec_${"s".repeat(32)}` }],
    tokenKey: "a-token-key-of-thirty-two-letters",
  };
  writeFileSync(join(data.path, "secrets.json"), JSON.stringify(secrets));
};

beforeAll(async () => {
  [mailServer, receiver, vk] = await Promise.all([
    startSmtpServer(),
    startHttpReceiver(),
    startVkApi({ token: "token", group: "1" }),
  ]);
  const addresses: readonly Address[] = [
    { way: "topic" },
    { way: "mail", to: "olga@example.org" },
    { way: "max", chat: "-77" },
    { way: "webhook", endpoint: "desk" },
  ];
  const queueOf = {
    topic: names.queues.noticesTopic,
    mail: names.queues.noticesMail,
    max: names.queues.noticesMax,
    webhook: names.queues.noticesWebhook,
  };
  const notices = Object.fromEntries(addresses.map((to) => [queueOf[to.way], noticesOf(to, to.way)]));
  await leaveBehind(data.path, {
    items: { [names.table]: [erased, ...stale].map(toItem) },
    messages: { ...notices, [names.queues.recompute]: [{ schemaVersion: 1, centre: "second" }] },
  });
  writeCentreAndSecrets(addresses);
  edition = await startEdition(data.path, { OTKLIK_CLOCK: new Date(STARTED_AT).toISOString() });
}, 120_000);

afterAll(async () => {
  await edition.stop();
  await Promise.all([mailServer.close(), receiver.close(), vk.close()]);
  data.remove();
});

const incidents = (count: number) =>
  vi.waitFor(async () => {
    const { items } = await edition.incidents();
    expect(items).toHaveLength(count);
    return items;
  }, 10_000);

const asAdministrator = async (path: string, body: unknown): Promise<void> => {
  const answer = await fetch(edition.url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${edition.token("administrator")}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status, path).toBe(200);
};

/** Writes on the public form. */
const useForm = async (): Promise<void> => {
  const page = await (await fetch(`${edition.url}/form`)).text();
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const body = new URLSearchParams({ token, text: "Лужа у школы", contact: "a@example.org", consent: "yes" });
  expect((await fetch(`${edition.url}/form`, { method: "POST", body })).status).toBe(200);
};

/** Reports through an application of another maker and looks at what has become of it. */
const useOpen311 = async (): Promise<void> => {
  const service = exampleCentre().topics.fallback;
  const fields = {
    api_key: "open311-key-of-this-test",
    service_code: service,
    address_string: "Зелёная, 5",
    email: "a@example.org",
  };
  const requests = `${edition.url}/open311/v2/requests.json`;
  expect((await fetch(requests, { method: "POST", body: new URLSearchParams(fields) })).status).toBe(200);
  await vi.waitFor(async () => expect(await (await fetch(requests)).json()).toHaveLength(1), 10_000);
};

/** Asks in a dialogue, hears the answer there, and gives one: a reply goes to the author of the first message. */
const replyInDialogue = async (): Promise<void> => {
  const write = (conversation_message_id: number, text: string) => {
    const message = { from_id: 502, peer_id: 502, date: 1_773_122_400, text, conversation_message_id };
    return edition.postVk({ type: "message_new", object: { message } });
  };
  await write(4, "Потоп");
  const id = signalId("vk", String(edition.vk.groupId), "message:502:4");
  const asked = await vi.waitFor(() => edition.incident(id), 10_000);
  expect((await edition.command(id, "ask", asked.version, { text: "В каком доме?" })).status).toBe(200);
  await write(5, "В пятом");
  const answered = await vi.waitFor(async () => {
    const incident = await edition.incident(id);
    expect(incident.signals).toHaveLength(2);
    return incident;
  }, 10_000);
  expect(answered.clocks.map(({ stage }) => stage)).not.toContain("paused");
  expect((await edition.command(id, "answer", answered.version, { text: "Воду откачали." })).status).toBe(200);
  const there = { where: "dialogue 502" };
  await vi.waitFor(() => expect(vk.shown).toMatchObject([there, there]), 10_000);
};

/** A message that no webhook brings. */
const writeUnheard = (): void =>
  vk.community.keep({
    type: "message_new",
    object: {
      message: { from_id: 503, peer_id: 503, date: 1_773_122_400, text: "Гололёд", conversation_message_id: 9 },
    },
  });

const runCommand = (...args: readonly string[]): void => {
  execFileSync(process.execPath, args, {
    cwd: resolve(import.meta.dirname, "../.."),
    env: { ...process.env, DATA_DIR: edition.directory },
    stdio: ["ignore", "ignore", "inherit"],
  });
};

/** A centre moves in with an incident of another system, and out. */
const moveInAndOut = (): void => {
  const file = join(data.path, "moved.csv");
  writeFileSync(file, csvOf([imRow()]));
  runCommand("local/commands/import.ts", "im", file, "--apply");
  runCommand("local/commands/export.ts", "im", "--out", join(data.path, "all.xlsx"));
};

/** Goes through every door and gives every command once, and lets every deadline of one incident pass. */
const useEverything = async (): Promise<void> => {
  const comment = { id: 1, from_id: 501, owner_id: -1, post_id: 7, date: 1_773_122_400, text: "Яма на дороге" };
  await edition.postVk({ type: "wall_reply_new", object: comment });
  await edition.postVk({ type: "wall_reply_new", object: { ...comment, id: 99 } });
  await edition.postVk({ type: "wall_reply_new", object: { id: 2, text: "not a comment" } });
  for (const [number, text] of ["Не горит фонарь", "Пахнет газом в подъезде", "Не вывозят мусор"].entries())
    await edition.postSignal({ text }, `key-${number + 1}`);
  const [first, second, third] = await incidents(4);
  const given = [
    [first, "assign", { authority: first?.authority.id }],
    [second, "answer", { text: "Мастер придёт завтра." }],
    [third, "close", { why: "Повтор" }],
  ] as const;
  for (const [incident, name, body] of given)
    expect((await edition.command(incident?.id ?? "", name, incident?.version ?? 0, body)).status, name).toBe(200);
  await edition.incident(first?.id ?? "");
  expect((await edition.incidents("?replies=unsettled")).items.map(({ id }) => id)).toEqual([second?.id]);
  const source = String(edition.vk.groupId);
  await asAdministrator(`/api/incidents/${signalId("vk", source, "wall_reply:-1:1")}/author`, {
    why: "Уточнить адрес",
  });
  const author = { channel: "vk", source, author: "501" };
  await asAdministrator("/api/citizens/export", author);
  await asAdministrator("/api/citizens/erase", author);
  await useOpen311();
  await replyInDialogue();
  await useForm();
  writeUnheard();
  await fetch(`${edition.url}/`);
  await edition.advance({ advance: "P3D", step: "PT15M" });
  runCommand("local/commands/republish.ts", "--from", "2026-01-01T00:00:00Z", "--to", "2027-01-01T00:00:00Z");
  moveInAndOut();
};

test("no role grants what nobody needs", async () => {
  await useEverything();
  const { grants } = figures.parse(await (await fetch(`${edition.url}/local/metrics`)).json());

  const rows = Object.entries(grants);
  const sum = (of: (row: (typeof rows)[number][1]) => number) => rows.reduce((total, [, row]) => total + of(row), 0);
  const [granted, used] = [sum((row) => row.granted), sum((row) => row.used)];
  const platform = sum(({ byPlatform }) => byPlatform.length);
  process.stdout.write(
    `Grants used: ${used} of ${granted} (${((100 * used) / granted).toFixed(0)} %). Of these the functions called ${used - platform}; ${platform} are Lambda's own, to read queues and streams and to write logs and traces for them.\n`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(Object.fromEntries(rows.map(([name, { unused }]) => [name, unused]))).toEqual(
    Object.fromEntries(rows.map(([name]) => [name, []])),
  );
}, 120_000);
