import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const root = resolve(import.meta.dirname, "../..");
const TUESDAY_MORNING = "2026-03-10T09:00:00+03:00";

const data = dataDirectory();
const running: Edition[] = [];

afterAll(async () => {
  for (const edition of running) await edition.stop();
  data.remove();
});

const start = async (): Promise<Edition> => {
  const edition = await startEdition(data.path, running.length === 0 ? { OTKLIK_CLOCK: TUESDAY_MORNING } : {});
  running.push(edition);
  return edition;
};

const republish = (...options: readonly string[]): string =>
  execFileSync(
    process.execPath,
    ["local/commands/republish.ts", "--from", "2026-03-10T00:00:00Z", "--to", "2026-03-12T00:00:00Z", ...options],
    { cwd: root, env: { ...process.env, DATA_DIR: data.path }, encoding: "utf8" },
  );

test("what the bus has lost is announced again: each event once, with the id it had, and nobody is told twice", async () => {
  const first = await start();
  for (let number = 0; number < 4; number += 1)
    await first.postSignal({ text: `Лифт стоит, подъезд ${number}` }, `key-${number}`);
  await first.advance({ advance: "PT4H" });
  const before = await first.events();
  expect(before.filter(({ type }) => type === "DeadlineBreached")).toHaveLength(4);
  await first.stop();

  const store = new DatabaseSync(join(data.path, "runner.db"));
  store.exec("DELETE FROM journal WHERE type <> 'IncidentOpened' OR sequence % 2 = 0");
  const notices = () => store.prepare("SELECT count(*) AS told FROM notices").get()?.["told"];
  const told = notices();

  const second = await start();
  const left = await second.events();
  expect(left.length).toBeLessThan(before.length / 2);
  expect(republish("--dry-run")).toContain(`${before.length} events would be announced again`);
  expect(await second.events()).toEqual(left);
  expect(republish()).toContain(`${before.length} events were announced again`);
  await second.advance({ advance: "PT1M" });

  const idsOf = (events: typeof before) => events.map(({ id }) => id).toSorted();
  expect(idsOf(await second.events())).toEqual(idsOf(before));
  expect(notices()).toBe(told);
  store.close();
}, 120_000);
