import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type ReplyMessage, replyMessage } from "../../shared/contracts/reply-message.ts";
import { SECOND } from "../../shared/domain/time/instant.ts";
import type { DeadLetters } from "../../shared/platform/dead-letters.ts";
import { failures, queueBatch, type Received } from "../../shared/platform/queue-batch.ts";
import { type SendParts, sendReply } from "./send-reply.ts";

/** The longest text in its parts, each waited for as long as a call may take. */
const RESERVE = 70 * SECOND;

/**
 * Works off a batch page by page, the pages side by side. Of a page the first message that fails is given back with all
 * that follow it, so that none overtakes another.
 */
export const workOff = ({ deadLetters, ...parts }: SendParts & { readonly deadLetters: DeadLetters }) => {
  const { counter, log } = parts;
  const batch = queueBatch({ schema: replyMessage, deadLetters, counter, log });
  const send = sendReply(parts);

  const page = async (
    received: readonly Received<ReplyMessage>[],
    remaining: () => number,
  ): Promise<readonly SQSRecord[]> => {
    for (const [place, each] of received.entries()) {
      const left = received.slice(place).map(({ record }) => record);
      if (remaining() < RESERVE) return left;
      if ((await batch.attempt([each], () => send(each.message))).length > 0) return left;
    }
    return [];
  };

  return async (
    { Records }: SQSEvent,
    context: Pick<Context, "getRemainingTimeInMillis">,
  ): Promise<SQSBatchResponse> => {
    const pages = Map.groupBy(await batch.read(Records), ({ record }) => record.attributes.MessageGroupId);
    const failed = await Promise.all(
      [...pages.values()].map((each) => page(each, () => context.getRemainingTimeInMillis())),
    );
    return failures(failed.flat());
  };
};
