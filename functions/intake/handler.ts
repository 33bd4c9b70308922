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
import { secretsManagerSecrets } from "../../shared/platform/secrets.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoAcceptedKeys, dynamoRejections } from "../../shared/store/dynamo/ledger.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { accept } from "./accept.ts";

const environment = readEnvironment(environments.intake);
const table = incidentTable(environment.TABLE_NAME);
const { logger, log, metrics, counter } = telemetry("intake");

const work = accept({
  signals: sqsQueue<SignalMessage>(new SQSClient({ cacheMiddleware: true }), environment.SIGNALS_QUEUE_URL),
  sealing: kmsSealing(environment, uptime),
  acceptedKeys: dynamoAcceptedKeys(table),
  rejections: dynamoRejections(table),
  secrets: secretsManagerSecrets(environment.SECRET_ID, uptime, log),
  centre: cachedCentres(dynamoCentres(table), uptime),
  doors: { telegram: environment.TELEGRAM },
  now: systemNow,
  counter,
  log,
});

export const handler = lambdaFunction<APIGatewayProxyEventV2, HttpAnswer>({ logger, metrics }, work);
