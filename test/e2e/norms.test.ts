import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const root = resolve(import.meta.dirname, "../..");
const TUESDAY_MORNING = "2026-03-10T09:00:00+03:00";

const data = dataDirectory();
let edition: Edition | undefined;

afterAll(async () => {
  await edition?.stop();
  data.remove();
});

const moscow = (time: string): string => new Date(`${time}+03:00`).toISOString();

const wouldMove = (): string =>
  execFileSync(process.execPath, ["local/commands/recompute.ts", "--dry-run"], {
    cwd: root,
    env: { ...process.env, DATA_DIR: data.path },
    encoding: "utf8",
  });

test("a centre's new norms move the deadlines that are open, say what moved, and escalate by their own rungs", async () => {
  const running = await startEdition(data.path, { OTKLIK_CLOCK: TUESDAY_MORNING });
  edition = running;
  for (let number = 0; number < 3; number += 1)
    await running.postSignal({ text: `Лифт стоит, подъезд ${number}` }, `key-${number}`);
  await running.advance({ advance: "PT1M" });
  const answerDue = async () =>
    (await running.incidents()).items.map(({ clocks }) => clocks.find(({ kind }) => kind === "answer")?.dueAt);
  const before = await answerDue();
  expect(before).toEqual(Array.from({ length: 3 }, () => moscow("2026-03-11T10:00")));

  const file = join(data.path, "centres/lipetsk/norms.json");
  const norms = JSON.parse(readFileSync(file, "utf8"));
  const rules = norms.norms.map((norm: { duration: string }) =>
    norm.duration === "9wh" ? { ...norm, duration: "6wh" } : norm,
  );
  const escalateAfter = [
    { after: "1wh", tells: ["supervisor"] },
    { after: "2h", tells: ["head"] },
  ];
  writeFileSync(file, JSON.stringify({ ...norms, norms: rules, escalateAfter }));
  await expect.poll(running.screen, { timeout: 10_000 }).toContain("was read again");
  expect(wouldMove()).toContain("3 open incidents, 3 would change");

  await running.advance({ advance: "PT5M" });
  const after = await answerDue();
  expect(after).toEqual(Array.from({ length: 3 }, () => moscow("2026-03-10T16:00")));
  for (const { id } of (await running.incidents()).items) {
    const step = (await running.incident(id)).history.at(-1);
    expect(step).toMatchObject({
      who: "otklik",
      what: "recomputed",
      moved: [{ clock: "answer", from: moscow("2026-03-11T10:00"), to: moscow("2026-03-10T16:00") }],
    });
  }
  const changes = (await running.events("IncidentChanged")).filter((event) => event.data["what"] === "recomputed");
  expect(changes).toHaveLength(3);
  expect(wouldMove()).toContain("No deadline would move");

  await running.advance({ to: "2026-03-10T20:00:00+03:00" });
  const rungs = (await running.events("DeadlineEscalated")).filter(({ data: { clock } }) => clock === "answer");
  expect(rungs.filter((event) => event.data["rung"] === 2)).toHaveLength(3);
  expect(rungs).toHaveLength(6);
  expect(new Set(rungs.map(({ id }) => id)).size).toBe(6);
}, 120_000);
