import { Construct } from "constructs";
import { QUEUE_INDEX } from "../../shared/store/keys.ts";
import type { FunctionCode } from "../bundle.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

export interface RecomputeProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly recompute: WorkQueue;
}

/** Reckons the open incidents of a centre anew, page by page, after it has changed its norms or its calendar. */
export class Recompute extends Construct {
  readonly worker: Worker<"recompute">;

  constructor(scope: Construct, id: string, { code, table, recompute }: RecomputeProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "recompute",
      code,
      environment: {
        TABLE_NAME: table.name,
        RECOMPUTE_QUEUE_URL: recompute.queue.queueUrl,
        DEAD_LETTER_URL: recompute.dead.queue.queueUrl,
      },
      timeout: recompute.workerTimeout,
      memoryMegabytes: 512,
      may: [
        recompute.receiving,
        recompute.sending,
        ...table.items("GetItem", "PutItem"),
        ...table.index(QUEUE_INDEX.name),
        recompute.dead.sending,
      ],
      impact: "Open incidents keep deadlines of norms or hours that the centre has changed.",
    });
    recompute.feed(this.worker.function);
  }
}
