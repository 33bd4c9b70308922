import { SQSClient } from "@aws-sdk/client-sqs";
import { environments } from "../../shared/contracts/environment.ts";
import { cachedCentres } from "../../shared/platform/centre-data.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { sqsNoticeQueues } from "../../shared/platform/notice-queues.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoCalendars } from "../../shared/store/dynamo/calendars.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoDeliveredAlerts } from "../../shared/store/dynamo/ledger.ts";
import { dynamoQueue } from "../../shared/store/dynamo/queue.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { dynamoUnsent } from "../../shared/store/dynamo/unsent.ts";
import { morningDigest } from "./morning-digest.ts";

const environment = readEnvironment(environments.digest);
const table = incidentTable(environment.TABLE_NAME);
const calendars = dynamoCalendars(table);
const { logger, metrics } = telemetry("digest");

const digest = morningDigest({
  centres: async () => [...(await calendars.lastYears()).keys()],
  centre: cachedCentres(dynamoCentres(table), uptime),
  queue: dynamoQueue(table),
  unsent: dynamoUnsent(table),
  delivered: dynamoDeliveredAlerts(table),
  notices: sqsNoticeQueues(new SQSClient({}), environment),
  now: systemNow,
});

export const handler = lambdaFunction<unknown, void>({ logger, metrics }, digest);
