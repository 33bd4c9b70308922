import { environments } from "../../shared/contracts/environment.ts";
import { cachedCentres, freshCentres } from "../../shared/platform/centre-data.ts";
import { maskingAssistant } from "../../shared/platform/assistant.ts";
import { bedrockModel } from "../../shared/platform/bedrock.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { kmsSealer } from "../../shared/platform/kms.ts";
import { structuredLog } from "../../shared/platform/log.ts";
import { embeddedMetrics } from "../../shared/platform/metrics.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoAssignments } from "../../shared/store/dynamo-assignments.ts";
import { dynamoCentres } from "../../shared/store/dynamo-centres.ts";
import { dynamoIdentities } from "../../shared/store/dynamo-identities.ts";
import { dynamoIncidents } from "../../shared/store/dynamo-incidents.ts";
import { dynamoQueue } from "../../shared/store/dynamo-queue.ts";
import { incidentTable } from "../../shared/store/table.ts";
import { SECOND } from "../../shared/domain/instant.ts";
import { answerRequest } from "./answer-request.ts";

const environment = readEnvironment(environments.api);
const table = incidentTable(environment.TABLE_NAME);
const { logger, log } = structuredLog("api");
const { metrics, counter } = embeddedMetrics("api");

const centres = dynamoCentres(table);

/** Less than the function is given. */
const PATIENCE = 8 * SECOND;

const assistantOf = (modelId: string) => ({
  assistant: maskingAssistant({ model: bedrockModel(modelId), log, patienceMilliseconds: PATIENCE }),
});

const work = answerRequest({
  incidents: dynamoIncidents(table),
  queue: dynamoQueue(table),
  identities: dynamoIdentities(incidentTable(environment.IDENTITIES_NAME)),
  sealer: kmsSealer(environment.IDENTITY_KEY_ARN, uptime),
  assignments: dynamoAssignments(table),
  centre: cachedCentres(centres, uptime),
  presentCentre: freshCentres(centres),
  pastRules: (id, version) => centres.rules(id, version),
  now: systemNow,
  counter,
  ...(environment.ASSISTANT_MODEL === undefined ? {} : assistantOf(environment.ASSISTANT_MODEL)),
});

export const handler = lambdaFunction({ logger, metrics }, work);
