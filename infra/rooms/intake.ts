import { Duration } from "aws-cdk-lib";
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { Metric } from "../../shared/contracts/metrics.ts";
import type { FunctionCode } from "../bundle.ts";
import { allow } from "../parts/allow.ts";
import type { HttpSurface } from "../parts/http-surface.ts";
import type { IdentityVault } from "../parts/identity-vault.ts";
import { ImpactAlarm } from "../parts/impact-alarm.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { emittedBy } from "../parts/product-metric.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

export interface IntakeProps {
  readonly code: FunctionCode;
  readonly surface: HttpSurface;
  readonly table: IncidentTable;
  readonly identities: IdentityVault;
  readonly secret: Secret;
  readonly signals: WorkQueue;
  readonly telegram: "on" | "off";
}

/** Takes what platforms and partners send, and answers once the queue has it. */
export class Intake extends Construct {
  readonly worker: Worker<"intake">;

  constructor(scope: Construct, id: string, props: IntakeProps) {
    super(scope, id);
    const { code, surface, table, identities, secret, signals, telegram } = props;
    this.worker = new Worker(this, "Worker", {
      name: "intake",
      code,
      environment: {
        TABLE_NAME: table.name,
        SIGNALS_QUEUE_URL: signals.queue.queueUrl,
        SECRET_ID: secret.secretArn,
        IDENTITY_KEY_ARN: identities.keyArn,
        PSEUDONYM_KEY_ARN: identities.pseudonymKeyArn,
        TELEGRAM: telegram,
      },
      timeout: Duration.seconds(10),
      memoryMegabytes: 512,
      may: [
        // Accepted keys of partners, and rejections. The key of the table is the key of the secret, too.
        ...table.items("PutItem"),
        // How long to keep those.
        table.centres,
        signals.sending,
        allow(["secretsmanager:GetSecretValue"], secret.secretArn),
        // The door to the street closes what names a citizen, and cannot open it again.
        identities.sealing,
        identities.pseudonyms,
      ],
      impact: "Citizens' messages are turned away at the door; platforms that do not try again lose them for us.",
    });
    new ImpactAlarm(this, "Warning", {
      name: "channel-warning",
      metric: emittedBy("intake", Metric.ChannelWarning, { statistic: "Sum", period: Duration.minutes(5) }),
      atLeast: 1,
      impact: "A platform warns that something will stop working; then citizens' messages will not come from it.",
      runbook: "channel-warning",
    });
    surface.open(this.worker, [
      {
        method: HttpMethod.POST,
        path: "/webhooks/{channel}",
        openBecause: "Platforms send no tokens; intake compares the secret each puts into its call.",
      },
      {
        method: HttpMethod.POST,
        path: "/webhooks/{channel}/{path}",
        openBecause: "Odnoklassniki proves itself by a secret path, which intake compares.",
      },
      {
        method: HttpMethod.POST,
        path: "/signals",
        openBecause: "Partners show their own key as a bearer token, which intake compares.",
      },
    ]);
  }
}
