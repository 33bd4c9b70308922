import type { Part, Queues } from "../ports.ts";
import type { Settings } from "../settings.ts";
import type { RunnerStore } from "../store/store-port.ts";
import { StartFailure } from "../start-failure.ts";
import type { Queue } from "../template/deployment.ts";
import { region } from "../template/region.ts";
import type { RunnerClock } from "../clock/virtual-clock.ts";
import { createEmbeddedQueues, type EmbeddedQueues } from "./embedded-queues.ts";
import { createRemoteQueues } from "./remote-queues.ts";

/** The template's queues: in the runner's own store, or on the compatible server that the settings name. */
export function openQueues(options: {
  readonly settings: Settings;
  readonly store: RunnerStore;
  readonly clock: RunnerClock;
  readonly queues: readonly Queue[];
  readonly report: (line: string) => void;
}): Queues & Part & Partial<Pick<EmbeddedQueues, "peek" | "transfer">> {
  const { settings, store, clock, queues, report } = options;
  if (settings.sqsEndpoint === undefined) return createEmbeddedQueues({ store, clock, queues, report });
  if (clock.virtual) {
    throw new StartFailure(
      "This data directory lives in virtual time, which OTKLIK_SQS_ENDPOINT's server cannot follow. Unset it, or set another DATA_DIR.",
    );
  }
  return createRemoteQueues({
    endpoint: settings.sqsEndpoint,
    region: process.env["AWS_REGION"] ?? region,
    credentials: {
      accessKeyId: process.env["AWS_ACCESS_KEY_ID"] ?? "local",
      secretAccessKey: process.env["AWS_SECRET_ACCESS_KEY"] ?? "local",
    },
    queues,
  });
}
