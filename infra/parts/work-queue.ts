import { Duration } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { deadLetterName } from "../../shared/contracts/names.ts";
import { TRIES } from "../../shared/contracts/queues.ts";
import { allow } from "./allow.ts";
import { DeadLetters, fifoOf } from "./dead-letters.ts";
import { ImpactAlarm } from "./impact-alarm.ts";

export interface WorkQueueProps {
  /** Physical name, `otklik-<what>`; with `.fifo` at its end it is a FIFO queue. */
  readonly name: string;
  /** Alarms are `<chapter>-age` and `<chapter>-dead`. */
  readonly chapter: string;
  /** Chapters of the runbook are `<runbook>-age` and `<runbook>-dead`. Default: called as the alarms. */
  readonly runbook?: string;
  /** How long its consumer may take for one batch. */
  readonly workerTimeout: Duration;
  readonly batchSize: number;
  /** How long a batch is gathered. Default: not at all. */
  readonly batchingWindow?: Duration;
  /** How many batches are worked on side by side. */
  readonly maximumConcurrency: number;
  /** The age of the oldest message at which people suffer. */
  readonly patience: Duration;
  /** What is lost while messages wait, as a sentence. */
  readonly impactOfAge: string;
  /** What is lost with a message that could not be worked off, as a sentence. */
  readonly impactOfDeath: string;
}

/** A queue between two steps of the flow, its dead letters, and the alarms on both. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly dead: DeadLetters;
  /** What a dashboard calls it. */
  readonly label: string;
  readonly workerTimeout: Duration;
  private readonly props: WorkQueueProps;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.props = props;
    this.label = props.name;
    this.workerTimeout = props.workerTimeout;
    const runbook = props.runbook ?? props.chapter;
    this.dead = new DeadLetters(this, "Dead", {
      name: deadLetterName(props.name),
      chapter: `${props.chapter}-dead`,
      runbook: `${runbook}-dead`,
      impact: props.impactOfDeath,
    });
    this.queue = new Queue(this, "Queue", {
      queueName: props.name,
      ...fifoOf(props.name),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: visibilityFor(props),
      deadLetterQueue: { queue: this.dead.queue, maxReceiveCount: TRIES + 1 },
    });
    new ImpactAlarm(this, "Age", {
      name: `${props.chapter}-age`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: "Maximum" }),
      atLeast: props.patience.toSeconds(),
      periods: 3,
      impact: props.impactOfAge,
      runbook: `${runbook}-age`,
    });
  }

  get sending(): PolicyStatement {
    return allow(["sqs:SendMessage"], this.queue.queueArn);
  }

  /** What a role needs for Lambda to read the queue on its behalf. */
  get receiving(): PolicyStatement {
    return allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], this.queue.queueArn);
  }

  /** Has the function work the queue off. Its role needs `receiving`. */
  feed(worker: LambdaFunction): void {
    new EventSourceMapping(this, "Feed", {
      target: worker,
      eventSourceArn: this.queue.queueArn,
      batchSize: this.props.batchSize,
      maxConcurrency: this.props.maximumConcurrency,
      reportBatchItemFailures: true,
      ...(this.props.batchingWindow && { maxBatchingWindow: this.props.batchingWindow }),
    });
  }
}

/**
 * AWS asks for six times the function's timeout and the batching window on top, so that a throttled batch is not
 * handed out twice: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const visibilityFor = ({ workerTimeout, batchingWindow }: WorkQueueProps) =>
  Duration.seconds(workerTimeout.toSeconds() * 6 + (batchingWindow?.toSeconds() ?? 0));
