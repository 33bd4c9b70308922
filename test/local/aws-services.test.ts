import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { createEventBridgeService } from "../../local/aws/eventbridge.ts";
import { createSnsService, type Notice } from "../../local/aws/sns.ts";
import { createSqsService } from "../../local/aws/sqs.ts";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import type { BusEvent } from "../../local/ports.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import { sqsQueue } from "../../shared/platform/queue.ts";
import { serveAws } from "../doubles/aws-server.ts";
import { arnOfQueue, defineQueue } from "../doubles/queue-definitions.ts";

const nine = Date.parse("2026-03-02T09:00:00Z");

async function base() {
  const store = openRunnerStore(mkdtempSync(join(tmpdir(), "otklik-aws-")));
  return { store, clock: await createVirtualClock({ store, startAt: nine }) };
}

describe("SQS as a function sees it", () => {
  async function open() {
    const definitions = [defineQueue("work"), defineQueue("replies.fifo")];
    const queues = createEmbeddedQueues({ ...(await base()), queues: definitions, report: console.error });
    const settings = await serveAws("sqs", createSqsService({ deployment: { queues: definitions }, queues }));
    return { sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }), queues };
  }
  const QueueUrl = "http://127.0.0.1:1/000000000000/work";

  it("is given many large messages in requests that it takes, in their order", async () => {
    const { sqs, queues } = await open();
    const texts = Array.from({ length: 12 }, (_, number) => String(number).padStart(200_000, "-"));
    await sqsQueue<string>(sqs, QueueUrl).sendAll(texts.map((message) => ({ message })));
    expect((await queues.receive("work", 20, 30)).map(({ body }) => JSON.parse(body))).toEqual(texts);
  });

  it("carries a message there and back with the digests that the client checks", async () => {
    const { sqs, queues } = await open();
    const MessageAttributes = {
      channel: { DataType: "String", StringValue: "вк" },
      seal: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255, 7]) },
    };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "обращение", MessageAttributes }));
    const received = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All"] }),
    );
    const [message] = received.Messages ?? [];
    expect(message).toMatchObject({
      Body: "обращение",
      MessageAttributes,
      Attributes: { SentTimestamp: String(nine) },
    });
    const ReceiptHandle = message?.ReceiptHandle;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    const [again] = (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? [];
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }));
    expect(await queues.depth("work")).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it("sends what is sound of a batch and says what was wrong with the rest", async () => {
    const { sqs } = await open();
    const sent = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: "sound", MessageBody: "sound" },
          { Id: "late", MessageBody: "late", DelaySeconds: 901 },
          { Id: "broken", MessageBody: "\u0000" },
        ],
      }),
    );
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(["sound"]);
    expect(sent.Failed).toMatchObject([
      { Id: "late", SenderFault: true, Code: "InvalidParameterValue" },
      { Id: "broken", SenderFault: true, Code: "InvalidMessageContents" },
    ]);
    const [message] = (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? [];
    const Entries = [{ Id: "1", ReceiptHandle: message?.ReceiptHandle }];
    const deleted = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    expect(deleted.Successful).toEqual([{ Id: "1" }]);
  });

  it("refuses in AWS's words", async () => {
    const { sqs } = await open();
    const entries = (count: number, Id = "same") => Array.from({ length: count }, () => ({ Id, MessageBody: "x" }));
    const refusals: [() => Promise<unknown>, string][] = [
      [() => sqs.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}-gone`, MessageBody: "x" })), "QueueDoesNotExist"],
      [() => sqs.send(new GetQueueUrlCommand({ QueueName: "gone" })), "QueueDoesNotExist"],
      [
        () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x".repeat(1_048_577) })),
        "InvalidParameterValue",
      ],
      [
        () => sqs.send(new SendMessageCommand({ QueueUrl: `${QueueUrl.slice(0, -4)}replies.fifo`, MessageBody: "x" })),
        "MissingParameter",
      ],
      [() => sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] })), "EmptyBatchRequest"],
      [() => sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries(11) })), "TooManyEntriesInBatchRequest"],
      [() => sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries(2) })), "BatchEntryIdsNotDistinct"],
      [() => sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries(1, "a b") })), "InvalidBatchEntryId"],
      [
        () =>
          sqs.send(
            new SendMessageBatchCommand({
              QueueUrl,
              Entries: ["1", "2"].map((Id) => ({ Id, MessageBody: "x".repeat(600_000) })),
            }),
          ),
        "BatchRequestTooLong",
      ],
      [() => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: "made up" })), "ReceiptHandleIsInvalid"],
      [() => sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 })), "InvalidParameterValue"],
    ];
    for (const [refusal, name] of refusals) await expect(refusal()).rejects.toMatchObject({ name });
  });

  it("waits for a message when asked to, and answers as soon as one comes", async () => {
    const { sqs, queues } = await open();
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    await queues.send("work", [{ body: "at last" }]);
    expect((await waiting).Messages).toMatchObject([{ Body: "at last" }]);
  });

  it("describes a queue", async () => {
    const { sqs, queues } = await open();
    await queues.send("work", [{ body: "one" }, { body: "later", delaySeconds: 60 }]);
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
    expect(Attributes).toMatchObject({
      QueueArn: arnOfQueue("work"),
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesDelayed: "1",
      VisibilityTimeout: "30",
    });
    expect(await sqs.send(new GetQueueUrlCommand({ QueueName: "work" }))).toMatchObject({ QueueUrl });
  });
});

describe("EventBridge as a function sees it", () => {
  async function open() {
    const put: Omit<BusEvent, "id">[] = [];
    const bus = {
      pending: 0,
      put: async (events: readonly Omit<BusEvent, "id">[]) => {
        put.push(...events);
        return events.map((_, index) => `event-${index}`);
      },
    };
    const deployment = { buses: [{ name: "city", arn: "arn:aws:events:local-1:000000000000:event-bus/city" }] };
    const { clock } = await base();
    return {
      put,
      events: new EventBridgeClient(await serveAws("events", createEventBridgeService({ deployment, bus, clock }))),
    };
  }
  const entry = { EventBusName: "city", Source: "otklik", DetailType: "IncidentOpened", Detail: '{"id":"e-1"}' };

  it("takes each entry or refuses it by itself, in order", async () => {
    const { events, put } = await open();
    const answer = await events.send(
      new PutEventsCommand({
        Entries: [
          { ...entry, Detail: "not json" },
          { ...entry, EventBusName: "arn:aws:events:local-1:000000000000:event-bus/city" },
          { ...entry, EventBusName: "village" },
          { ...entry, Source: undefined },
          { ...entry, Time: new Date("2026-03-01T00:00:00Z"), Resources: ["arn:aws:x:::y"] },
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(3);
    expect(answer.Entries).toMatchObject([
      { ErrorCode: "MalformedDetail" },
      { EventId: "event-0" },
      { ErrorCode: "ResourceNotFoundException" },
      { ErrorCode: "InvalidArgument" },
      { EventId: "event-1" },
    ]);
    const event = { busName: "city", source: "otklik", type: "IncidentOpened", detail: { id: "e-1" } };
    expect(put).toEqual([
      { ...event, time: nine },
      { ...event, time: Date.parse("2026-03-01T00:00:00Z"), resources: ["arn:aws:x:::y"] },
    ]);
  });

  it("refuses more than ten entries, and more than a mebibyte", async () => {
    const { events } = await open();
    const many = new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry) });
    await expect(events.send(many)).rejects.toMatchObject({ name: "ValidationException" });
    const Detail = JSON.stringify({ text: "x".repeat(600_000) });
    const large = new PutEventsCommand({
      Entries: [
        { ...entry, Detail },
        { ...entry, Detail },
      ],
    });
    await expect(events.send(large)).rejects.toThrow(/over the limit/);
  });
});

describe("SNS as a function sees it", () => {
  async function open() {
    const notices: Notice[] = [];
    const arn = "arn:aws:sns:local-1:000000000000:duty";
    const deployment = { topics: [{ name: "duty", arn }] };
    const service = createSnsService({ ...(await base()), deployment, onNotice: (notice) => notices.push(notice) });
    return { arn, notices, sns: new SNSClient(await serveAws("sns", service)) };
  }

  it("keeps a published notice and shows it", async () => {
    const { sns, arn, notices } = await open();
    const sent = await sns.send(
      new PublishCommand({ TopicArn: arn, Subject: "Срок", Message: "Срок прошёл: <дом 4> & двор" }),
    );
    expect(notices).toEqual([
      { id: sent.MessageId, topic: "duty", subject: "Срок", message: "Срок прошёл: <дом 4> & двор", at: nine },
    ]);
  });

  it("refuses an unknown topic and an empty message", async () => {
    const { sns, arn } = await open();
    const elsewhere = new PublishCommand({ TopicArn: `${arn}-gone`, Message: "x" });
    await expect(sns.send(elsewhere)).rejects.toMatchObject({ name: "NotFoundException" });
    const empty = new PublishCommand({ TopicArn: arn, Message: "" });
    await expect(sns.send(empty)).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});
