import { Duration } from "aws-cdk-lib";
import { type EventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import { dangerEventTypes, deadlineEventTypes, toldReplyOutcomes } from "../../shared/contracts/events.ts";
import { names } from "../../shared/contracts/names.ts";
import type { FunctionCode } from "../bundle.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import type { NoticeWays } from "../parts/notice-ways.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

export interface DeliverProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly bus: EventBus;
  readonly alerts: WorkQueue;
  /** What cannot wait for the batch that alerts are gathered into. */
  readonly dangers: WorkQueue;
  readonly ways: NoticeWays;
}

/** The dead letters of the queue itself: what lies there has one shape, and goes back to one place. */
const targetOf = ({ queue, dead }: WorkQueue): SqsQueue =>
  new SqsQueue(queue, { deadLetterQueue: dead.queue, maxEventAge: Duration.hours(24), retryAttempts: 185 });

/** Decides who is told of deadlines at risk and missed, each stage once, and hands it to the ways they are told by. */
export class Deliver extends Construct {
  readonly worker: Worker<"deliver">;

  constructor(scope: Construct, id: string, { code, table, bus, alerts, dangers, ways }: DeliverProps) {
    super(scope, id);
    const target = targetOf(alerts);
    new Rule(this, "Deadlines", {
      ruleName: names.queues.alerts,
      description: "Deadlines at risk and missed, to the people on duty.",
      eventBus: bus,
      eventPattern: { source: [names.eventSource], detailType: [...deadlineEventTypes] },
      targets: [target],
    });
    new Rule(this, "Dangers", {
      ruleName: names.dangerRule,
      description: "Incidents with somebody in danger, when that is first told, to the people on duty.",
      eventBus: bus,
      eventPattern: {
        source: [names.eventSource],
        detailType: [...dangerEventTypes],
        detail: { data: { danger: [true] } },
      },
      targets: [targetOf(dangers)],
    });
    new Rule(this, "Replies", {
      ruleName: names.failedReplyRule,
      description: "Replies that have not reached their citizen, or perhaps not, to the people on duty.",
      eventBus: bus,
      eventPattern: {
        source: [names.eventSource],
        detailType: ["ReplyFailed"],
        detail: { data: { outcome: [...toldReplyOutcomes] } },
      },
      targets: [target],
    });
    this.worker = new Worker(this, "Worker", {
      name: "deliver",
      code,
      environment: {
        TABLE_NAME: table.name,
        DEAD_LETTER_URL: alerts.dead.queue.queueUrl,
        ...ways.addresses,
      },
      timeout: alerts.workerTimeout,
      memoryMegabytes: 256,
      may: [
        alerts.receiving,
        dangers.receiving,
        ...table.items("GetItem", "BatchGetItem", "BatchWriteItem"),
        alerts.dead.sending,
        ...ways.sending,
      ],
      impact: "People on duty are not told of deadlines at risk and missed; citizens wait longer than they must.",
    });
    alerts.feed(this.worker.function);
    dangers.feed(this.worker.function);
  }
}
