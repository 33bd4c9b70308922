import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { DAY, MINUTE, SECOND } from "../../shared/domain/time/instant.ts";
import { goThrough } from "./crew.ts";
import { faultKinds } from "./faults.ts";
import { type Outcome, outcome, summed } from "./outcome.ts";
import { everyOrder, type Run, runsAskedFor } from "./runs.ts";

const USAGE = `Usage: npm run simulate -- [--seeds 20] [--signals 1000] [--share 0.05] [--seed n]
       npm run simulate -- --pairs | --triples
       npm run simulate -- --order <fault>,<fault> --seed n
Each with [--workers n] threads (default: one for each core), for at most [--minutes n], and with [--log file], which
remembers what was done: the same command goes on from there.
Faults: ${faultKinds.join(", ")}`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Asked {
  readonly runs: readonly Run[];
  readonly workers: number;
  readonly minutes: number;
  readonly log: string | undefined;
}

const positive = (text: string | undefined, usual: number): number => {
  const number = text === undefined ? usual : Number(text);
  if (!(number > 0)) throw new TypeError(`${text} is not a number above 0.`);
  return number;
};

const asked = (): Asked => {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({
    options: {
      seeds: text,
      signals: text,
      share: text,
      seed: text,
      order: text,
      pairs: flag,
      triples: flag,
      workers: text,
      minutes: text,
      log: text,
    },
  });
  const { pairs, triples, workers, minutes, log } = values;
  return {
    runs: triples === true ? everyOrder(3) : pairs === true ? everyOrder(2) : runsAskedFor(values),
    workers: positive(workers, availableParallelism()),
    minutes: positive(minutes, Number.MAX_SAFE_INTEGER),
    log,
  };
};

/** What an earlier command has written to the log. A line that was cut off is a run that was not done. */
const doneBefore = (log: string | undefined): readonly Outcome[] => {
  if (log === undefined || !existsSync(log)) return [];
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => outcome.parse(JSON.parse(line)));
};

const tell = ({ replay, violations }: Outcome): void => {
  for (const violation of violations.slice(0, 5)) say(`  ${violation}`);
  if (violations.length > 0) say(`FAILED with ${violations.length} violations. Again: npm run simulate -- ${replay}`);
};

const conclude = (done: readonly Outcome[]): void => {
  const sum = summed(done);
  say(`${sum.accepted} signals accepted, ${sum.incidents} incidents, ${sum.struck} faults, ${sum.failed} runs failed`);
  say(`${sum.redriven} dead letters sent back, ${sum.alerts} alerts, ${sum.toldAgain} told more than once`);
  const [usual, p99, most] = [0.5, 0.99, 1].map((share) => sum.lateness(share).toFixed(1));
  const beyond = (100 * sum.beyond(60)).toFixed(2);
  say(
    `lateness of a stage in virtual time: median ${usual} s, p99 ${p99} s, at most ${most} s; ${beyond} % beyond 60 s`,
  );
};

/** How far it got is printed every so many milliseconds of real time. */
const PROGRESS = 10 * SECOND;

const runAll = async ({ runs, workers, minutes, log }: Asked): Promise<boolean> => {
  const wanted = new Set(runs.map(({ replay }) => replay));
  const done = doneBefore(log).filter(({ replay }) => wanted.has(replay));
  const known = new Set(done.map(({ replay }) => replay));
  const todo = [...wanted].filter((replay) => !known.has(replay));
  if (done.length > 0) say(`${done.length} of ${wanted.size} runs were done before.`);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const fresh: Outcome[] = [];
  let shown = began;
  const progress = (): void => {
    const { accepted } = summed(fresh);
    shown = performance.now();
    const spent = shown - began;
    const left = (spent / fresh.length) * (todo.length - fresh.length);
    const rate = (accepted / (spent / SECOND)).toFixed(0);
    const ahead = (left / MINUTE).toFixed(0);
    say(`${known.size + fresh.length} of ${wanted.size} runs, ${rate} signals a second, ${ahead} minutes to go`);
  };
  await goThrough({
    runs: todo,
    workers,
    goesOn: () => performance.now() - began < minutes * MINUTE,
    onDone: (one) => {
      fresh.push(one);
      if (log !== undefined) appendFileSync(log, `${JSON.stringify(one)}\n`);
      tell(one);
      if (performance.now() - shown >= PROGRESS) progress();
    },
  });
  if (fresh.length > 0) progress();
  const all = [...done, ...fresh];
  conclude(all);
  const { user, system } = process.cpuUsage(cpu);
  const days = summed(fresh).lasted / DAY / ((user + system) / 1_000 / MINUTE);
  if (fresh.length > 0) say(`${days.toFixed(0)} simulated days a minute of processor time`);
  if (all.length < wanted.size) {
    const on = log === undefined ? "With --log it would go on from there another time." : "The same command goes on.";
    say(`Stopped in time after ${all.length} of ${wanted.size} runs. ${on}`);
  }
  return summed(all).failed === 0;
};

try {
  if (!(await runAll(asked()))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n${USAGE}\n`);
  process.exitCode = 2;
}
