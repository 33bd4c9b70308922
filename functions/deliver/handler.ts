import { SQSClient } from "@aws-sdk/client-sqs";
import { environments } from "../../shared/contracts/environment.ts";
import { cachedCentres } from "../../shared/platform/centre-data.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { sqsDeadLetters } from "../../shared/platform/dead-letters.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { sqsNoticeQueues } from "../../shared/platform/notice-queues.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoDeliveredAlerts } from "../../shared/store/dynamo/ledger.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { deliverAlerts } from "./deliver-alerts.ts";

const environment = readEnvironment(environments.deliver);
const table = incidentTable(environment.TABLE_NAME);
const sqs = new SQSClient({});
const { logger, log, metrics, counter } = telemetry("deliver");

const work = deliverAlerts({
  delivered: dynamoDeliveredAlerts(table),
  notices: sqsNoticeQueues(sqs, environment),
  deadLetters: sqsDeadLetters(environment.DEAD_LETTER_URL),
  centre: cachedCentres(dynamoCentres(table), uptime),
  now: systemNow,
  counter,
  log,
});

export const handler = lambdaFunction({ logger, metrics }, work);
