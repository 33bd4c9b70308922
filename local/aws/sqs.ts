import * as z from "zod/mini";
import type { Queues } from "../ports.ts";
import { InvalidReceipt } from "../queues/message-rows.ts";
import { queueAttributes } from "../queues/queue-attributes.ts";
import type { Queue } from "../template/deployment.ts";
import type { AwsAnswer, AwsService } from "./service.ts";
import { answered, invalidParameter, missingParameter, refused } from "./sqs-answer.ts";
import { batchRefusal } from "./sqs-batch.ts";
import { receiveMessage } from "./sqs-receive.ts";
import { checkMessage, longestMessage, OutgoingMessage, receiptOf } from "./sqs-send.ts";

const ToQueue = z.looseObject({ QueueUrl: z.string() });
const Named = z.looseObject({ QueueName: z.string() });
const SendBatch = z.looseObject({ Entries: z.array(z.extend(OutgoingMessage, { Id: z.string() })) });
const Receipt = z.looseObject({ ReceiptHandle: z.string() });
const DeleteBatch = z.looseObject({ Entries: z.array(z.looseObject({ Id: z.string(), ReceiptHandle: z.string() })) });
const Visibility = z.looseObject({ ReceiptHandle: z.string(), VisibilityTimeout: z.int() });
const AttributesWanted = z.looseObject({ AttributeNames: z.optional(z.nullable(z.array(z.string()))) });

type Operation = (queues: Queues, queue: Queue, json: unknown) => Promise<AwsAnswer>;

const operations: Readonly<Record<string, Operation>> = {
  SendMessage: parsing(OutgoingMessage, async (queues, queue, request) => {
    const checked = checkMessage(queue, request);
    if (checked.kind === "refused") return refused(checked.refusal);
    const [id = ""] = await queues.send(queue.name, [checked.message]);
    return answered(receiptOf(checked.message, id));
  }),
  SendMessageBatch: parsing(SendBatch, async (queues, queue, { Entries }) => {
    const refusal = batchRefusal(
      "SendMessageBatch",
      Entries.map((entry) => entry.Id),
    );
    if (refusal !== undefined) return refused(refusal);
    const checked = Entries.map((entry) => ({ entryId: entry.Id, outcome: checkMessage(queue, entry) }));
    const sound = checked.flatMap(({ entryId, outcome }) =>
      outcome.kind === "message" ? [{ entryId, message: outcome.message, bytes: outcome.bytes }] : [],
    );
    const bytes = sound.reduce((sum, entry) => sum + entry.bytes, 0);
    if (bytes > longestMessage) {
      const message = `Batch requests cannot be longer than ${longestMessage} bytes. You have sent ${bytes} bytes.`;
      return refused({ code: "BatchRequestTooLong", message });
    }
    const ids =
      sound.length === 0
        ? []
        : await queues.send(
            queue.name,
            sound.map((entry) => entry.message),
          );
    return answered({
      Successful: sound.map((entry, index) => ({ Id: entry.entryId, ...receiptOf(entry.message, ids[index] ?? "") })),
      Failed: checked.flatMap(({ entryId, outcome }) =>
        outcome.kind === "refused"
          ? [{ Id: entryId, SenderFault: true, Code: outcome.refusal.code, Message: outcome.refusal.message }]
          : [],
      ),
    });
  }),
  ReceiveMessage: receiveMessage,
  DeleteMessage: parsing(Receipt, async (queues, queue, { ReceiptHandle }) => {
    await queues.remove(queue.name, [ReceiptHandle]);
    return answered({});
  }),
  DeleteMessageBatch: parsing(DeleteBatch, async (queues, queue, { Entries }) => {
    const refusal = batchRefusal(
      "DeleteMessageBatch",
      Entries.map((entry) => entry.Id),
    );
    if (refusal !== undefined) return refused(refusal);
    await queues.remove(
      queue.name,
      Entries.map((entry) => entry.ReceiptHandle),
    );
    return answered({ Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] });
  }),
  ChangeMessageVisibility: parsing(Visibility, async (queues, queue, { ReceiptHandle, VisibilityTimeout: seconds }) => {
    if (seconds < 0 || seconds > 43_200) {
      const reason = "Reason: VisibilityTimeout must be an integer between 0 and 43200.";
      return refused(invalidParameter(`Value ${seconds} for parameter VisibilityTimeout is invalid. ${reason}`));
    }
    await queues.release(queue.name, [ReceiptHandle], seconds);
    return answered({});
  }),
  GetQueueAttributes: parsing(AttributesWanted, async (queues, queue, request) => {
    const depth = await queues.depth(queue.name);
    const all: Readonly<Record<string, string>> = {
      QueueArn: queue.arn,
      ApproximateNumberOfMessages: String(depth.visible),
      ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
      ApproximateNumberOfMessagesDelayed: String(depth.delayed),
      MaximumMessageSize: String(longestMessage),
      ...queueAttributes(queue),
    };
    const wanted = request.AttributeNames ?? [];
    const shown = Object.entries(all).filter(([name]) => wanted.includes("All") || wanted.includes(name));
    return answered({ Attributes: Object.fromEntries(shown) });
  }),
};

/** SQS in its JSON protocol, over the queues of the deployment. */
export function createSqsService(options: {
  deployment: { readonly queues: readonly Queue[] };
  queues: Queues;
}): AwsService {
  const byName = new Map(options.deployment.queues.map((queue) => [queue.name, queue]));
  return {
    handle: async ({ operation, json }) => {
      if (operation === "GetQueueUrl") {
        const queue = byName.get(Named.safeParse(json).data?.QueueName ?? "");
        return queue === undefined ? noSuchQueue() : answered({ QueueUrl: queue.url });
      }
      const serve = operations[operation];
      if (serve === undefined)
        return refused({ code: "UnsupportedOperation", message: `${operation} is not served here.` });
      const url = ToQueue.safeParse(json).data?.QueueUrl;
      if (url === undefined) return refused(missingParameter("QueueUrl"));
      const queue = byName.get(url.split("/").at(-1) ?? "");
      if (queue === undefined) return noSuchQueue();
      try {
        return await serve(options.queues, queue, json);
      } catch (error) {
        if (!(error instanceof InvalidReceipt)) throw error;
        return refused({ code: "ReceiptHandleIsInvalid", message: error.message });
      }
    },
  };
}

function parsing<Request>(
  schema: z.ZodMiniType<Request>,
  serve: (queues: Queues, queue: Queue, request: Request) => Promise<AwsAnswer>,
): Operation {
  return async (queues, queue, json) => {
    const parsed = schema.safeParse(json);
    return parsed.success
      ? serve(queues, queue, parsed.data)
      : refused(invalidParameter(z.prettifyError(parsed.error)));
  };
}

const noSuchQueue = (): AwsAnswer =>
  refused({ code: "QueueDoesNotExist", message: "The specified queue does not exist." });
