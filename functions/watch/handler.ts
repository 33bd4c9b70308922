import { SQSClient } from "@aws-sdk/client-sqs";
import type { DueMessage } from "../../shared/contracts/due-message.ts";
import { environments } from "../../shared/contracts/environment.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { sqsQueue } from "../../shared/platform/queue.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow } from "../../shared/platform/time.ts";
import { exampleLastYear } from "../../shared/reference/example-calendar.ts";
import { dynamoCalendars } from "../../shared/store/dynamo/calendars.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { dynamoWatchList } from "../../shared/store/dynamo/watch.ts";
import { sweep } from "./sweep.ts";
import { watchCalendars } from "./watch-calendars.ts";

const environment = readEnvironment(environments.watch);
const { logger, metrics, counter } = telemetry("watch");
const table = incidentTable(environment.TABLE_NAME);

const sweepOnce = sweep({
  watchList: dynamoWatchList(table),
  due: sqsQueue<DueMessage>(new SQSClient({}), environment.DUE_QUEUE_URL),
  now: systemNow,
  counter,
});

const tellOfCalendars = watchCalendars({
  calendars: dynamoCalendars(table),
  usualLastYear: exampleLastYear,
  now: systemNow,
  counter,
});

export const handler = lambdaFunction<unknown, void>({ logger, metrics }, async (_event, context) => {
  // Leaves time for what is under way; the next sweep goes on where this one stopped.
  const hasTime = () => context.getRemainingTimeInMillis() > 5_000;
  await Promise.all([sweepOnce(hasTime), tellOfCalendars()]);
});
