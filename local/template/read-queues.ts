import * as z from "zod/mini";
import type { Queue } from "./deployment.ts";
import { encryptionAtRest, noMeaning, tags } from "./no-meaning.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const queue = z.strictObject({
  QueueName: z.optional(z.string()),
  FifoQueue: z._default(z.boolean(), false),
  ContentBasedDeduplication: z._default(z.boolean(), false),
  VisibilityTimeout: z._default(z.number(), 30),
  MessageRetentionPeriod: z._default(z.number(), 4 * 24 * 3600),
  DelaySeconds: z._default(z.number(), 0),
  RedrivePolicy: z.optional(
    z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number().check(z.minimum(1)) }),
  ),
  RedriveAllowPolicy: noMeaning("Only the queues of this template exist, and each names its own dead letter queue."),
  SqsManagedSseEnabled: encryptionAtRest,
  KmsMasterKeyId: encryptionAtRest,
  KmsDataKeyReusePeriodSeconds: encryptionAtRest,
  ReceiveMessageWaitTimeSeconds: noMeaning("The runner hands a message over as it comes, without polling."),
  Tags: tags,
});

const queuePolicy = z.strictObject({
  Queues: z.array(z.string()),
  PolicyDocument: noMeaning("Only this template's own parts reach its queues; tests of infra/ cover these policies."),
});

export function readQueues(template: ResolvedTemplate): readonly Queue[] {
  template.all("AWS::SQS::QueuePolicy", queuePolicy);
  return template.all("AWS::SQS::Queue", queue).map(({ name, arn, ref, properties }) => ({
    name,
    arn,
    url: ref,
    fifo: properties.FifoQueue,
    ...(properties.FifoQueue && { contentBasedDeduplication: properties.ContentBasedDeduplication }),
    visibilitySeconds: properties.VisibilityTimeout,
    retentionSeconds: properties.MessageRetentionPeriod,
    delaySeconds: properties.DelaySeconds,
    ...(properties.RedrivePolicy && {
      redrive: {
        deadLetterArn: properties.RedrivePolicy.deadLetterTargetArn,
        maxReceiveCount: properties.RedrivePolicy.maxReceiveCount,
      },
    }),
  }));
}
