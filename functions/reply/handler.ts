import { setTimeout } from "node:timers/promises";
import { environments } from "../../shared/contracts/environment.ts";
import { cachedCentres } from "../../shared/platform/centre-data.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { sqsDeadLetters } from "../../shared/platform/dead-letters.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { kmsSealer } from "../../shared/platform/kms.ts";
import { secretsManagerSecrets } from "../../shared/platform/secrets.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoIdentities } from "../../shared/store/dynamo/identities.ts";
import { dynamoIncidents } from "../../shared/store/dynamo/incidents.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { findWayBack } from "./find-way-back.ts";
import { pacing } from "./pacing.ts";
import { workOff } from "./work-off.ts";

const environment = readEnvironment(environments.reply);
const table = incidentTable(environment.TABLE_NAME);
const { logger, log, metrics, counter } = telemetry("reply");

const work = workOff({
  incidents: dynamoIncidents(table),
  identities: dynamoIdentities(incidentTable(environment.IDENTITIES_NAME)),
  sealer: kmsSealer(environment.IDENTITY_KEY_ARN, uptime),
  secrets: secretsManagerSecrets(environment.SECRET_ID, uptime, log),
  centre: cachedCentres(dynamoCentres(table), uptime),
  findWayBack,
  telegram: environment.TELEGRAM,
  pacing: pacing({ age: uptime, now: systemNow, wait: setTimeout }),
  deadLetters: sqsDeadLetters(environment.DEAD_LETTER_URL),
  now: systemNow,
  counter,
  log,
});
export const handler = lambdaFunction({ logger, metrics }, work);
