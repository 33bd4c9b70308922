import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import type { FunctionCode } from "../bundle.ts";
import type { IdentityVault } from "../parts/identity-vault.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { Worker } from "../parts/worker.ts";

export interface ImportProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly identities: IdentityVault;
}

/** Takes in what another system kept. Nothing calls it but people, by `npm run import`. */
export class Import extends Construct {
  readonly worker: Worker<"import">;

  constructor(scope: Construct, id: string, { code, table, identities }: ImportProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "import",
      code,
      environment: {
        TABLE_NAME: table.name,
        IDENTITIES_NAME: identities.name,
        IDENTITY_KEY_ARN: identities.keyArn,
        PSEUDONYM_KEY_ARN: identities.pseudonymKeyArn,
      },
      timeout: Duration.minutes(1),
      memoryMegabytes: 512,
      may: [
        ...table.items("GetItem", "BatchGetItem", "PutItem"),
        ...identities.items("BatchGetItem", "UpdateItem"),
        identities.pseudonyms,
      ],
      impact: "A centre that moves in could not bring its incidents along; what was imported is safe, the rest waits.",
    });
  }
}
