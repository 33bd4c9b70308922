import { environments } from "../../shared/contracts/environment.ts";
import type { ImportReport } from "../../shared/contracts/import.ts";
import { freshCentres } from "../../shared/platform/centre-data.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { kmsSealing } from "../../shared/platform/kms.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoIdentities } from "../../shared/store/dynamo/identities.ts";
import { dynamoIncidents } from "../../shared/store/dynamo/incidents.ts";
import { dynamoPosNumbers } from "../../shared/store/dynamo/pos-numbers.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { importRows } from "./import-rows.ts";

const environment = readEnvironment(environments.import);
const table = incidentTable(environment.TABLE_NAME);
const { logger, metrics } = telemetry("import");

const work = importRows({
  incidents: dynamoIncidents(table),
  posNumbers: dynamoPosNumbers(table),
  identities: dynamoIdentities(incidentTable(environment.IDENTITIES_NAME)),
  ...kmsSealing(environment, uptime),
  centre: freshCentres(dynamoCentres(table)),
  now: systemNow,
});

export const handler = lambdaFunction<unknown, ImportReport>({ logger, metrics }, (request) => work(request));
