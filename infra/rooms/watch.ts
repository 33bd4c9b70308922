import { Duration } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import { Construct } from "constructs";
import { Metric } from "../../shared/contracts/metrics.ts";
import { deadLetterName, functionName } from "../../shared/contracts/names.ts";
import { WATCH_INDEX } from "../../shared/store/keys.ts";
import type { FunctionCode } from "../bundle.ts";
import { allow } from "../parts/allow.ts";
import { DeadLetters, unfed } from "../parts/dead-letters.ts";
import { ScarcityAlarm, SilenceAlarm } from "../parts/impact-alarm.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { emittedBy } from "../parts/product-metric.ts";
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
    this.sweepEveryMinute();
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

  private sweepEveryMinute(): void {
    // The scheduler only hands a sweep to Lambda, which by itself would repeat a failed one for hours. The next sweep
    // reads all that a failed one would have.
    this.worker.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    const role = new Role(this, "SchedulerRole", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com"),
      inlinePolicies: {
        sweep: new PolicyDocument({
          statements: [
            allow(["lambda:InvokeFunction"], this.worker.function.functionArn),
            allow(["sqs:SendMessage"], this.dead.queue.queueArn),
          ],
        }),
      },
    });
    new Schedule(this, "EveryMinute", {
      scheduleName: functionName("watch"),
      description: "Looks for deadlines that come due.",
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(this.worker.function, {
        role: role.withoutPolicyUpdates(),
        deadLetterQueue: this.dead.queue,
        retryAttempts: 2,
        maxEventAge: Duration.minutes(2),
      }),
    });
  }
}
