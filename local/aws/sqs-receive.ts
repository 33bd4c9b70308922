import * as z from "zod/mini";
import type { QueueMessage, Queues } from "../ports.ts";
import type { Queue } from "../template/deployment.ts";
import type { AwsAnswer } from "./service.ts";
import { answered, invalidParameter, refused } from "./sqs-answer.ts";
import { digestOfAttributes, digestOfBody } from "./sqs-digest.ts";

const names = z.optional(z.nullable(z.array(z.string())));
const Request = z.looseObject({
  MaxNumberOfMessages: z._default(z.int(), 1),
  VisibilityTimeout: z.optional(z.int().check(z.minimum(0), z.maximum(43_200))),
  WaitTimeSeconds: z._default(z.int().check(z.minimum(0), z.maximum(20)), 0),
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
});
type Request = z.infer<typeof Request>;

export async function receiveMessage(queues: Queues, queue: Queue, json: unknown): Promise<AwsAnswer> {
  const parsed = Request.safeParse(json);
  if (!parsed.success) return refused(invalidParameter(z.prettifyError(parsed.error)));
  const request = parsed.data;
  const { MaxNumberOfMessages: most, WaitTimeSeconds } = request;
  if (most < 1 || most > 10) {
    const reason = "Reason: Must be between 1 and 10, if provided.";
    return refused(invalidParameter(`Value ${most} for parameter MaxNumberOfMessages is invalid. ${reason}`));
  }
  const visibility = request.VisibilityTimeout ?? queue.visibilitySeconds;
  const endsAt = performance.now() + WaitTimeSeconds * 1_000;
  for (;;) {
    const arrival = nextArrival(queues, queue.name, endsAt - performance.now());
    const messages = await queues.receive(queue.name, most, visibility);
    if (messages.length > 0 || performance.now() >= endsAt) {
      arrival.forget();
      return answered(
        messages.length === 0 ? {} : { Messages: messages.map((message) => described(message, request)) },
      );
    }
    await arrival.promise;
  }
}

/** Listens from before the look, so that what comes between the look and the wait is not missed. */
function nextArrival(queues: Queues, queueName: string, longestMilliseconds: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.max(0, longestMilliseconds));
  const stop = queues.onArrival(queueName, resolve);
  const forget = (): void => {
    clearTimeout(timer);
    stop();
  };
  return { promise: promise.finally(forget), forget };
}

function described(message: QueueMessage, request: Request) {
  const system = {
    SenderId: "000000000000",
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
  };
  const asked = [...(request.AttributeNames ?? []), ...(request.MessageSystemAttributeNames ?? [])];
  const shown = Object.entries(system).filter(([name]) => asked.includes("All") || asked.includes(name));
  const wanted = (name: string): boolean =>
    (request.MessageAttributeNames ?? []).some(
      (each) => each === "All" || each === name || (each.endsWith(".*") && name.startsWith(each.slice(0, -2))),
    );
  const attributes = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => wanted(name)));
  const values = Object.entries(attributes).map(([name, { type, value }]) => [
    name,
    type.startsWith("Binary") ? { DataType: type, BinaryValue: value } : { DataType: type, StringValue: value },
  ]);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: digestOfBody(message.body),
    Body: message.body,
    ...(shown.length === 0 ? {} : { Attributes: Object.fromEntries(shown) }),
    ...(values.length === 0
      ? {}
      : { MessageAttributes: Object.fromEntries(values), MD5OfMessageAttributes: digestOfAttributes(attributes) }),
  };
}
