import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { failureFacts } from "../../shared/platform/log.ts";
import type { SendNotice } from "../../shared/platform/sending.ts";
import { writeNotice } from "../../shared/texts/notice-text.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: 256 KiB of text, a subject of fewer than 100 characters. */
const LONGEST_TEXT_BYTES = 250_000;
const LONGEST_SUBJECT = 99;

/** Publishes to the topic that people on duty subscribe to. SNS knows no key by which a repeat would be one. */
export const publishNotice =
  (client: SNSClient, topicArn: string, publicUrl: string): SendNotice =>
  async (notice) => {
    if (notice.to.way !== "topic") return { kind: "refused", why: "The notice is not for the topic." };
    const size = (text: string): number => Buffer.byteLength(text);
    const { subject, text } = writeNotice(notice, publicUrl, { room: LONGEST_TEXT_BYTES, size });
    const publish = new PublishCommand({
      TopicArn: topicArn,
      Subject: subject.slice(0, LONGEST_SUBJECT),
      Message: text,
    });
    try {
      await client.send(publish);
      return { kind: "sent" };
    } catch (error) {
      return { kind: "later", why: `The topic did not take it: ${failureFacts(error).error}.` };
    }
  };
