import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { environments } from "../../shared/contracts/environment.ts";
import type { RepublishReport } from "../../shared/contracts/republish.ts";
import { eventBus } from "../../shared/platform/bus.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { dynamoHistories } from "../../shared/store/dynamo/histories.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { republishEvents } from "./republish-events.ts";

const environment = readEnvironment(environments.republish);
const { logger, metrics, counter } = telemetry("republish");

const work = republishEvents({
  histories: dynamoHistories(incidentTable(environment.TABLE_NAME)),
  bus: eventBus(new EventBridgeClient({}), environment.BUS_NAME),
  counter,
});

/** Time for a page that is under way. */
const RESERVE_MILLISECONDS = 20_000;

export const handler = lambdaFunction<unknown, RepublishReport>({ logger, metrics }, (request, context) =>
  work(request, () => context.getRemainingTimeInMillis() > RESERVE_MILLISECONDS),
);
