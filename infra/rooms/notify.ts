import { Duration } from "aws-cdk-lib";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { EnvironmentOf, FunctionName } from "../../shared/contracts/environment.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import type { FunctionCode } from "../bundle.ts";
import { allow } from "../parts/allow.ts";
import { ImpactAlarm } from "../parts/impact-alarm.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import type { NoticeWays, WayName } from "../parts/notice-ways.ts";
import { emittedBy } from "../parts/product-metric.ts";
import { Worker } from "../parts/worker.ts";

export interface NotifyProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly secret: Secret;
  readonly ways: NoticeWays;
  readonly dutyTopic: Topic;
  /** Encrypts the topic. */
  readonly key: Key;
  /** Where links lead. */
  readonly publicUrl: string;
}

type WayFunction = `notify-${WayName}`;

/** Sends what people on duty are told: a function for each way, so that one which waits keeps no other waiting. */
export class Notify extends Construct {
  readonly workers: readonly Worker<FunctionName>[];
  private readonly props: NotifyProps;

  constructor(scope: Construct, id: string, props: NotifyProps) {
    super(scope, id);
    this.props = props;
    const { secret, dutyTopic, key } = props;
    const toTopic = [
      allow(["sns:Publish"], dutyTopic.topicArn),
      allow(["kms:Decrypt", "kms:GenerateDataKey"], key.keyArn),
    ];
    // The key of the secret is the key of the table.
    const bySecret = [allow(["secretsmanager:GetSecretValue"], secret.secretArn)];
    const SECRET_ID = secret.secretArn;
    this.workers = [
      this.way("notify-topic", "topic", { ...this.common("topic"), TOPIC_ARN: dutyTopic.topicArn }, toTopic),
      this.way("notify-mail", "mail", { ...this.common("mail"), SECRET_ID }, bySecret),
      this.way("notify-max", "max", { ...this.common("max"), SECRET_ID }, bySecret),
      this.way("notify-webhook", "webhook", { ...this.common("webhook"), SECRET_ID }, bySecret),
    ];
  }

  private common(way: WayName) {
    const { table, ways, publicUrl } = this.props;
    const { queue, dead } = ways.queues[way];
    return {
      TABLE_NAME: table.name,
      QUEUE_URL: queue.queueUrl,
      DEAD_LETTER_URL: dead.queue.queueUrl,
      PUBLIC_URL: publicUrl,
    };
  }

  private way<Name extends WayFunction>(
    name: Name,
    way: WayName,
    environment: EnvironmentOf<Name>,
    further: readonly ReturnType<typeof allow>[],
  ): Worker<Name> {
    const { code, table, ways } = this.props;
    const queue = ways.queues[way];
    const worker = new Worker(this, name, {
      name,
      code,
      environment,
      timeout: queue.workerTimeout,
      memoryMegabytes: 256,
      may: [
        queue.receiving,
        queue.sending,
        queue.dead.sending,
        ...table.items("BatchGetItem", "BatchWriteItem", "UpdateItem"),
        ...further,
      ],
      impact: "Some of the people on duty are told late, or not at all, of deadlines at risk and missed.",
      runbook: "notify-errors",
    });
    queue.feed(worker.function);
    new ImpactAlarm(this, `${name}-delayed`, {
      name: `notices-${way}-delayed`,
      metric: emittedBy(name, Metric.NoticeDelayed, { statistic: "Sum", period: Duration.minutes(15) }),
      atLeast: 1,
      periods: 2,
      impact: "A way that people on duty are told by has been down for half an hour; who has no other hears nothing.",
      runbook: "notices-delayed",
    });
    return worker;
  }
}
