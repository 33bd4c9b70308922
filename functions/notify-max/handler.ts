import { SQSClient } from "@aws-sdk/client-sqs";
import { environments } from "../../shared/contracts/environment.ts";
import type { Notice } from "../../shared/contracts/notices.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { sqsDeadLetters } from "../../shared/platform/dead-letters.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { noticeWorker } from "../../shared/platform/notice-worker.ts";
import { sqsQueue } from "../../shared/platform/queue.ts";
import { secretsManagerSecrets } from "../../shared/platform/secrets.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoAlertedClocks } from "../../shared/store/dynamo/alerted-clocks.ts";
import { dynamoDeliveredAlerts } from "../../shared/store/dynamo/ledger.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { dynamoUnsent } from "../../shared/store/dynamo/unsent.ts";
import { postToMax } from "./post-message.ts";

const environment = readEnvironment(environments["notify-max"]);
const table = incidentTable(environment.TABLE_NAME);
const sqs = new SQSClient({});
const { logger, log, metrics, counter } = telemetry("notify-max");
const secrets = secretsManagerSecrets(environment.SECRET_ID, uptime, log);

const work = noticeWorker({
  send: postToMax({ secrets, publicUrl: environment.PUBLIC_URL, now: systemNow }),
  queue: sqsQueue<Notice>(sqs, environment.QUEUE_URL),
  told: dynamoDeliveredAlerts(table),
  clocks: dynamoAlertedClocks(table),
  unsent: dynamoUnsent(table),
  deadLetters: sqsDeadLetters(environment.DEAD_LETTER_URL),
  now: systemNow,
  counter,
  log,
});

export const handler = lambdaFunction({ logger, metrics }, work);
