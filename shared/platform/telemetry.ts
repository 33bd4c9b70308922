import { structuredLog } from "./log.ts";
import { embeddedMetrics } from "./metrics.ts";

/** What a function writes and counts, under its own name. */
export const telemetry = (service: string) => ({ ...structuredLog(service), ...embeddedMetrics(service) });
