import { parseArgs } from "node:util";
import { CAUGHT_UP_WITHIN, crashTest } from "./crash-test.ts";

const { values } = parseArgs({
  options: {
    signals: { type: "string", default: "5000" },
    kills: { type: "string", default: "20" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seed = Number(values.seed);
say(`npm run crash-test -- --signals ${values.signals} --kills ${values.kills} --seed ${seed}`);

const report = await crashTest({ signals: Number(values.signals), kills: Number(values.kills), seed, say });
const { lost, doubled, missed, repeated, ready, caughtUp } = report;
say(`${report.acknowledged} acknowledged, ${report.incidents} incidents, ${report.kills} kills`);
say(`lost ${lost.length}, doubled ${doubled.length}`);
say(`${report.stages} stages due: missed ${missed.length}, announced again ${repeated.length}`);
say(`${report.told} alerts read by people on duty, ${report.toldAgain} of them again`);
say(`ready again within ${Math.round(ready)} ms, worked off within ${Math.round(caughtUp)} ms after that`);
const wrong = [...lost, ...doubled, ...missed, ...repeated];
for (const one of wrong.slice(0, 20)) say(`  ${one}`);
process.exitCode = wrong.length === 0 && caughtUp <= CAUGHT_UP_WITHIN ? 0 : 1;
