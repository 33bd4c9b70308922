import { dueMessage } from "../../shared/contracts/due-message.ts";
import { environments } from "../../shared/contracts/environment.ts";
import { cachedCentres } from "../../shared/platform/centre-data.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { sqsDeadLetters } from "../../shared/platform/dead-letters.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { queueWorker } from "../../shared/platform/queue-worker.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoIncidents } from "../../shared/store/dynamo/incidents.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { readsTogether } from "../../shared/store/reads-together.ts";
import { claimStage } from "./claim-stage.ts";

const environment = readEnvironment(environments.claim);
const table = incidentTable(environment.TABLE_NAME);
const { logger, log, metrics, counter } = telemetry("claim");

const claim = claimStage({
  incidents: readsTogether(dynamoIncidents(table)),
  centre: cachedCentres(dynamoCentres(table), uptime),
  now: systemNow,
  counter,
});

const work = queueWorker({
  schema: dueMessage,
  work: async ({ incidentId }) => void (await claim(incidentId)),
  deadLetters: sqsDeadLetters(environment.DEAD_LETTER_URL),
  counter,
  log,
});

export const handler = lambdaFunction({ logger, metrics }, work);
