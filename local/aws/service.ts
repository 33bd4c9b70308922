import type { IncomingHttpHeaders } from "node:http";

export type AwsServiceName = "dynamodb" | "sqs" | "events" | "sns" | "secretsmanager" | "kms";

/** One request of a function's SDK client, after the role's policy allowed it. */
export interface AwsCall {
  readonly service: AwsServiceName;
  readonly functionName: string;
  /** As the API names it: `SendMessage`, `PutEvents`. */
  readonly operation: string;
  readonly body: Buffer;
  /** The parsed body; of the query protocol (SNS) a flat record of the form's fields. */
  readonly json: unknown;
  readonly headers: IncomingHttpHeaders;
}

export interface AwsAnswer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a service's errors as the service does; a rejected promise becomes a 500 that the SDK retries. */
export interface AwsService {
  handle(call: AwsCall): Promise<AwsAnswer>;
}
