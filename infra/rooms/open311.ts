import { Duration } from "aws-cdk-lib";
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { doorLimits } from "../parts/door-limits.ts";
import { PUBLIC_INDEX } from "../../shared/store/keys.ts";
import type { FunctionCode } from "../bundle.ts";
import { allow } from "../parts/allow.ts";
import type { HttpSurface } from "../parts/http-surface.ts";
import type { IdentityVault } from "../parts/identity-vault.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

export interface Open311Props {
  readonly code: FunctionCode;
  readonly surface: HttpSurface;
  readonly table: IncidentTable;
  readonly identities: IdentityVault;
  readonly secret: Secret;
  readonly signals: WorkQueue;
  /** Where the outside world reaches the product. */
  readonly publicUrl: string;
}

/** Lets applications of other makers report, and everyone see what has become of it. */
export class Open311 extends Construct {
  readonly worker: Worker<"open311">;

  constructor(scope: Construct, id: string, props: Open311Props) {
    super(scope, id);
    const { code, surface, table, identities, secret, signals, publicUrl } = props;
    this.worker = new Worker(this, "Worker", {
      name: "open311",
      code,
      environment: {
        TABLE_NAME: table.name,
        SIGNALS_QUEUE_URL: signals.queue.queueUrl,
        SECRET_ID: secret.secretArn,
        IDENTITY_KEY_ARN: identities.keyArn,
        PSEUDONYM_KEY_ARN: identities.pseudonymKeyArn,
        PUBLIC_URL: publicUrl,
      },
      timeout: Duration.seconds(10),
      memoryMegabytes: 512,
      may: [
        // Keys of reports, centres, and the incidents that everyone may see. The key of the table is the key of the secret.
        ...table.items("GetItem", "BatchGetItem", "PutItem"),
        ...table.index(PUBLIC_INDEX.name),
        signals.sending,
        allow(["secretsmanager:GetSecretValue"], secret.secretArn),
        // It closes what names a citizen, and cannot open it again.
        identities.sealing,
        identities.pseudonyms,
      ],
      impact:
        "Citizens who report through applications of other makers are turned away, or see nothing of their report.",
    });
    surface.open(this.worker, [
      {
        method: HttpMethod.GET,
        path: "/open311/v2/{proxy+}",
        openBecause: "GeoReport v2 is read without a key; nothing that names a citizen is shown.",
        limit: doorLimits.reading,
      },
      {
        method: HttpMethod.POST,
        path: "/open311/v2/{proxy+}",
        openBecause: "Applications show their own api_key in the form, which the function compares.",
        limit: doorLimits.writing,
      },
    ]);
  }
}
