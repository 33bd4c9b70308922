import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Notice } from "../contracts/notices.ts";
import type { Way } from "../domain/centre/duty.ts";
import { type Queue, sqsQueue } from "./queue.ts";

/** Puts notices on the queues of their ways. */
export interface NoticeQueues {
  sendAll(notices: readonly Notice[]): Promise<void>;
}

interface Urls {
  readonly NOTICES_TOPIC_URL: string;
  readonly NOTICES_MAIL_URL: string;
  readonly NOTICES_MAX_URL: string;
  readonly NOTICES_WEBHOOK_URL: string;
}

export const noticeQueues = (queues: Readonly<Record<Way, Pick<Queue<Notice>, "sendAll">>>): NoticeQueues => ({
  sendAll: async (notices) => {
    for (const [way, some] of Map.groupBy(notices, ({ to }) => to.way))
      await queues[way].sendAll(some.map((message) => ({ message })));
  },
});

export const sqsNoticeQueues = (client: SQSClient, urls: Urls): NoticeQueues =>
  noticeQueues({
    topic: sqsQueue<Notice>(client, urls.NOTICES_TOPIC_URL),
    mail: sqsQueue<Notice>(client, urls.NOTICES_MAIL_URL),
    max: sqsQueue<Notice>(client, urls.NOTICES_MAX_URL),
    webhook: sqsQueue<Notice>(client, urls.NOTICES_WEBHOOK_URL),
  });
