import { expect, onTestFinished, test } from "vitest";
import { dataDirectory, startEdition } from "../e2e/edition.ts";
import { fuzzAsked } from "./asked-platforms.ts";
import { fuzzBatch } from "./fuzz.ts";
import { fuzzEdition } from "./wire.ts";

/** As long as a change's checks may wait for it; `npm run fuzz` goes on for as long as it is told to. */
const MILLISECONDS = 6_000;
const WIRE_REQUESTS = 150;
const VISITS = 25;

const anySeed = (): number => Math.trunc(Math.random() * 2 ** 31);

test("whatever is sent to the doors and the desk is answered, and what is accepted becomes an incident", async () => {
  const until = performance.now() + MILLISECONDS;
  let batches = 0;
  for (let seed = anySeed(); performance.now() < until; seed += 1) {
    await fuzzBatch(seed);
    batches += 1;
  }
  expect(batches).toBeGreaterThan(0);
}, 60_000);

test("whatever the platforms answer, a visit of them ends, and what it has found becomes an incident", async () => {
  await fuzzAsked(anySeed(), VISITS);
}, 60_000);

test("whatever comes over the wire, no answer is a failure and nothing that was accepted dies", async () => {
  const data = dataDirectory();
  const edition = await startEdition(data.path, { OTKLIK_CLOCK: "2026-03-10T09:00:00+03:00" });
  onTestFinished(async () => {
    await edition.stop();
    data.remove();
  });
  await fuzzEdition(edition, anySeed(), WIRE_REQUESTS);
}, 120_000);
