import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { QUEUE_INDEX } from "../../shared/store/keys.ts";
import type { FunctionCode } from "../bundle.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { Worker } from "../parts/worker.ts";

export interface WidgetsProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
}

/** Draws what a dashboard cannot count by itself: how many are open, and which are late. */
export class Widgets extends Construct {
  readonly worker: Worker<"widgets">;

  constructor(scope: Construct, id: string, { code, table }: WidgetsProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "widgets",
      code,
      environment: { TABLE_NAME: table.name },
      timeout: Duration.seconds(10),
      memoryMegabytes: 512,
      may: [...table.items("GetItem"), ...table.index(QUEUE_INDEX.name)],
      impact: "Supervisors do not see which answers are late, and cannot help where it burns.",
    });
  }
}
