import { cpus } from "node:os";
import { backupFigures } from "./backup.ts";
import { bundles } from "./bundles.ts";
import { burst } from "./burst.ts";
import { cost } from "./cost.ts";
import { deadlines } from "./deadlines.ts";
import { movingIn } from "./moving-in.ts";
import { policyCheck } from "./policy.ts";
import { FLOOR_PER_MILLION, pricePerMillion } from "./prices.ts";
import { sweepCost } from "./sweep.ts";
import { steadyAnswers } from "./steady.ts";
import { throughput } from "./throughput.ts";
import { webhookCpu } from "./webhooks.ts";

const SIGNALS = 5_000;
const CLIENTS = 16;
const BURST = 1_000;
const BATCH = 10;
const STAGES_AT_ONCE = 10_000;
const KEPT = 100_000;

const say = (line = ""): void => void process.stdout.write(`${line}\n`);
const millions = (value: number): string => (value / 1e6).toFixed(2);
const round = (value: number, digits = 1): string => value.toFixed(digits);
const seconds = (milliseconds: number): string => round(milliseconds / 1_000);

say(
  `Measured by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${cpus().length} cores.`,
);
say();
say("| what | figure | aim |");
say("|---|---|---|");

const { alone, inBurst } = await cost(BURST);
say(
  `| AWS requests per new VK signal of 300 letters, alone / in a burst of ${BURST} | ${round(alone.requests, 2)} / ${round(inBurst.requests, 2)} | ≤ 4.5: one for what was said already |`,
);
say(
  `| write units per signal, alone / in the burst | ${round(alone.writeUnits)} / ${round(inBurst.writeUnits)} | ≤ 6: one to be compared with what comes next |`,
);
say(`| read units per signal, alone / in the burst | ${round(alone.readUnits)} / ${round(inBurst.readUnits)} | |`);
say(
  `| list price per million signals, alone / in batches of ${BATCH}; floor of such a design | $${round(pricePerMillion(alone, 1), 2)} / $${round(pricePerMillion(inBurst, BATCH), 2)}; $${FLOOR_PER_MILLION} | |`,
);

const speed = await throughput(SIGNALS, CLIENTS);
say(
  `| one machine, durable: signals accepted → incident per second, over ${speed.signals} from ${speed.clients} clients | ${round(speed.registeredPerSecond, 0)} | ≥ 200 |`,
);
say(`| the webhook's answer meanwhile, p50 / p99 | ${round(speed.p50, 0)} / ${round(speed.p99, 0)} ms | |`);

const steady = await steadyAnswers(100, 20);
say(
  `| the webhook's answer at ${steady.perSecond} calls a second, p50 / p99 | ${round(steady.p50, 0)} / ${round(steady.p99, 0)} ms | p99 ≤ 100 ms |`,
);
const webhook = await webhookCpu(20_000);
say(
  `| CPU of intake for a webhook call, over all platforms, p50 / p99 | ${round(webhook.p50, 2)} / ${round(webhook.p99, 2)} ms | p99 ≤ 2 ms |`,
);

const reckoned = deadlines(1_000_000);
say(
  `| deadlines reckoned per second and core: 9 working hours / 2,000 of them, across years | ${millions(reckoned.perSecond)} / ${millions(reckoned.longPerSecond)} million | ≥ 0.5 million |`,
);
say(
  `| whole clocks per second and core: deadline, warnings, escalation | ${millions(reckoned.clocksPerSecond)} million | |`,
);
say(`| a calendar of ten years is compiled in | ${round(reckoned.compiling)} ms | |`);

for (const { open, units, found } of await sweepCost(100, [1_000, 10_000]))
  say(`| read units of a sweep that finds ${found} due, ${open.toLocaleString("en")} open | ${round(units)} | flat |`);

const kept = await backupFigures(KEPT);
const many = KEPT.toLocaleString("en");
say(
  `| start to ready with ${many} incidents, after a stop / after a kill | ${seconds(kept.start)} / ${seconds(kept.afterKill)} s | ≤ 10 s |`,
);
say(
  `| backup of ${many} incidents while it runs, and its restore; tables, backup | ${seconds(kept.backup)} / ${seconds(kept.restore)} s; ${round(kept.stored / 1e6, 0)} / ${round(kept.size / 1e6, 0)} MB | |`,
);

const moved = await movingIn(5_000);
say(
  `| moving in with ${moved.rows.toLocaleString("en")} rows while it runs: rows a second, processor time for each | ${round(moved.perSecond, 0)}; ${round(moved.cpu)} ms | |`,
);

const check = await policyCheck();
say(
  `| the check of a call against its function's role, p50 / p99 | ${round(check.p50, 4)} / ${round(check.p99, 4)} ms | ≤ 0.3 ms |`,
);

const wave = await burst(STAGES_AT_ONCE);
say(
  `| one machine: ${wave.stages.toLocaleString("en")} stages due at one moment, until each was claimed, announced and told | ${round(wave.seconds, 0)} s | |`,
);

say();
say("| function | by AWS requests per signal in the burst | bundle, KB | load ÷ bare handler's (aim ≤ 3.0) |");
say("|---|---|---|---|");
for (const { name, kilobytes, ratio } of await bundles()) {
  const use = inBurst.byFunction[name];
  say(
    `| ${name} | ${use === undefined ? "–" : round(use.requests / BURST, 2)} | ${round(kilobytes, 0)} | ${round(ratio, 2)} |`,
  );
}
