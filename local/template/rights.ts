import { decide } from "../policy/evaluate.ts";
import { compileStatements } from "../policy/statement.ts";
import { StartFailure } from "../start-failure.ts";
import type { PolicyStatement } from "./deployment.ts";

/** What Lambda does with the role of a function that works off a queue, or follows a stream. */
export const queueRights = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"] as const;
export const streamRights = [
  "dynamodb:DescribeStream",
  "dynamodb:GetRecords",
  "dynamodb:GetShardIterator",
  "dynamodb:ListStreams",
] as const;

/** What a service does on behalf of a role it was given: start it, or put a message there. */
export const sendingTo = (arn: string): string => {
  const service = arn.split(":")[2];
  if (service === "sqs") return "sqs:SendMessage";
  if (service === "sns") return "sns:Publish";
  if (service === "lambda") return "lambda:InvokeFunction";
  throw new StartFailure(`Nothing can be sent to ${arn} on one machine: only queues, topics and functions take it.`);
};

/** A role that lacks a right which AWS asks for when the stack is deployed is a StartFailure. */
export function requireRights(
  holder: { readonly where: string; readonly statements: readonly PolicyStatement[] },
  actions: readonly string[],
  resource: string,
): void {
  const statements = compileStatements(holder.statements);
  for (const action of actions) {
    if (decide(statements, { action, resource, leadingKeys: [] }).kind === "allowed") continue;
    throw new StartFailure(
      `The role of ${holder.where} does not allow ${action} on ${resource}, which AWS asks of it.`,
    );
  }
}
