import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { citizenExport } from "../../shared/contracts/citizen.ts";
import {
  connectApplication,
  formerTable,
  naming,
  platformCalls,
  report,
  sendForm,
  tellers,
  text,
  told,
} from "./citizens-words.ts";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const TUESDAY_MORNING = "2026-03-10T09:00:00+03:00";

/** Their words too: readable in the incidents' own table alone. */
const personal = [...naming, told.name, told.contact, told.phone, told.address, told.words, "Канарейкина", "555-01-93"];

const data = dataDirectory();
const backup = dataDirectory();
const inbox = dataDirectory();
let edition: Edition;
/** Messages that were accepted just before a kill; some of them are spoilt before they are registered. */
let more = 0;

beforeAll(async () => {
  edition = await startEdition(data.path, { OTKLIK_CLOCK: TUESDAY_MORNING, OTKLIK_TELEGRAM: "on" });
  connectApplication(data.path);
}, 90_000);

afterAll(async () => {
  await edition.stop();
  data.remove();
  backup.remove();
  inbox.remove();
});

/** Which of these can be read in something, as it stands, as JSON escapes it, or in base64. */
const foundIn = (bytes: Buffer | string, words: readonly string[] = personal): readonly string[] => {
  const text = Buffer.from(bytes);
  const escaped = (word: string) =>
    word.replace(/[^\u0020-\u007e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return words.filter((word) => [word, escaped(word), encodeURIComponent(word)].some((form) => text.includes(form)));
};

const files = (from: string): readonly string[] =>
  readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const at = async (path: string, init: RequestInit = {}): Promise<string> =>
  (await fetch(edition.url + path, init)).text();

const as = (role: "operator" | "auditor" | "administrator", body?: unknown): RequestInit => ({
  headers: { authorization: `Bearer ${edition.token(role)}`, "content-type": "application/json" },
  ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
});

const author = { name: told.hiddenName, contact: told.hiddenContact };
const refusals: string[] = [];

const refused = async (answer: Promise<Response>): Promise<void> => {
  const response = await answer;
  expect(response.status).toBeGreaterThanOrEqual(400);
  refusals.push(await response.text());
};

const command = async (name: "citizen" | "backup" | "restore" | "import", ...args: readonly string[]) => {
  const root = resolve(import.meta.dirname, "../..");
  const env = { ...process.env, DATA_DIR: data.path };
  return promisify(execFile)(process.execPath, [`local/commands/${name}.ts`, ...args], { cwd: root, env });
};

const citizen = (...args: readonly string[]) => command("citizen", ...args);

const deadLetters = z.object({ queues: z.array(z.object({ queue: z.string(), count: z.number() })) });

describe("what citizens tell of themselves", () => {
  test("comes in through every door, well formed or not", async () => {
    const dialogue = {
      from_id: told.ids.vk,
      peer_id: told.ids.vk,
      conversation_message_id: 3,
      date: 1_773_122_400,
      text,
    };
    const comment = { id: 31, from_id: told.ids.vk, owner_id: -1, post_id: 7, date: 1_773_122_400, text };
    const calls = [
      { type: "message_new", event_id: "m-1", object: { message: dialogue } },
      { type: "wall_reply_new", event_id: "c-1", object: comment },
      { type: "wall_reply_new", event_id: "c-2", object: { ...comment, id: told.name } },
      { type: "message_new", event_id: "m-2", object: { message: { from_id: told.name, text } } },
      { type: "photo_new", event_id: "p-1", object: { text, user_id: told.ids.vk } },
    ];
    for (const call of calls) expect(await (await edition.postVk(call)).text()).toBe("ok");
    const whole = { text, author, place: { lat: 52.6, lon: 39.6, address: told.address }, externalId: "form-1" };
    expect((await edition.postSignal(whole, "canary-1")).status).toBe(202);
    const { understood, odd } = platformCalls(data.path);
    for (const { path, headers, body } of [...understood, ...odd]) {
      const type = { "content-type": "application/json" };
      const answer = await fetch(edition.url + path, { method: "POST", headers: { ...type, ...headers }, body });
      expect(answer.status).toBe(200);
    }
    expect((await sendForm(edition, { consent: "yes" })).status).toBe(200);
    expect((await report(edition)).status).toBe(200);
    await vi.waitFor(async () => expect((await edition.incidents()).items).toHaveLength(8), 15_000);
    const rejected = (await edition.events("SignalRejected")).map((event) => String(event.data["channel"]));
    expect(new Set(rejected)).toEqual(new Set(["vk", "ok", "max", "telegram"]));

    // A form shows its sender again what was written, and nobody else.
    expect((await sendForm(edition, {})).status).toBe(400);
    await refused(report(edition, { api_key: told.contact }));
    await refused(report(edition, { lat: told.phone, long: told.address, service_code: told.name }));

    await refused(edition.postSignal({ ...whole, text: `${text}!` }, "canary-1"));
    await refused(edition.postSignal({ ...whole, author: { name: [told.hiddenName] } }, "canary-2"));
    await refused(edition.postSignal({ ...whole, place: { lat: told.address } }, "canary-3"));
    await refused(edition.postSignal({ ...whole, sentAt: told.phone, [told.contact]: told.name }, "canary-4"));
    await refused(edition.postVk({ type: "message_new", secret: "wrong", object: { message: dialogue } }));
    await refused(fetch(`${edition.url}/signals`, { method: "POST", body: `{"text":"${text}` }));
  }, 60_000);

  test("is shown to an operator, answered, and told from the author, who is shown for a reason", async () => {
    for (const { id, version } of (await edition.incidents()).items) {
      const { signals } = await edition.incident(id);
      expect(signals[0]?.text).toBe(text);
      expect(foundIn(JSON.stringify(signals), naming)).toEqual([]);
      expect((await edition.command(id, "answer", version, { text: told.answer })).status).toBe(200);
      expect(foundIn(await at(`/api/incidents/${id}/author`, as("operator", { why: "Уточнить срок" })))).not.toEqual(
        [],
      );
      await refused(fetch(`${edition.url}/api/incidents/${id}/author`, as("auditor", { why: "Посмотреть" })));
      const { history } = await edition.incident(id);
      expect(history.filter(({ what }) => what === "author-read")).toMatchObject([{ why: "Уточнить срок" }]);
    }
    const open = await edition.postSignal({ text, author, externalId: "form-2" }, "canary-5");
    expect(open.status).toBe(202);
    await edition.advance({ advance: "PT4H" });
  }, 90_000);

  test("comes with the table of a former system, and what is told of the table tells nothing of it", async () => {
    const table = join(inbox.path, "history.csv");
    writeFileSync(table, formerTable());
    const { stdout, stderr } = await command("import", "im", table, "--apply");
    expect(stdout).toContain("1 become incidents");
    expect(stdout).toContain("row 3, column");
    refusals.push(stdout, stderr);
  }, 30_000);

  test("stays sealed in a message that cannot be read, and its dead letter tells nothing of it", async () => {
    const file = join(data.path, "runner.db");
    const waiting = z.array(z.object({ sequence: z.number(), body: z.string() }));
    // A kill leaves some of what was just accepted on the queue.
    for (let poisoned = 0; poisoned === 0; ) {
      const theirs = { text, author: { name: told.hiddenName, contact: told.phone }, place: { address: told.address } };
      const posts = Array.from({ length: 20 }, async () => {
        more += 1;
        const answer = await edition.postSignal({ ...theirs, externalId: `more-${more}` }, `more-${more}`);
        expect(answer.status).toBe(202);
      });
      await Promise.all(posts);
      await edition.kill();
      const store = new DatabaseSync(file);
      const select = "SELECT sequence, body FROM messages WHERE queue = 'otklik-signals'";
      for (const { sequence, body } of waiting.parse(store.prepare(select).all())) {
        const broken = body.replace(/"sealed":"([^"]+).{8}"/, '"sealed":"$1AAAAAAA="');
        store.prepare("UPDATE messages SET body = ? WHERE sequence = ?").run(broken, sequence);
        poisoned += 1;
      }
      store.close();
      edition = await startEdition(data.path, { OTKLIK_TELEGRAM: "on" });
    }
    await vi.waitFor(async () => {
      const dead = deadLetters.parse(JSON.parse(await at("/local/dead-letters"))).queues;
      expect(dead.find(({ queue }) => queue === "otklik-signals-dead")?.count).toBeGreaterThan(0);
    }, 10_000);
  }, 90_000);

  test("is in no log, event, metric, dead letter, page or refusal", async () => {
    const told = await Promise.all(
      ["/local/events", "/local/metrics", "/local/dead-letters", "/", "/api/openapi.json"].map((path) => at(path)),
    );
    const listed = await at("/api/incidents", as("operator"));
    expect(JSON.parse(listed)).toMatchObject({ items: expect.any(Array) });
    for (const each of [...told, ...refusals, listed, edition.screen()]) expect(foundIn(each)).toEqual([]);
    for (const file of files(join(data.path, "logs"))) expect(foundIn(readFileSync(file)), file).toEqual([]);
  }, 30_000);

  test("lies on no disk but in the incidents' own table, and who they are not even there", async () => {
    await command("backup", backup.path);
    expect(files(backup.path).length).toBeGreaterThan(8);
    for (const file of files(backup.path)) expect(foundIn(readFileSync(file)), file).toEqual([]);
    expect(await edition.stop()).toBe(0);
    const kept = files(data.path);
    expect(kept.map((file) => file.slice(data.path.length + 1))).toEqual(
      expect.arrayContaining(["runner.db", "tables.db", "keys.json"]),
    );
    for (const file of kept) {
      const inTable = file.includes("tables.db");
      expect(foundIn(readFileSync(file), inTable ? naming : personal), file).toEqual([]);
    }
    // So that nothing is found because nothing is looked at.
    expect(foundIn(readFileSync(join(data.path, "tables.db")), [told.words, told.address])).toHaveLength(2);
    edition = await startEdition(data.path, { OTKLIK_TELEGRAM: "on" });
  }, 90_000);

  test("is exported and erased by command, and then shown nowhere", async () => {
    const theirs = `vk:${edition.vk.groupId}:${told.ids.vk}`;
    const { stdout } = await citizen("export", theirs);
    const all = citizenExport.parse(JSON.parse(stdout));
    expect(all.citizen).toMatchObject({ channel: "vk", id: String(told.ids.vk) });
    expect(all.signals.map((signal) => signal.text)).toEqual([text, text]);
    expect((await citizen("erase", theirs)).stdout).toBe("Erased: 2 message(s), and who wrote them.\n");
    expect((await citizen("erase", `partner:example:${told.hiddenContact}`)).stdout).toContain("Erased: 2 message(s)");
    expect((await citizen("erase", `partner:example:${told.phone}`)).stdout).toMatch(/^(Erased|Nothing)/);
    expect((await citizen("erase", theirs)).stdout).toBe("Nothing of such a citizen was kept.\n");
    const failure = z.object({ code: z.literal(1), stderr: z.string() });
    for (const teller of tellers)
      expect((await citizen("erase", teller)).stdout).toBe("Erased: 1 message(s), and who wrote them.\n");
    const missing = failure.parse(await citizen("export", theirs).catch((error: unknown) => error));
    expect(missing.stderr).toBe("Nothing is kept of such a citizen in your centre.\n");

    const { items } = await edition.incidents();
    expect(items.length).toBeGreaterThanOrEqual(4);
    for (const { id, topic } of items) {
      const shown = await edition.incident(id);
      expect(foundIn(JSON.stringify(shown))).toEqual([]);
      expect(shown).toMatchObject({ topic, signals: [{ text: "", deleted: true }] });
      expect(shown.history.at(-1)).toMatchObject({ what: "erased" });
    }
  }, 60_000);

  test("that was erased comes back neither from the dead letters nor from an older backup", async () => {
    expect(foundIn(readFileSync(join(data.path, "erased.jsonl")))).toEqual([]);
    const dead = deadLetters.parse(JSON.parse(await at("/local/dead-letters"))).queues;
    expect(dead.filter(({ count }) => count > 0)).toEqual([]);
    expect(await edition.stop()).toBe(0);
    const { stdout } = await command("restore", backup.path);
    expect(stdout).toContain(
      "citizen(s) were erased after this backup: once it runs, npm run citizen -- erase --again",
    );
    edition = await startEdition(data.path, { OTKLIK_TELEGRAM: "on" });
    expect((await citizen("erase", "--again")).stdout).toMatch(
      /^Erased again: \d+ message\(s\) of \d+ citizen\(s\)\.\n$/,
    );
    for (const { id } of (await edition.incidents()).items)
      expect(foundIn(JSON.stringify(await edition.incident(id)))).toEqual([]);
  }, 60_000);
});
