import { setTimeout } from "node:timers/promises";
import { SQSClient } from "@aws-sdk/client-sqs";
import { environments } from "../../shared/contracts/environment.ts";
import type { SignalMessage } from "../../shared/contracts/signal-message.ts";
import { circuit } from "../../shared/platform/circuit.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { kmsSealing } from "../../shared/platform/kms.ts";
import { sqsQueue } from "../../shared/platform/queue.ts";
import { secretsManagerSecrets } from "../../shared/platform/secrets.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { dynamoBotChats } from "../../shared/store/dynamo/bot-chats.ts";
import { dynamoCursors } from "../../shared/store/dynamo/cursors.ts";
import { dynamoDialogues } from "../../shared/store/dynamo/dialogues.ts";
import { dynamoIncidents } from "../../shared/store/dynamo/incidents.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { collect } from "./collect.ts";
import { collectorsOf } from "./collectors.ts";
import { takeMissed } from "./take-missed.ts";
import { visitSource } from "./visit-source.ts";

const environment = readEnvironment(environments.collect);
const table = incidentTable(environment.TABLE_NAME);
const dialogues = dynamoDialogues(incidentTable(environment.IDENTITIES_NAME));
const { logger, metrics, ...told } = telemetry("collect");
const calls = { now: systemNow, wait: setTimeout, circuit: circuit({ age: uptime, patience: 1 }) };
const signals = sqsQueue<SignalMessage>(new SQSClient({}), environment.SIGNALS_QUEUE_URL);
const sealing = kmsSealing(environment, uptime);
const take = takeMissed({ signals, sealing, incidents: dynamoIncidents(table), ...told });
const work = collect({
  secrets: secretsManagerSecrets(environment.SECRET_ID, uptime, told.log),
  collectorsOf: (known) => collectorsOf(known, environment, { ...sealing, botChats: dynamoBotChats(table), dialogues }),
  visit: visitSource({ ...calls, cursors: dynamoCursors(table), take, ...told }),
});

// Leaves time to write down how far each source has come, after a last answer that is waited for.
export const handler = lambdaFunction<unknown, void>({ logger, metrics }, (_event, context) =>
  work(() => context.getRemainingTimeInMillis() > 30_000),
);
