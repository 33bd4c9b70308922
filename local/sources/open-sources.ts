import type { Invoker, MetricSink, Queues, StreamReader, VirtualClock } from "../ports.ts";
import { createFailureReasons } from "../queues/failure-reasons.ts";
import type { RunnerStore } from "../store/store-port.ts";
import type { Deployment } from "../template/deployment.ts";
import { createCheckpoints } from "./checkpoints.ts";
import { createQueuePoller, type Source } from "./queue-poller.ts";
import { createStreamPoller } from "./stream-poller.ts";
import { mustBeWhole } from "./whole-streams.ts";

/** Every event source of the template: what feeds functions from queues and from streams. */
export function openSources(options: {
  readonly deployment: Deployment;
  readonly store: RunnerStore;
  readonly queues: Queues;
  readonly streams: StreamReader;
  readonly invoker: Invoker;
  readonly metrics: MetricSink;
  readonly clock: VirtualClock;
  /** Absolute path of the file that the streams are read from. */
  readonly tablesFile: string;
  /** Threads that a function may have at once. */
  readonly workers: number;
  readonly report: (line: string) => void;
}): readonly Source[] {
  const { deployment, store, queues, streams, workers, ...rest } = options;
  const { clock } = rest;
  const failures = createFailureReasons({ store, clock });
  const checkpoints = createCheckpoints({ store, streams, sources: deployment.streamSources });
  mustBeWhole({ sources: deployment.streamSources, streams, checkpoints, file: options.tablesFile });
  return [
    ...deployment.queueSources.map((source) => {
      const queue = deployment.queues.find(({ arn }) => arn === source.queueArn);
      if (queue === undefined) throw new Error(`${source.id} reads ${source.queueArn}, which is not in the template.`);
      const { visibilitySeconds } = queue;
      return createQueuePoller({ ...rest, source, visibilitySeconds, workers, queues, failures });
    }),
    ...deployment.streamSources.map((source) => {
      const lambda = deployment.functions.find(({ name }) => name === source.functionName);
      if (lambda === undefined)
        throw new Error(`${source.id} feeds ${source.functionName}, which is not in the template.`);
      return createStreamPoller({ ...rest, source, functionArn: lambda.arn, streams, checkpoints, queues });
    }),
  ];
}
