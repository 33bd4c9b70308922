import { Construct } from "constructs";
import { PACKED_MODELS } from "../../shared/contracts/environment.ts";
import { MATTERS_INDEX } from "../../shared/store/keys.ts";
import type { FunctionCode } from "../bundle.ts";
import type { IdentityVault } from "../parts/identity-vault.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

export interface RegisterProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly identities: IdentityVault;
  readonly signals: WorkQueue;
}

/** Turns each signal into an incident, exactly once. */
export class Register extends Construct {
  readonly worker: Worker<"register">;

  constructor(scope: Construct, id: string, { code, table, identities, signals }: RegisterProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "register",
      code,
      environment: {
        TABLE_NAME: table.name,
        IDENTITIES_NAME: identities.name,
        IDENTITY_KEY_ARN: identities.keyArn,
        DEAD_LETTER_URL: signals.dead.queue.queueUrl,
        MODELS_FOLDER: PACKED_MODELS,
      },
      timeout: signals.workerTimeout,
      memoryMegabytes: 512,
      may: [
        signals.receiving,
        ...table.items("GetItem", "PutItem"),
        ...table.index(MATTERS_INDEX.name),
        ...identities.items("UpdateItem", "DeleteItem"),
        signals.dead.sending,
      ],
      impact: "Citizens' messages are accepted and do not become incidents; nobody works on them and no deadline runs.",
    });
    signals.feed(this.worker.function);
  }
}
