import { Duration } from "aws-cdk-lib";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { deadLetterName, functionName } from "../../shared/contracts/names.ts";
import { OUTBOX } from "../../shared/store/keys.ts";
import type { FunctionCode } from "../bundle.ts";
import { DeadLetters, unfed } from "../parts/dead-letters.ts";
import { ImpactAlarm } from "../parts/impact-alarm.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

export interface DispatchProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly replies: WorkQueue;
}

/** Hands over what an incident has in its outbox: the table's stream is read past everything else. */
export class Dispatch extends Construct {
  readonly worker: Worker<"dispatch">;
  readonly dead: DeadLetters;

  constructor(scope: Construct, id: string, { code, table, replies }: DispatchProps) {
    super(scope, id);
    this.dead = new DeadLetters(this, "Dead", {
      name: deadLetterName(functionName("dispatch")),
      chapter: "dispatch-dead",
      impact: "A reply was published and not handed over to be sent; it is handed over again within the hour.",
    });
    unfed(this.dead, "Names the records of the stream that could not be handed over; no queue stands before it.");
    this.worker = new Worker(this, "Worker", {
      name: "dispatch",
      code,
      environment: { REPLIES_QUEUE_URL: replies.queue.queueUrl, DEAD_LETTER_URL: this.dead.queue.queueUrl },
      timeout: Duration.seconds(30),
      memoryMegabytes: 256,
      may: [...table.streaming, replies.sending, this.dead.sending],
      impact: "Replies are published and not sent: citizens wait for what is written already.",
    });
    new EventSourceMapping(this, "Follow", {
      target: this.worker.function,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      maxRecordAge: Duration.hours(24),
      onFailure: new SqsDlq(this.dead.queue),
      // A stream takes two readers. This one is woken for what has something to send, and for nothing else.
      filters: [FilterCriteria.filter({ dynamodb: { NewImage: { [OUTBOX]: { S: FilterRule.exists() } } } })],
    });
    new ImpactAlarm(this, "Age", {
      name: "dispatch-age",
      metric: this.worker.function.metric("IteratorAge", { period: Duration.minutes(1), statistic: "Maximum" }),
      atLeast: Duration.minutes(10).toMilliseconds(),
      periods: 3,
      impact: "Replies are handed over late: citizens wait for what is written already.",
      runbook: "dispatch-age",
    });
  }
}
