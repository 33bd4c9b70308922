import { environments } from "../../shared/contracts/environment.ts";
import { cachedCentres, freshCentres } from "../../shared/platform/centre-data.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { kmsSealer } from "../../shared/platform/kms.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoAssignments } from "../../shared/store/dynamo/assignments.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoIdentities } from "../../shared/store/dynamo/identities.ts";
import { dynamoIncidents } from "../../shared/store/dynamo/incidents.ts";
import { dynamoPosNumbers } from "../../shared/store/dynamo/pos-numbers.ts";
import { dynamoQueue } from "../../shared/store/dynamo/queue.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { answerRequest } from "./answer-request.ts";
import { assistantOf } from "./assistant.ts";

const environment = readEnvironment(environments.api);
const table = incidentTable(environment.TABLE_NAME);
const { logger, log, metrics, counter } = telemetry("api");
const centres = dynamoCentres(table);

const work = answerRequest({
  incidents: dynamoIncidents(table),
  queue: dynamoQueue(table),
  identities: dynamoIdentities(incidentTable(environment.IDENTITIES_NAME)),
  sealer: kmsSealer(environment.IDENTITY_KEY_ARN, uptime),
  assignments: dynamoAssignments(table),
  posNumbers: dynamoPosNumbers(table),
  centre: cachedCentres(centres, uptime),
  presentCentre: freshCentres(centres),
  pastRules: (id, version) => centres.rules(id, version),
  now: systemNow,
  counter,
  log,
  ...assistantOf(environment.ASSISTANT_MODEL, log),
});
export const handler = lambdaFunction({ logger, metrics }, work);
