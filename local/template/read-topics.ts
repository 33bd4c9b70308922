import * as z from "zod/mini";
import type { Topic } from "./deployment.ts";
import { noMeaning, tags } from "./no-meaning.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const topic = z.strictObject({
  TopicName: z.optional(z.string()),
  DisplayName: noMeaning("The sender's name of mails that AWS sends."),
  KmsMasterKeyId: z.optional(z.string()),
  TracingConfig: noMeaning("There is no X-Ray here."),
  Tags: tags,
});

const topicPolicy = z.strictObject({
  Topics: z.array(z.string()),
  PolicyDocument: noMeaning("Only this deployment's functions publish here; tests of infra/ cover these policies."),
});

const subscription = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.enum(["email", "email-json", "sms"]),
  Endpoint: noMeaning("AWS sends mail and SMS; the runner keeps what was published for its own pages."),
});

export function readTopics(template: ResolvedTemplate): readonly Topic[] {
  template.all("AWS::SNS::TopicPolicy", topicPolicy);
  template.all("AWS::SNS::Subscription", subscription);
  return template.all("AWS::SNS::Topic", topic).map(({ name, arn, properties: { KmsMasterKeyId: keyArn } }) => ({
    name,
    arn,
    ...(keyArn !== undefined && { keyArn }),
  }));
}
