import { readFileSync } from "node:fs";
import { inspect, parseArgs } from "node:util";
import { dataDirectory, startEdition } from "../e2e/edition.ts";
import { fuzzAsked } from "./asked-platforms.ts";
import { BATCH, fuzzBatch } from "./fuzz.ts";
import { fuzzEdition } from "./wire.ts";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "1" }, seed: { type: "string" } } });
const minutes = Number(values.minutes);
const first = Number(values.seed ?? Math.trunc(Math.random() * 2 ** 31));
if (!(minutes > 0) || !Number.isSafeInteger(first)) {
  process.stderr.write("Usage: npm run fuzz -- [--minutes <number>] [--seed <whole number>]\n");
  process.exit(1);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

/** What the edition holds of the machine's memory, its functions' threads with it, in megabytes. */
const resident = (): number => {
  const status = readFileSync(`/proc/${edition.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 2 ** 10;
};

/** What the heap may have grown by after any number of inputs, in megabytes: all rooms but one are forgotten. */
const MOST_GROWTH = 64;
/** The same of the edition, once its threads have started: they may fill the memory that the template gives them. */
const MOST_EDITION_GROWTH = 512;
/** Letters of what is printed of an input; the seed makes it again. */
const LONGEST_REPORT = 4_000;
const WIRE_REQUESTS = 200;
const VISITS = 100;
const BATCHES_BETWEEN = 50;

const data = dataDirectory();
const edition = await startEdition(data.path, { OTKLIK_CLOCK: "2026-03-10T09:00:00+03:00" });
const until = performance.now() + minutes * 60_000;
let seed = first;
let inputs = 0;
let settled: number | undefined;
let atFirst: number | undefined;
say(`Fuzzing from seed ${first}.`);
try {
  while (performance.now() < until) {
    for (let batch = 0; batch < BATCHES_BETWEEN && performance.now() < until; batch += 1, seed += 1) {
      await fuzzBatch(seed);
      inputs += BATCH;
    }
    await fuzzAsked(seed, VISITS);
    await fuzzEdition(edition, seed, WIRE_REQUESTS);
    inputs += VISITS + 2 * WIRE_REQUESTS;
    const megabytes = heap();
    settled ??= megabytes;
    const held = resident();
    atFirst ??= held;
    say(`${inputs} inputs, heap ${megabytes.toFixed(0)} MB, the edition ${held.toFixed(0)} MB, next seed ${seed}`);
    if (held - atFirst > MOST_EDITION_GROWTH)
      throw new Error(`The edition grew from ${atFirst.toFixed(0)} to ${held.toFixed(0)} MB over ${inputs} inputs.`);
    if (megabytes - settled > MOST_GROWTH)
      throw new Error(`The heap grew from ${settled.toFixed(0)} to ${megabytes.toFixed(0)} MB over ${inputs} inputs.`);
  }
  say(`Nothing found in ${inputs} inputs.`);
} catch (thrown) {
  say(`Found with seed ${seed}; again with: npm run fuzz -- --seed ${seed}`);
  say(inspect(thrown, { maxStringLength: LONGEST_REPORT }).slice(0, LONGEST_REPORT));
  if (thrown instanceof Error) say(`Because: ${inspect(thrown.cause).slice(0, LONGEST_REPORT)}`);
  process.exitCode = 1;
} finally {
  await edition.stop();
  data.remove();
}
