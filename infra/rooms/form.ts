import { Duration } from "aws-cdk-lib";
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { doorLimits } from "../parts/door-limits.ts";
import type { FunctionCode } from "../bundle.ts";
import { allow, READING_KEY } from "../parts/allow.ts";
import type { HttpSurface } from "../parts/http-surface.ts";
import type { IdentityVault } from "../parts/identity-vault.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

export interface FormProps {
  readonly code: FunctionCode;
  readonly surface: HttpSurface;
  readonly table: IncidentTable;
  readonly identities: IdentityVault;
  readonly secret: Secret;
  readonly signals: WorkQueue;
  /** Encrypts the table and the secret. */
  readonly key: Key;
}

/** The page on which anybody may write to the centre. */
export class Form extends Construct {
  readonly worker: Worker<"form">;

  constructor(scope: Construct, id: string, { code, surface, table, identities, secret, signals, key }: FormProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "form",
      code,
      environment: {
        TABLE_NAME: table.name,
        SIGNALS_QUEUE_URL: signals.queue.queueUrl,
        SECRET_ID: secret.secretArn,
        IDENTITY_KEY_ARN: identities.keyArn,
        PSEUDONYM_KEY_ARN: identities.pseudonymKeyArn,
      },
      timeout: Duration.seconds(10),
      memoryMegabytes: 512,
      may: [
        table.centres,
        allow(READING_KEY, key.keyArn),
        signals.sending,
        allow(["secretsmanager:GetSecretValue"], secret.secretArn),
        identities.sealing,
        identities.pseudonyms,
      ],
      impact: "Citizens cannot write to the centre through its form, and are asked to try again later.",
    });
    surface.open(this.worker, [
      {
        method: HttpMethod.GET,
        path: "/form",
        openBecause: "The form is for everyone; it shows nothing that is not the centre's own word.",
        limit: doorLimits.reading,
      },
      {
        method: HttpMethod.POST,
        path: "/form",
        openBecause: "Anybody may write; the page's own signed mark, a limit and a captcha keep robots off.",
        limit: doorLimits.writing,
      },
    ]);
  }
}
