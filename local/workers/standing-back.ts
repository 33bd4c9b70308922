import { existsSync, readlinkSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { basename } from "node:path";

/** As `<process>/task/<thread>`. Linux alone has it, and keeps a niceness for each thread. */
const OWN_THREAD = "/proc/thread-self";

/** Five times as much processor for whoever is not this nice. */
const STEPS = 7;
const NICEST = 19;

/** Lets the other threads go first where all cores are busy. */
export function standBack(): void {
  if (!existsSync(OWN_THREAD)) return;
  try {
    setPriority(Number(basename(readlinkSync(OWN_THREAD))), Math.min(getPriority() + STEPS, NICEST));
  } catch {
    // A sandbox may forbid it, and nothing but speed hangs on it: there all threads are alike.
  }
}
