import { Duration } from "aws-cdk-lib";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { Metric } from "../../shared/contracts/metrics.ts";
import { deadLetterName, functionName } from "../../shared/contracts/names.ts";
import { WATCH_INDEX } from "../../shared/store/keys.ts";
import type { FunctionCode } from "../bundle.ts";
import { DeadLetters, unfed } from "../parts/dead-letters.ts";
import { ScarcityAlarm, SilenceAlarm } from "../parts/impact-alarm.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { emittedBy } from "../parts/product-metric.ts";
import { Timer } from "../parts/timer.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import { Worker } from "../parts/worker.ts";

/** So many days before its end the people who run it are told to load the next year. */
const CALENDAR_DAYS_AHEAD = 60;

export interface WatchProps {
  readonly code: FunctionCode;
  readonly table: IncidentTable;
  readonly due: WorkQueue;
}

/** Each minute puts the deadlines that come due before the next sweeps on the due queue. */
export class Watch extends Construct {
  readonly worker: Worker<"watch">;
  readonly dead: DeadLetters;

  constructor(scope: Construct, id: string, { code, table, due }: WatchProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "watch",
      code,
      environment: { TABLE_NAME: table.name, DUE_QUEUE_URL: due.queue.queueUrl },
      timeout: Duration.seconds(50),
      memoryMegabytes: 256,
      may: [...table.index(WATCH_INDEX.name), ...table.items("GetItem"), due.sending],
      impact: "Deadlines are not watched: nobody is warned before a citizen's answer is late.",
    });
    this.dead = new DeadLetters(this, "Dead", {
      name: deadLetterName(functionName("watch")),
      chapter: "watch-dead",
      impact: "A sweep over the deadlines could not be started; warnings may come a minute or more late.",
    });
    unfed(this.dead, "Keeps what the scheduler could not hand over; no queue stands before it.");
    new Timer(this, "EveryMinute", {
      worker: this.worker,
      dead: this.dead,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      description: "Looks for deadlines that come due.",
    });
    this.warnOfCalendarsEnd();
    new SilenceAlarm(this, "Silence", {
      name: "watch-silence",
      metric: this.worker.function.metricInvocations({ period: Duration.minutes(1) }),
      periods: 5,
      impact: "Deadlines are not watched: nobody is warned before a citizen's answer is late.",
      runbook: "watch-silence",
    });
  }

  private warnOfCalendarsEnd(): void {
    new ScarcityAlarm(this, "Calendar", {
      name: "calendar-end",
      metric: emittedBy("watch", Metric.CalendarDaysLeft, { statistic: "Minimum", period: Duration.hours(1) }),
      below: CALENDAR_DAYS_AHEAD + 1,
      impact: "Deadlines that run past the loaded calendar are not certain; soon all of them will be.",
      runbook: "calendar-end",
    });
  }
}
