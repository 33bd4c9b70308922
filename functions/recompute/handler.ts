import { SQSClient } from "@aws-sdk/client-sqs";
import { environments } from "../../shared/contracts/environment.ts";
import { type RecomputeMessage, recomputeMessage } from "../../shared/contracts/recompute.ts";
import { freshCentres } from "../../shared/platform/centre-data.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { sqsDeadLetters } from "../../shared/platform/dead-letters.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { sqsQueue } from "../../shared/platform/queue.ts";
import { queueWorker } from "../../shared/platform/queue-worker.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow } from "../../shared/platform/time.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoIncidents } from "../../shared/store/dynamo/incidents.ts";
import { dynamoQueue } from "../../shared/store/dynamo/queue.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { recomputeCentre } from "./recompute-centre.ts";

const environment = readEnvironment(environments.recompute);
const table = incidentTable(environment.TABLE_NAME);
const queues = new SQSClient({});
const { logger, log, metrics, counter } = telemetry("recompute");

const work = recomputeCentre({
  incidents: dynamoIncidents(table),
  queue: dynamoQueue(table),
  centre: freshCentres(dynamoCentres(table)),
  next: sqsQueue<RecomputeMessage>(queues, environment.RECOMPUTE_QUEUE_URL),
  now: systemNow,
  counter,
  log,
});

const deadLetters = sqsDeadLetters(environment.DEAD_LETTER_URL);
const worker = queueWorker({ schema: recomputeMessage, work, deadLetters, counter, log });

export const handler = lambdaFunction({ logger, metrics }, worker);
