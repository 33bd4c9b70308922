import * as z from "zod/mini";
import type { MessageAttribute, NewMessage } from "../ports.ts";
import type { Queue } from "../template/deployment.ts";
import { invalidParameter, missingParameter, type SqsRefusal } from "./sqs-answer.ts";
import { digestOfAttributes, digestOfBody } from "./sqs-digest.ts";

/** Of a message with its attributes, and of a batch altogether. https://docs.aws.amazon.com/general/latest/gr/sqs-service.html */
export const longestMessage = 1_048_576;
const longestDelay = 900;
const mostAttributes = 10;

const AttributeValue = z.object({
  DataType: z.string(),
  StringValue: z.optional(z.nullable(z.string())),
  BinaryValue: z.optional(z.nullable(z.string())),
});

/** What SendMessage and an entry of SendMessageBatch have in common. */
export const OutgoingMessage = z.looseObject({
  MessageBody: z.optional(z.string()),
  DelaySeconds: z.optional(z.nullable(z.int())),
  MessageAttributes: z.optional(z.nullable(z.record(z.string(), AttributeValue))),
  MessageGroupId: z.optional(z.nullable(z.string())),
  MessageDeduplicationId: z.optional(z.nullable(z.string())),
});
export type OutgoingMessage = z.infer<typeof OutgoingMessage>;

export type Checked =
  | { readonly kind: "message"; readonly message: NewMessage; readonly bytes: number }
  | { readonly kind: "refused"; readonly refusal: SqsRefusal };

/** Holds a message against the rules of SQS for the queue it is sent to. */
export function checkMessage(queue: Queue, outgoing: OutgoingMessage): Checked {
  const attributes = attributesOf(outgoing);
  const body = outgoing.MessageBody ?? "";
  const bytes = sizeOf(body, attributes);
  const refusal = refusalOf(queue, outgoing, attributes) ?? (bytes > longestMessage ? tooLong : undefined);
  if (refusal !== undefined) return { kind: "refused", refusal };
  const { DelaySeconds, MessageGroupId, MessageDeduplicationId } = outgoing;
  const message: NewMessage = {
    body,
    attributes,
    ...(DelaySeconds === undefined || DelaySeconds === null ? {} : { delaySeconds: DelaySeconds }),
    ...(MessageGroupId ? { groupId: MessageGroupId } : {}),
    ...(MessageDeduplicationId ? { deduplicationId: MessageDeduplicationId } : {}),
  };
  return { kind: "message", message, bytes };
}

/** What SQS answers of a message it took. */
export function receiptOf(message: NewMessage, id: string) {
  const attributesDigest = digestOfAttributes(message.attributes ?? {});
  return {
    MessageId: id,
    MD5OfMessageBody: digestOfBody(message.body),
    ...(attributesDigest === undefined ? {} : { MD5OfMessageAttributes: attributesDigest }),
  };
}

const tooLong = invalidParameter(
  `One or more parameters are invalid. Reason: Message must be shorter than ${longestMessage} bytes.`,
);

function refusalOf(
  queue: Queue,
  outgoing: OutgoingMessage,
  attributes: Readonly<Record<string, MessageAttribute>>,
): SqsRefusal | undefined {
  const { MessageBody, DelaySeconds: delay, MessageGroupId, MessageDeduplicationId } = outgoing;
  if (!MessageBody) return missingParameter("MessageBody");
  if (forbiddenCharacters.test(MessageBody)) {
    return { code: "InvalidMessageContents", message: "Message body contains characters that are not allowed." };
  }
  if (delay !== undefined && delay !== null) {
    const value = `Value ${delay} for parameter DelaySeconds is invalid. Reason: `;
    if (delay < 0 || delay > longestDelay) {
      return invalidParameter(`${value}DelaySeconds must be >= 0 and <= ${longestDelay}.`);
    }
    if (queue.fifo && delay > 0) {
      return invalidParameter(`${value}The request include parameter that is not valid for this queue type.`);
    }
  }
  if (queue.fifo && !MessageGroupId) return missingParameter("MessageGroupId");
  if (queue.fifo && !MessageDeduplicationId && queue.contentBasedDeduplication !== true) {
    return invalidParameter(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  }
  return attributesRefusal(attributes);
}

function attributesRefusal(attributes: Readonly<Record<string, MessageAttribute>>): SqsRefusal | undefined {
  const entries = Object.entries(attributes);
  if (entries.length > mostAttributes) {
    return invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${mostAttributes}].`,
    );
  }
  for (const [name, { type, value }] of entries) {
    if (!/^(String|Number|Binary)(\..+)?$/.test(type)) {
      return invalidParameter(
        `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
    }
    if (value === "") {
      return invalidParameter(
        `The message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`,
      );
    }
  }
  return undefined;
}

// https://www.w3.org/TR/REC-xml/#charsets, and no lone surrogates.
const forbiddenCharacters = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

function attributesOf({ MessageAttributes }: OutgoingMessage): Readonly<Record<string, MessageAttribute>> {
  return Object.fromEntries(
    Object.entries(MessageAttributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { type: DataType, value: StringValue ?? BinaryValue ?? "" },
    ]),
  );
}

function sizeOf(body: string, attributes: Readonly<Record<string, MessageAttribute>>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { type, value }]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(type) +
      Buffer.byteLength(value, type.startsWith("Binary") ? "base64" : "utf8"),
    Buffer.byteLength(body),
  );
}
