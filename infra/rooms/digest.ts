import { Duration } from "aws-cdk-lib";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { deadLetterName, functionName } from "../../shared/contracts/names.ts";
import { QUEUE_INDEX, UNSETTLED_INDEX } from "../../shared/store/keys.ts";
import type { FunctionCode } from "../bundle.ts";
import { DeadLetters, unfed } from "../parts/dead-letters.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import type { NoticeWays } from "../parts/notice-ways.ts";
import { Timer } from "../parts/timer.ts";
import { Worker } from "../parts/worker.ts";

export interface DigestProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly ways: NoticeWays;
}

/** Sends each centre's digest in its morning. Each centre has a zone and a time of its own, so it looks every quarter of an hour. */
export class Digest extends Construct {
  readonly worker: Worker<"digest">;
  readonly dead: DeadLetters;

  constructor(scope: Construct, id: string, { code, table, ways }: DigestProps) {
    super(scope, id);
    const impact = "A centre begins its day without the digest of what is due, late, and untold.";
    this.worker = new Worker(this, "Worker", {
      name: "digest",
      code,
      environment: { TABLE_NAME: table.name, ...ways.addresses },
      timeout: Duration.seconds(60),
      memoryMegabytes: 256,
      may: [
        ...table.items("GetItem", "BatchGetItem", "BatchWriteItem", "UpdateItem"),
        ...table.index(QUEUE_INDEX.name),
        ...table.index(UNSETTLED_INDEX.name),
        ...ways.sending,
      ],
      impact,
    });
    this.dead = new DeadLetters(this, "Dead", {
      name: deadLetterName(functionName("digest")),
      chapter: "digest-dead",
      impact,
    });
    unfed(this.dead, "Keeps what the scheduler could not hand over; no queue stands before it.");
    new Timer(this, "EveryQuarter", {
      worker: this.worker,
      dead: this.dead,
      schedule: ScheduleExpression.cron({ minute: "0/15" }),
      description: "Looks for centres whose morning's digest is due.",
    });
  }
}
