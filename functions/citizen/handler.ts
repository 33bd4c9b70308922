import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { environments } from "../../shared/contracts/environment.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import type { HttpAnswer } from "../../shared/platform/http.ts";
import { kmsSealing } from "../../shared/platform/kms.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoIdentities } from "../../shared/store/dynamo/identities.ts";
import { dynamoIncidents } from "../../shared/store/dynamo/incidents.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { answerRequest } from "./answer-request.ts";

const environment = readEnvironment(environments.citizen);
const { logger, metrics } = telemetry("citizen");

const work = answerRequest({
  incidents: dynamoIncidents(incidentTable(environment.TABLE_NAME)),
  identities: dynamoIdentities(incidentTable(environment.IDENTITIES_NAME)),
  ...kmsSealing(environment, uptime),
  now: systemNow,
});

/** Time to answer in: what is erased by then is erased, and the rest is asked for again. */
const RESERVE_MILLISECONDS = 4_000;

export const handler = lambdaFunction<APIGatewayProxyEventV2, HttpAnswer>({ logger, metrics }, (event, context) =>
  work(event, () => context.getRemainingTimeInMillis() > RESERVE_MILLISECONDS),
);
