import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import { defineQueue } from "../doubles/queue-definitions.ts";

const LETTERS = 1_000;
const definitions = [defineQueue("work", { maxReceiveCount: 3 }), defineQueue("work-dead")];
const root = resolve(import.meta.dirname, "../..");

/** Sends the letters back in a process of its own, and says so before each ten. */
const program = `
import { createVirtualClock } from "${root}/local/clock/virtual-clock.ts";
import { createDeadLetters } from "${root}/local/http/dead-letters.ts";
import { createEmbeddedQueues } from "${root}/local/queues/embedded-queues.ts";
import { openRunnerStore } from "${root}/local/store/runner-store.ts";
const store = openRunnerStore(process.argv[1]);
const clock = await createVirtualClock({ store });
const definitions = JSON.parse(process.argv[2]);
const queues = createEmbeddedQueues({ store, clock, queues: definitions, report: console.error });
await queues.start();
const told = { ...queues, transfer: (order) => { process.stdout.write("."); return queues.transfer(order); } };
await createDeadLetters(told, { queues: definitions, rules: [], schedules: [], streamSources: [] }).redrive(undefined);
process.exit(0);`;

test("a kill while dead letters are sent back loses none of them and doubles none", { timeout: 60_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), "otklik-redrive-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));

  /** What lies in both queues, after the process that held them is gone. */
  const open = async () => {
    const store = openRunnerStore(directory);
    const clock = await createVirtualClock({ store });
    const queues = createEmbeddedQueues({ store, clock, queues: definitions, report: () => {} });
    await queues.start();
    const bodies = async (name: string) => (await queues.peek(name, 2 * LETTERS)).map(({ body }) => body);
    const close = async () => {
      await queues.stop();
      await store.close();
    };
    return { queues, bodies, close };
  };
  const first = await open();
  const letters = Array.from({ length: LETTERS }, (_, n) => `letter ${n}`);
  await first.queues.send(
    "work-dead",
    letters.map((body) => ({ body })),
  );
  await first.close();

  let kills = 0;
  for (let left = LETTERS; left > 0; ) {
    const args = ["--input-type=module", "-e", program, directory, JSON.stringify(definitions)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let transfers = 0;
    // The third death is late enough for the rest to be finished by the fourth process.
    const fatal = [5, 17, 31][kills] ?? Number.POSITIVE_INFINITY;
    child.stdout.on("data", (dots: Buffer) => {
      transfers += dots.length;
      if (transfers >= fatal) child.kill("SIGKILL");
    });
    const [, signal] = await once(child, "exit");
    if (signal === "SIGKILL") kills += 1;
    const { bodies, close } = await open();
    const [back, dead] = [await bodies("work"), await bodies("work-dead")];
    expect([...back, ...dead].toSorted()).toEqual(letters.toSorted());
    left = dead.length;
    await close();
  }
  expect(kills).toBe(3);
});
