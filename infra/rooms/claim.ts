import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { Metric } from "../../shared/contracts/metrics.ts";
import type { FunctionCode } from "../bundle.ts";
import { ImpactAlarm } from "../parts/impact-alarm.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { emittedBy } from "../parts/product-metric.ts";
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
      may: [due.receiving, ...table.items("GetItem", "BatchGetItem", "PutItem"), due.dead.sending],
      impact: "Deadlines pass unnoticed: nobody is warned before a citizen's answer is late, or told after.",
    });
    due.feed(this.worker.function);
    new ImpactAlarm(this, "Lateness", {
      name: "stage-lateness",
      metric: emittedBy("claim", Metric.StageLateness, {
        statistic: "Maximum",
        period: Duration.minutes(5),
      }),
      atLeast: Duration.minutes(5).toSeconds(),
      impact: "Warnings about deadlines come minutes after their moment; less time is left to answer a citizen.",
      runbook: "stage-lateness",
    });
  }
}
