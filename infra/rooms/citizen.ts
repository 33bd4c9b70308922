import { Duration } from "aws-cdk-lib";
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { Construct } from "constructs";
import type { FunctionCode } from "../bundle.ts";
import type { HttpSurface } from "../parts/http-surface.ts";
import type { IdentityVault } from "../parts/identity-vault.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { Worker } from "../parts/worker.ts";

export interface CitizenProps {
  readonly code: FunctionCode;
  readonly surface: HttpSurface;
  readonly table: IncidentTable;
  readonly identities: IdentityVault;
}

/** Tells a citizen what is kept of them, and erases it, when they ask for it. */
export class Citizen extends Construct {
  readonly worker: Worker<"citizen">;

  constructor(scope: Construct, id: string, { code, surface, table, identities }: CitizenProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "citizen",
      code,
      environment: {
        TABLE_NAME: table.name,
        IDENTITIES_NAME: identities.name,
        IDENTITY_KEY_ARN: identities.keyArn,
        PSEUDONYM_KEY_ARN: identities.pseudonymKeyArn,
      },
      // As long as API Gateway waits; what is not done by then is done by asking again.
      timeout: Duration.seconds(29),
      memoryMegabytes: 512,
      may: [
        ...table.items("GetItem", "PutItem"),
        ...identities.items("GetItem", "UpdateItem", "DeleteItem"),
        identities.pseudonyms,
      ],
      impact:
        "A citizen who asks what is kept of them, or to have it erased, gets no answer in the time the law gives.",
    });
    surface.guard(this.worker, [
      { method: HttpMethod.POST, path: "/api/citizens/export" },
      { method: HttpMethod.POST, path: "/api/citizens/erase" },
    ]);
  }
}
