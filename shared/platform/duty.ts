import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";

/** People on duty. */
export interface Duty {
  tell(notice: { readonly subject: string; readonly text: string }): Promise<void>;
}

/** SNS takes 256 KiB of text, and subjects of fewer than 100 characters. */
const LONGEST_TEXT_BYTES = 250_000;
const LONGEST_SUBJECT = 99;

const cut = (text: string): string => {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST_TEXT_BYTES) return text;
  const whole = bytes.subarray(0, LONGEST_TEXT_BYTES).toString("utf8");
  return `${whole.slice(0, whole.lastIndexOf("\n"))}\n…`;
};

/** An SNS topic that duty officers subscribe to. */
export const snsDuty = (client: SNSClient, topicArn: string): Duty => ({
  tell: async ({ subject, text }) => {
    await client.send(
      new PublishCommand({ TopicArn: topicArn, Subject: subject.slice(0, LONGEST_SUBJECT), Message: cut(text) }),
    );
  },
});
