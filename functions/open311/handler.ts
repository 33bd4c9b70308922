import { SQSClient } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { environments } from "../../shared/contracts/environment.ts";
import type { SignalMessage } from "../../shared/contracts/signal-message.ts";
import { cachedCentres } from "../../shared/platform/centre-data.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import type { HttpAnswer } from "../../shared/platform/http.ts";
import { kmsSealing } from "../../shared/platform/kms.ts";
import { sqsQueue } from "../../shared/platform/queue.ts";
import { createRateLimiter } from "../../shared/platform/rate-limit.ts";
import { secretsManagerSecrets } from "../../shared/platform/secrets.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoAcceptedKeys } from "../../shared/store/dynamo/ledger.ts";
import { dynamoPublicIncidents } from "../../shared/store/dynamo/public.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { answerRequest } from "./answer-request.ts";

const environment = readEnvironment(environments.open311);
const table = incidentTable(environment.TABLE_NAME);
const { logger, log, metrics, counter } = telemetry("open311");
const work = answerRequest({
  signals: sqsQueue<SignalMessage>(new SQSClient({}), environment.SIGNALS_QUEUE_URL),
  sealing: kmsSealing(environment, uptime),
  acceptedKeys: dynamoAcceptedKeys(table),
  publicIncidents: dynamoPublicIncidents(table),
  secrets: secretsManagerSecrets(environment.SECRET_ID, uptime, log),
  centre: cachedCentres(dynamoCentres(table), uptime),
  publicUrl: environment.PUBLIC_URL,
  limit: createRateLimiter({ perSecond: 5, burst: 100 }),
  now: systemNow,
  counter,
  log,
});
export const handler = lambdaFunction<APIGatewayProxyEventV2, HttpAnswer>({ logger, metrics }, work);
