import { parseArgs } from "node:util";
import { DAY, MINUTE, SECOND } from "../../shared/domain/instant.ts";
import { type Fault, faultKinds } from "./faults.ts";
import { everyOrder, fortnights, oneOrder, type Run } from "./runs.ts";
import { simulate } from "./simulate.ts";

const USAGE = `Usage: npm run simulate -- [--seeds 20] [--signals 1000] [--share 0.05] [--seed n]
       npm run simulate -- --pairs | --triples
       npm run simulate -- --order <fault>,<fault> --seed n
Faults: ${faultKinds.join(", ")}`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const numberIn = (text: string | undefined, usual: number): number => {
  const number = text === undefined ? usual : Number(text);
  if (!Number.isFinite(number)) throw new TypeError(`${text} is not a number.`);
  return number;
};

const isFault = (text: string): text is Fault => faultKinds.some((fault) => fault === text);

const asked = (): readonly Run[] => {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string" },
      signals: { type: "string" },
      share: { type: "string" },
      seed: { type: "string" },
      order: { type: "string" },
      pairs: { type: "boolean" },
      triples: { type: "boolean" },
    },
  });
  if (values.order !== undefined) {
    const order = values.order.split(",");
    if (!order.every(isFault)) throw new TypeError(`There is no such order of faults: ${values.order}.`);
    return [oneOrder(numberIn(values.seed, 1), order)];
  }
  if (values.triples === true) return everyOrder(3);
  if (values.pairs === true) return everyOrder(2);
  const seeds = values.seed === undefined ? numberIn(values.seeds, 20) : 1;
  return fortnights(numberIn(values.seed, 1), seeds, numberIn(values.signals, 1_000), numberIn(values.share, 0.05));
};

const percentile = (sorted: readonly number[], share: number): number =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) / SECOND;

/** The result is printed every so many milliseconds of real time. */
const PROGRESS = 10 * SECOND;

const runAll = async (runs: readonly Run[]): Promise<boolean> => {
  const sums = { accepted: 0, incidents: 0, alerts: 0, toldAgain: 0, redriven: 0, lasted: 0, struck: 0 };
  const lateness: number[] = [];
  const from = performance.now();
  const cpu = process.cpuUsage();
  let shown = from;
  let failed = 0;
  for (const [place, { settings, replay }] of runs.entries()) {
    const { violations, ...run } = await simulate(settings);
    for (const violation of violations.slice(0, 5)) say(`  ${violation}`);
    if (violations.length > 0) {
      failed += 1;
      say(`FAILED with seed ${settings.seed}, ${violations.length} violations. Again: npm run simulate -- ${replay}`);
    }
    sums.accepted += run.accepted;
    sums.incidents += run.incidents;
    sums.alerts += run.alerts;
    sums.toldAgain += run.toldAgain;
    sums.redriven += run.redriven;
    sums.lasted += run.lasted;
    for (const times of run.struck.values()) sums.struck += times;
    for (const late of run.lateness) lateness.push(late);
    if (performance.now() - shown < PROGRESS && place + 1 < runs.length) continue;
    shown = performance.now();
    const rate = sums.accepted / ((shown - from) / SECOND);
    say(`${place + 1} of ${runs.length} runs, ${sums.accepted} signals, ${rate.toFixed(0)} a second, ${failed} failed`);
  }
  const { user, system } = process.cpuUsage(cpu);
  const cpuMinutes = (user + system) / 1_000 / MINUTE;
  const sorted = lateness.toSorted((a, b) => a - b);
  say(`${sums.accepted} signals accepted, ${sums.incidents} incidents, ${sums.struck} faults`);
  say(`${sums.redriven} dead letters sent back, ${sums.alerts} alerts, ${sums.toldAgain} told more than once`);
  const [usual, p99, most] = [0.5, 0.99, 1].map((share) => percentile(sorted, share).toFixed(1));
  say(`lateness of a stage in virtual time: median ${usual} s, p99 ${p99} s, at most ${most} s`);
  say(`${(sums.lasted / DAY / cpuMinutes).toFixed(0)} simulated days a minute of processor time`);
  return failed === 0;
};

try {
  if (!(await runAll(asked()))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n${USAGE}\n`);
  process.exitCode = 2;
}
