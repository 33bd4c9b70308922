import { environments } from "../../shared/contracts/environment.ts";
import { cachedCentres } from "../../shared/platform/centre-data.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoIncidents } from "../../shared/store/dynamo/incidents.ts";
import { dynamoQueue } from "../../shared/store/dynamo/queue.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { showWidget } from "./show-widget.ts";

const environment = readEnvironment(environments.widgets);
const table = incidentTable(environment.TABLE_NAME);
const { logger, metrics } = telemetry("widgets");

const show = showWidget({
  incidents: dynamoIncidents(table),
  queue: dynamoQueue(table),
  centre: cachedCentres(dynamoCentres(table), uptime),
  now: systemNow,
});

export const handler = lambdaFunction<unknown, string | { readonly markdown: string }>(
  { logger, metrics },
  (event, context) => show(event, context.invokedFunctionArn),
);
