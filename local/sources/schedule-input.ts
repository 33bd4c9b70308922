import { randomUUID } from "node:crypto";
import { parseArn } from "../aws/arn.ts";
import { wholeSeconds } from "../bus/envelope.ts";
import type { Schedule } from "../template/deployment.ts";

/** EventBridge Scheduler's ARN of a schedule, in the account and region of its target. */
export function scheduleArn(schedule: Schedule): string {
  const { region, account } = parseArn(schedule.target.arn);
  return `arn:aws:scheduler:${region}:${account}:schedule/default/${schedule.name}`;
}

/**
 * What a firing sends: the schedule's input with its context attributes filled in, or the event that Scheduler makes
 * up when there is none.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function scheduleInput(schedule: Schedule, scheduledAt: number): string {
  const id = randomUUID();
  const time = wholeSeconds(scheduledAt);
  const arn = scheduleArn(schedule);
  const { region, account } = parseArn(arn);
  if (schedule.target.input === undefined) {
    return JSON.stringify({
      version: "0",
      id,
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      account,
      time,
      region,
      resources: [arn],
      detail: "{}",
    });
  }
  return schedule.target.input
    .replaceAll("<aws.scheduler.schedule-arn>", arn)
    .replaceAll("<aws.scheduler.scheduled-time>", time)
    .replaceAll("<aws.scheduler.execution-id>", id)
    .replaceAll("<aws.scheduler.attempt-number>", "1");
}
