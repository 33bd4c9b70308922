import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { names } from "../shared/contracts/names.ts";
import { MOST_ALERTS } from "../shared/contracts/notices.ts";
import { WorkQueue } from "./parts/work-queue.ts";

/** The queues between the steps of the flow: how each is worked off, and what people lose while it is not. */
export const workQueues = (scope: Construct) => ({
  signals: new WorkQueue(scope, "Signals", {
    name: names.queues.signals,
    chapter: "signals",
    workerTimeout: Duration.seconds(30),
    batchSize: 10,
    maximumConcurrency: 10,
    patience: Duration.minutes(5),
    impactOfAge: "Citizens' messages wait to become incidents; nobody works on them and no deadline runs.",
    impactOfDeath: "A citizen's message was accepted and did not become an incident: nobody will answer it.",
  }),
  due: new WorkQueue(scope, "Due", {
    name: names.queues.due,
    chapter: "due",
    // A claim takes milliseconds. What a worker that died had taken is handed out again after six times this.
    workerTimeout: Duration.seconds(5),
    batchSize: 10,
    maximumConcurrency: 5,
    // A message is put there minutes ahead of its moment, and counts as waiting from then on.
    patience: Duration.minutes(10),
    impactOfAge: "Deadlines are noticed late: nobody is warned before a citizen's answer is late.",
    impactOfDeath: "A stage of a deadline was not noticed: nobody was warned of that citizen's answer.",
  }),
  alerts: new WorkQueue(scope, "Alerts", {
    name: names.queues.alerts,
    chapter: "alerts",
    workerTimeout: Duration.seconds(30),
    // What one message may hold is worked on together.
    batchSize: MOST_ALERTS,
    // So that what comes due within a minute is told together, and a person gets one message instead of a hundred.
    batchingWindow: Duration.minutes(1),
    maximumConcurrency: 2,
    patience: Duration.minutes(5),
    impactOfAge: "People on duty are told late of deadlines at risk and missed.",
    impactOfDeath: "People on duty were not told of a deadline at risk or missed: a citizen waits unnoticed.",
  }),
  dangers: new WorkQueue(scope, "Dangers", {
    name: names.queues.dangers,
    chapter: "dangers",
    workerTimeout: Duration.seconds(30),
    batchSize: 10,
    // No batch is gathered: somebody may be saved by a minute.
    maximumConcurrency: 2,
    patience: Duration.minutes(1),
    impactOfAge: "People on duty are told late that somebody's life or health may be in danger.",
    impactOfDeath: "People on duty were not told that somebody's life or health may be in danger.",
  }),
  recompute: new WorkQueue(scope, "Recomputing", {
    name: names.queues.recompute,
    chapter: "recompute",
    workerTimeout: Duration.seconds(60),
    batchSize: 1,
    maximumConcurrency: 2,
    // A change waits two minutes on purpose, and a page of a large centre half a minute.
    patience: Duration.minutes(15),
    impactOfAge: "Open incidents keep deadlines of norms or hours that the centre has changed a while ago.",
    impactOfDeath: "Part of the open incidents keeps deadlines of norms or hours that the centre has changed.",
  }),
  replies: new WorkQueue(scope, "Replies", {
    name: names.queues.replies,
    chapter: "replies",
    // A long text in several parts, by a platform that is slow to take each of them.
    workerTimeout: Duration.seconds(120),
    batchSize: 5,
    // Of each page one batch at a time, whatever this says.
    maximumConcurrency: 5,
    patience: Duration.minutes(15),
    impactOfAge: "Replies wait to be sent: citizens wait for what is written already.",
    impactOfDeath: "A reply was published and could not be sent; it is handed over again within the hour.",
  }),
});
