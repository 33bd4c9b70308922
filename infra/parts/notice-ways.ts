import { Duration } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { names } from "../../shared/contracts/names.ts";
import { WorkQueue } from "./work-queue.ts";

const wayNames = ["topic", "mail", "max", "webhook"] as const;
export type WayName = (typeof wayNames)[number];

const queueNames = {
  topic: names.queues.noticesTopic,
  mail: names.queues.noticesMail,
  max: names.queues.noticesMax,
  webhook: names.queues.noticesWebhook,
} as const;

/** The queues of the ways that people on duty are told by: one each, so that a way which is down holds up no other. */
export class NoticeWays extends Construct {
  readonly queues: Readonly<Record<WayName, WorkQueue>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queues = {
      topic: this.queueOf("topic"),
      mail: this.queueOf("mail"),
      max: this.queueOf("max"),
      webhook: this.queueOf("webhook"),
    };
  }

  get all(): readonly WorkQueue[] {
    return wayNames.map((way) => this.queues[way]);
  }

  get sending(): readonly PolicyStatement[] {
    return this.all.map((queue) => queue.sending);
  }

  /** What a function that writes notices is told. */
  get addresses() {
    const { topic, mail, max, webhook } = this.queues;
    return {
      NOTICES_TOPIC_URL: topic.queue.queueUrl,
      NOTICES_MAIL_URL: mail.queue.queueUrl,
      NOTICES_MAX_URL: max.queue.queueUrl,
      NOTICES_WEBHOOK_URL: webhook.queue.queueUrl,
    };
  }

  private queueOf(way: WayName): WorkQueue {
    return new WorkQueue(this, queueNames[way], {
      name: queueNames[way],
      chapter: `notices-${way}`,
      runbook: "notices",
      // Fifty addresses, ten at a time, of a server that answers none of them.
      workerTimeout: Duration.seconds(120),
      batchSize: 50,
      // What two batches of alerts, worked on side by side, tell the same person becomes one message. Danger waits as long.
      batchingWindow: Duration.seconds(1),
      maximumConcurrency: 2,
      // Quiet hours and pauses are spent in the queue, a quarter of an hour at a time.
      patience: Duration.minutes(25),
      impactOfAge: "People on duty are told late of deadlines at risk and missed.",
      impactOfDeath: "Somebody on duty was not told of a deadline at risk or missed: a citizen may wait unnoticed.",
    });
  }
}
