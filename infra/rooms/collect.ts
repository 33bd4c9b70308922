import { Duration } from "aws-cdk-lib";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { Metric } from "../../shared/contracts/metrics.ts";
import { deadLetterName, functionName } from "../../shared/contracts/names.ts";
import type { FunctionCode } from "../bundle.ts";
import { allow } from "../parts/allow.ts";
import { DeadLetters, unfed } from "../parts/dead-letters.ts";
import type { IdentityVault } from "../parts/identity-vault.ts";
import { ImpactAlarm } from "../parts/impact-alarm.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { emittedBy } from "../parts/product-metric.ts";
import { Timer } from "../parts/timer.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

export interface CollectProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly identities: IdentityVault;
  readonly secret: Secret;
  readonly signals: WorkQueue;
  readonly publicUrl: string;
  readonly telegram: "on" | "off";
}

/** Asks the platforms every five minutes what their webhooks have not brought, and whether those still stand. */
export class Collect extends Construct {
  readonly worker: Worker<"collect">;
  readonly dead: DeadLetters;

  constructor(scope: Construct, id: string, props: CollectProps) {
    super(scope, id);
    const { code, table, identities, secret, signals, publicUrl, telegram } = props;
    const impact =
      "What a webhook has missed is not asked for: citizens' messages may stay with their platform unseen.";
    this.worker = new Worker(this, "Worker", {
      name: "collect",
      code,
      environment: {
        TABLE_NAME: table.name,
        IDENTITIES_NAME: identities.name,
        SIGNALS_QUEUE_URL: signals.queue.queueUrl,
        SECRET_ID: secret.secretArn,
        IDENTITY_KEY_ARN: identities.keyArn,
        PSEUDONYM_KEY_ARN: identities.pseudonymKeyArn,
        PUBLIC_URL: publicUrl,
        TELEGRAM: telegram,
      },
      // Less than it is until the next one begins.
      timeout: Duration.minutes(4),
      memoryMegabytes: 512,
      may: [
        // How far each source was asked, and whether a message is known.
        ...table.items("GetItem", "PutItem"),
        signals.sending,
        allow(["secretsmanager:GetSecretValue"], secret.secretArn),
        identities.sealing,
        identities.pseudonyms,
        // By which names to ask for dialogues, and nothing else that names anybody.
        ...identities.dialogues,
      ],
      impact,
    });
    this.dead = new DeadLetters(this, "Dead", {
      name: deadLetterName(functionName("collect")),
      chapter: "collect-dead",
      impact,
    });
    unfed(this.dead, "Keeps what the scheduler could not hand over; no queue stands before it.");
    new Timer(this, "EveryFiveMinutes", {
      worker: this.worker,
      dead: this.dead,
      schedule: ScheduleExpression.cron({ minute: "0/5" }),
      description: "Asks the platforms what their webhooks have missed.",
    });
    this.warn();
  }

  private warn(): void {
    new ImpactAlarm(this, "Uncollected", {
      name: "collect-failing",
      metric: emittedBy("collect", Metric.SourceUncollected, { statistic: "Sum", period: Duration.minutes(15) }),
      atLeast: 1,
      periods: 4,
      impact: "A platform has not answered for an hour: what its webhook misses stays with it.",
      runbook: "collect-failing",
    });
    new ImpactAlarm(this, "WebhookOff", {
      name: "webhook-off",
      metric: emittedBy("collect", Metric.WebhookOff, { statistic: "Sum", period: Duration.minutes(15) }),
      atLeast: 1,
      impact: "A platform does not call: citizens' messages come minutes late, and some kinds not at all.",
      runbook: "webhook-off",
    });
  }
}
