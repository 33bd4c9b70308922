import type { IncomingHttpHeaders } from "node:http";
import type { AwsAnswer, AwsServiceName } from "./service.ts";

export interface Operation {
  readonly service: AwsServiceName;
  readonly operation: string;
  readonly json: unknown;
}

/** What `X-Amz-Target` begins with. */
const targets: Readonly<Record<string, AwsServiceName>> = {
  DynamoDB_20120810: "dynamodb",
  AmazonSQS: "sqs",
  AWSEvents: "events",
  secretsmanager: "secretsmanager",
  TrentService: "kms",
};

/** Which operation of which service a request calls, or nothing when it is none that the runner serves. */
export function operationOf(headers: IncomingHttpHeaders, body: Buffer): Operation | undefined {
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const dot = target.indexOf(".");
    const service = targets[target.slice(0, dot)];
    const json = parseJson(body);
    if (service === undefined || json === undefined) return undefined;
    return { service, operation: target.slice(dot + 1), json };
  }
  if (!headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return undefined;
  // The query protocol names no service; of those served here only SNS speaks it.
  const form = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  const operation = form["Action"];
  return operation === undefined ? undefined : { service: "sns", operation, json: form };
}

function parseJson(body: Buffer): unknown {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return parsed;
  } catch {
    return undefined;
  }
}

export interface AwsError {
  readonly status: number;
  /** By protocol, so that each SDK client raises its own error of the kind and does not retry it. */
  readonly json: string;
  readonly query: string;
  readonly message: string;
}

export const accessDenied = (message: string): AwsError => ({
  status: 403,
  json: "AccessDeniedException",
  query: "AuthorizationError",
  message,
});

export const unknownKey: AwsError = {
  status: 403,
  json: "UnrecognizedClientException",
  query: "InvalidClientTokenId",
  message: "The security token included in the request is invalid.",
};

export const brokenInside = (message: string): AwsError => ({
  status: 500,
  json: "InternalServerError",
  query: "InternalFailure",
  message,
});

/** An error as the service of the call writes it. */
export function errorAnswer(
  service: AwsServiceName | undefined,
  { status, json, query, message }: AwsError,
): AwsAnswer {
  switch (service) {
    case "sns":
      return {
        status,
        headers: { "content-type": "text/xml" },
        body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${query}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>0</RequestId></ErrorResponse>`,
      };
    case "sqs": {
      const code = json === "AccessDeniedException" ? "AccessDenied" : json;
      return {
        status,
        headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-query-error": `${code};Sender` },
        body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }),
      };
    }
    case "dynamodb":
      return {
        status: status === 500 ? 500 : 400,
        headers: { "content-type": "application/x-amz-json-1.0" },
        body: JSON.stringify({ __type: `com.amazon.coral.service#${json}`, Message: message }),
      };
    case "events":
    case "kms":
    case "secretsmanager":
    case undefined:
      return {
        status: status === 500 ? 500 : 400,
        headers: { "content-type": "application/x-amz-json-1.1" },
        body: JSON.stringify({ __type: json, message }),
      };
  }
}

const escapeXml = (text: string) => text.replace(/[<>&]/g, (found) => `&#${found.charCodeAt(0)};`);
