import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import type { VirtualClock } from "../ports.ts";
import type { RunnerStore } from "../store/store-port.ts";
import type { Topic } from "../template/deployment.ts";
import type { AwsAnswer, AwsService } from "./service.ts";

/** What was published to a topic. One machine has no subscriptions: notices are kept, and shown on the screen. */
export interface Notice {
  readonly id: string;
  readonly topic: string;
  readonly subject: string | undefined;
  readonly message: string;
  /** Epoch milliseconds of the product's clock. */
  readonly at: number;
}

const longestMessage = 262_144;
const longestSubject = 100;
const Publish = z.looseObject({
  TopicArn: z.optional(z.string()),
  TargetArn: z.optional(z.string()),
  Subject: z.optional(z.string()),
  Message: z.optional(z.string()),
});

/** SNS Publish in the query protocol. */
export function createSnsService(options: {
  deployment: { readonly topics: readonly Topic[] };
  store: RunnerStore;
  clock: VirtualClock;
  onNotice: (notice: Notice) => void;
}): AwsService {
  const { deployment, store, clock, onNotice } = options;
  return {
    handle: async ({ operation, json }) => {
      if (operation !== "Publish") return refused("InvalidAction", `${operation} is not served here.`);
      const parsed = Publish.safeParse(json);
      if (!parsed.success) return invalid(z.prettifyError(parsed.error));
      const { TopicArn, TargetArn, Subject: subject, Message: message } = parsed.data;
      const topic = deployment.topics.find(({ arn }) => arn === (TopicArn ?? TargetArn));
      if (topic === undefined) return refused("NotFound", "Topic does not exist", 404);
      if (!message) return invalid("Empty message");
      if (Buffer.byteLength(message) > longestMessage) return invalid("Message too long");
      if (subject !== undefined && !isSubject(subject)) return invalid("Subject");
      const notice = { id: randomUUID(), topic: topic.name, subject, message, at: clock.now() };
      await store.commit((database) =>
        database.run(
          "INSERT INTO notices (id, topic, subject, message, at) VALUES (?, ?, ?, ?, ?)",
          notice.id,
          notice.topic,
          notice.subject ?? null,
          notice.message,
          notice.at,
        ),
      );
      onNotice(notice);
      return published(notice.id);
    },
  };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: fewer than 100 characters, in one line. */
function isSubject(subject: string): boolean {
  return subject.length > 0 && subject.length <= longestSubject && !/\p{Cc}/u.test(subject);
}

const namespace = "http://sns.amazonaws.com/doc/2010-03-31/";
const headers = { "content-type": "text/xml" };

const published = (messageId: string): AwsAnswer => ({
  status: 200,
  headers,
  body:
    `<PublishResponse xmlns="${namespace}"><PublishResult><MessageId>${messageId}</MessageId></PublishResult>` +
    `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></PublishResponse>`,
});

const invalid = (what: string): AwsAnswer => refused("InvalidParameter", `Invalid parameter: ${what}`);

const refused = (code: string, message: string, status = 400): AwsAnswer => ({
  status,
  headers,
  body:
    `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code>` +
    `<Message>${escaped(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
});

const escaped = (message: string): string =>
  message.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
