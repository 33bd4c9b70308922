import { platformCalls, vkCalls } from "../test/fuzz/platform-calls.ts";
import { openIntake } from "../test/fixtures/intake.ts";
import { percentile } from "./edition-run.ts";

const WARM_UP = 2_000;
/** A new room so often, for what its doubles remember would be measured too. */
const ROOM = 500;

/** Milliseconds of CPU that intake takes for one webhook call of any platform, over stores and a queue in memory. */
export const webhookCpu = async (calls: number) => {
  const all = [...vkCalls, ...platformCalls];
  const took: number[] = [];
  let intake = openIntake();
  for (let number = 0; number < WARM_UP + calls; number += 1) {
    if (number % ROOM === 0) intake = openIntake();
    const call = all[number % all.length];
    if (call === undefined) continue;
    const from = process.cpuUsage();
    await intake.receive(call);
    const { user, system } = process.cpuUsage(from);
    if (number >= WARM_UP) took.push((user + system) / 1_000);
  }
  const sorted = took.toSorted((one, other) => one - other);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
};
