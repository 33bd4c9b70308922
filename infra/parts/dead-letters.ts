import { Duration, Validations } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { FIFO_ENDING } from "../../shared/contracts/queues.ts";
import { allow } from "./allow.ts";
import { ImpactAlarm } from "./impact-alarm.ts";

export interface DeadLettersProps {
  /** Physical name, `otklik-<what>-dead`. */
  readonly name: string;
  /** Name of the alarm. */
  readonly chapter: string;
  /** Chapter of the runbook. Default: the one that is called as the alarm. */
  readonly runbook?: string;
  /** What is lost with a letter in it, as a sentence. */
  readonly impact: string;
}

/** A queue that keeps what could not be worked off until people looked at it. */
export class DeadLetters extends Construct {
  readonly queue: Queue;
  /** What a dashboard calls it. */
  readonly label: string;

  constructor(scope: Construct, id: string, { name, chapter, runbook, impact }: DeadLettersProps) {
    super(scope, id);
    this.label = name;
    this.queue = new Queue(this, "Queue", {
      queueName: name,
      ...fifoOf(name),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    new ImpactAlarm(this, "Letters", {
      name: chapter,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: "Maximum",
      }),
      atLeast: 1,
      impact,
      runbook: runbook ?? chapter,
    });
  }

  get sending(): PolicyStatement {
    return allow(["sqs:SendMessage"], this.queue.queueArn);
  }
}

/** CDK refuses `fifo: false`. */
export const fifoOf = (name: string) => (name.endsWith(FIFO_ENDING) ? { fifo: true } : {});

/** States why no queue redrives into these dead letters, where cdk-nag looks for one that does. */
export const unfed = ({ queue }: DeadLetters, reason: string): void =>
  Validations.of(queue).acknowledge({ id: "AwsSolutions-SQS3", reason });
