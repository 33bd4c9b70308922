import { Construct } from "constructs";
import type { FunctionCode } from "../bundle.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

export interface ClaimProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly due: WorkQueue;
}

/** Claims each stage of a deadline at its moment, by a conditional write on the incident. */
export class Claim extends Construct {
  readonly worker: Worker<"claim">;

  constructor(scope: Construct, id: string, { code, table, due }: ClaimProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "claim",
      code,
      environment: { TABLE_NAME: table.name, DEAD_LETTER_URL: due.dead.queue.queueUrl },
      timeout: due.workerTimeout,
      memoryMegabytes: 256,
      may: [due.receiving, ...table.items("GetItem", "PutItem"), due.dead.sending],
      impact: "Deadlines pass unnoticed: nobody is warned before a citizen's answer is late, or told after.",
    });
    due.feed(this.worker.function);
  }
}
