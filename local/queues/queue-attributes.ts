import type { Queue } from "../template/deployment.ts";

/** A queue's settings as SQS writes them; the dead-letter queue may have another ARN on the server it lives on. */
export function queueAttributes(queue: Queue, deadLetterArn = queue.redrive?.deadLetterArn): Record<string, string> {
  return {
    VisibilityTimeout: String(queue.visibilitySeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    DelaySeconds: String(queue.delaySeconds),
    ...(queue.fifo
      ? { FifoQueue: "true", ContentBasedDeduplication: String(queue.contentBasedDeduplication ?? false) }
      : {}),
    ...(queue.redrive === undefined
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: deadLetterArn,
            maxReceiveCount: queue.redrive.maxReceiveCount,
          }),
        }),
  };
}
