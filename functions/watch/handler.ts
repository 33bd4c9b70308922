import { SQSClient } from "@aws-sdk/client-sqs";
import type { DueMessage } from "../../shared/contracts/due-message.ts";
import { environments } from "../../shared/contracts/environment.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { structuredLog } from "../../shared/platform/log.ts";
import { embeddedMetrics } from "../../shared/platform/metrics.ts";
import { sqsQueue } from "../../shared/platform/queue.ts";
import { systemNow } from "../../shared/platform/time.ts";
import { dynamoWatchList } from "../../shared/store/dynamo-watch.ts";
import { incidentTable } from "../../shared/store/table.ts";
import { sweep } from "./sweep.ts";

const environment = readEnvironment(environments.watch);
const { logger } = structuredLog("watch");
const { metrics, counter } = embeddedMetrics("watch");

const sweepOnce = sweep({
  watchList: dynamoWatchList(incidentTable(environment.TABLE_NAME)),
  due: sqsQueue<DueMessage>(new SQSClient({}), environment.DUE_QUEUE_URL),
  now: systemNow,
  counter,
});

/** Leaves time for what is under way; the next sweep goes on where this one stopped. */
const RESERVE_MILLISECONDS = 5_000;

export const handler = lambdaFunction<unknown, void>({ logger, metrics }, (_event, context) =>
  sweepOnce(() => context.getRemainingTimeInMillis() > RESERVE_MILLISECONDS),
);
