import { expect, test } from "vitest";
import { CAUGHT_UP_WITHIN, crashTest } from "./crash-test.ts";

test("what was acknowledged is in exactly one incident and every stage is announced once, whatever is killed", async () => {
  const seed = Date.now() % 1_000_000;
  const said: string[] = [];
  const report = await crashTest({ signals: 300, kills: 3, seed, say: (line) => void said.push(line) });
  const how = `seed ${seed}\n${said.join("\n")}`;
  expect(report, how).toMatchObject({ acknowledged: 300, incidents: 300, lost: [], doubled: [] });
  expect(report, how).toMatchObject({ stages: 3_000, missed: [], repeated: [] });
  expect(report.told - report.toldAgain, how).toBe(report.stages);
  expect(report.caughtUp, how).toBeLessThan(CAUGHT_UP_WITHIN);
}, 300_000);
