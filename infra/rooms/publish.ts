import { Duration } from "aws-cdk-lib";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { deadLetterName, functionName } from "../../shared/contracts/names.ts";
import { rejectionKey, TABLE_KEY } from "../../shared/store/keys.ts";
import type { FunctionCode } from "../bundle.ts";
import { allow } from "../parts/allow.ts";
import { DeadLetters, unfed } from "../parts/dead-letters.ts";
import { ImpactAlarm } from "../parts/impact-alarm.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

/** What announces something: an incident that is made or changed, a new rejection. Marks of who was told are the most of a busy stream. */
const announced = [
  { eventName: FilterRule.or("INSERT", "MODIFY"), dynamodb: { NewImage: { state: { S: FilterRule.exists() } } } },
  { eventName: ["INSERT"], dynamodb: { Keys: { [TABLE_KEY]: { S: FilterRule.beginsWith(rejectionKey("")) } } } },
];

export interface PublishProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly bus: EventBus;
  readonly due: WorkQueue;
}

/** Tells the bus what the table's stream says has happened, and the due queue what no sweep would see in time. */
export class Publish extends Construct {
  readonly worker: Worker<"publish">;
  readonly dead: DeadLetters;

  constructor(scope: Construct, id: string, { code, table, bus, due }: PublishProps) {
    super(scope, id);
    this.dead = new DeadLetters(this, "Dead", {
      name: deadLetterName(functionName("publish")),
      chapter: "publish-dead",
      impact: "Something that happened to an incident was not announced; a warning about a deadline may be among it.",
    });
    unfed(this.dead, "Names the records of the stream that could not be published; no queue stands before it.");
    this.worker = new Worker(this, "Worker", {
      name: "publish",
      code,
      environment: {
        BUS_NAME: bus.eventBusName,
        DUE_QUEUE_URL: due.queue.queueUrl,
        DEAD_LETTER_URL: this.dead.queue.queueUrl,
      },
      timeout: Duration.seconds(30),
      memoryMegabytes: 256,
      may: [...table.streaming, allow(["events:PutEvents"], bus.eventBusArn), due.sending, this.dead.sending],
      impact: "What happens to incidents is not announced: people on duty hear of no deadline.",
    });
    this.followStream(table);
    new ImpactAlarm(this, "Age", {
      name: "publish-age",
      metric: this.worker.function.metric("IteratorAge", { period: Duration.minutes(1), statistic: "Maximum" }),
      atLeast: Duration.minutes(10).toMilliseconds(),
      periods: 3,
      impact: "What happens to incidents is announced late: warnings reach people on duty after their moment.",
      runbook: "publish-age",
    });
  }

  private followStream(table: IncidentTable): void {
    new EventSourceMapping(this, "Follow", {
      target: this.worker.function,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // One batch of a shard at a time: an incident's events leave in the order of its changes.
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      maxRecordAge: Duration.hours(24),
      onFailure: new SqsDlq(this.dead.queue),
      filters: announced.map((each) => FilterCriteria.filter(each)),
    });
  }
}
