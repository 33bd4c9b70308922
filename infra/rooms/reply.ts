import { Duration } from "aws-cdk-lib";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { Metric } from "../../shared/contracts/metrics.ts";
import type { FunctionCode } from "../bundle.ts";
import { allow } from "../parts/allow.ts";
import type { IdentityVault } from "../parts/identity-vault.ts";
import { ImpactAlarm } from "../parts/impact-alarm.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { emittedBy } from "../parts/product-metric.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

export interface ReplyProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly identities: IdentityVault;
  readonly secret: Secret;
  readonly replies: WorkQueue;
  /** Off: what came from Telegram before is left to people. */
  readonly telegram: "on" | "off";
}

/** Sends published replies to where citizens wrote, one after the other on each page. */
export class Reply extends Construct {
  readonly worker: Worker<"reply">;

  constructor(scope: Construct, id: string, { code, table, identities, secret, replies, telegram }: ReplyProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "reply",
      code,
      environment: {
        TABLE_NAME: table.name,
        IDENTITIES_NAME: identities.name,
        IDENTITY_KEY_ARN: identities.keyArn,
        SECRET_ID: secret.secretArn,
        DEAD_LETTER_URL: replies.dead.queue.queueUrl,
        TELEGRAM: telegram,
      },
      timeout: replies.workerTimeout,
      memoryMegabytes: 256,
      may: [
        replies.receiving,
        ...table.items("GetItem", "PutItem"),
        // In a dialogue a reply goes to its author.
        ...identities.items("GetItem"),
        allow(["secretsmanager:GetSecretValue"], secret.secretArn),
        replies.dead.sending,
      ],
      impact: "Replies are published and not sent: citizens wait for what is written already.",
    });
    replies.feed(this.worker.function);
    new ImpactAlarm(this, "Delayed", {
      name: "replies-delayed",
      metric: emittedBy("reply", Metric.ReplyDelayed, { statistic: "Sum", period: Duration.minutes(15) }),
      atLeast: 1,
      periods: 4,
      impact: "A platform has taken no replies, or not all, for an hour: citizens wait for what is written already.",
      runbook: "replies-delayed",
    });
  }
}
