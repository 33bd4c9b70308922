import { SQSClient } from "@aws-sdk/client-sqs";
import { environments } from "../../shared/contracts/environment.ts";
import type { ReplyMessage } from "../../shared/contracts/reply-message.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { sqsDeadLetters } from "../../shared/platform/dead-letters.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { sqsQueue } from "../../shared/platform/queue.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { handOverReplies } from "./hand-over-replies.ts";

const environment = readEnvironment(environments.dispatch);
const { logger, log, metrics, counter } = telemetry("dispatch");

const work = handOverReplies({
  replies: sqsQueue<ReplyMessage>(new SQSClient({}), environment.REPLIES_QUEUE_URL),
  deadLetters: sqsDeadLetters(environment.DEAD_LETTER_URL),
  counter,
  log,
});

export const handler = lambdaFunction({ logger, metrics }, work);
