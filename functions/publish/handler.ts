import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { DueMessage } from "../../shared/contracts/due-message.ts";
import { environments } from "../../shared/contracts/environment.ts";
import { eventBus } from "../../shared/platform/bus.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { sqsDeadLetters } from "../../shared/platform/dead-letters.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { lateQueue } from "../../shared/platform/late-queue.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow } from "../../shared/platform/time.ts";
import { publishChanges } from "./publish-changes.ts";

const environment = readEnvironment(environments.publish);
const { logger, log, metrics, counter } = telemetry("publish");

const work = publishChanges({
  bus: eventBus(new EventBridgeClient({}), environment.BUS_NAME),
  due: lateQueue<DueMessage>(environment.DUE_QUEUE_URL),
  deadLetters: sqsDeadLetters(environment.DEAD_LETTER_URL),
  counter,
  log,
  now: systemNow,
});

export const handler = lambdaFunction({ logger, metrics }, work);
