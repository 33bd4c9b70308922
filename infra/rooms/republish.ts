import { Duration } from "aws-cdk-lib";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import type { FunctionCode } from "../bundle.ts";
import { allow } from "../parts/allow.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { Worker } from "../parts/worker.ts";

export interface RepublishProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly bus: EventBus;
}

/** Announces again what a stream or a bus has lost. Nothing calls it but people, by `npm run republish`. */
export class Republish extends Construct {
  readonly worker: Worker<"republish">;

  constructor(scope: Construct, id: string, { code, table, bus }: RepublishProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "republish",
      code,
      environment: { TABLE_NAME: table.name, BUS_NAME: bus.eventBusName },
      timeout: Duration.minutes(1),
      memoryMegabytes: 512,
      may: [...table.scanning, allow(["events:PutEvents"], bus.eventBusArn)],
      impact: "What was lost on its way to the people on duty could not be announced again.",
    });
  }
}
