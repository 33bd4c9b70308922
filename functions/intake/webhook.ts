import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Metric } from "../../shared/contracts/metrics.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import { type HttpAnswer, problemAnswer, readBytes, readJson, type ReadBody } from "../../shared/platform/http.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import type { ChannelDoor, Verdict, WebhookCall } from "./channels/channel.ts";
import { keep, type KeepParts } from "./keep.ts";

export interface WebhookParts extends KeepParts {
  readonly secrets: ReadSecrets;
}

export interface WebhookRequest
  extends Pick<APIGatewayProxyEventV2, "headers" | "pathParameters" | "body" | "isBase64Encoded"> {
  readonly requestContext: { readonly http: { readonly sourceIp: string } };
}

/** A call whose body is read when it is first asked for, and once. */
const callOf = ({ headers, pathParameters, requestContext }: WebhookRequest, bytes: Buffer): WebhookCall => {
  let read: ReadBody | undefined;
  return {
    headers,
    path: pathParameters?.["path"],
    address: requestContext.http.sourceIp,
    body: () => (read ??= readJson(bytes)),
  };
};

const noteRetry = ({ counter, log }: WebhookParts, { channel, retryHeader }: ChannelDoor, { headers }: WebhookCall) => {
  const attempt = Number(retryHeader === undefined ? 0 : (headers[retryHeader] ?? 0));
  if (!(attempt > 0)) return;
  counter.add(Metric.CallRepeated);
  log.info("A platform sends a call again.", { channel, attempt });
};

/**
 * Answers a webhook call: who sends it is proved before what it says is read, and it is acknowledged when that is safe.
 * A secret that is not known makes the secrets be read again, so that a new one serves at once.
 */
export const acceptWebhook =
  (parts: WebhookParts) =>
  async (door: ChannelDoor, request: WebhookRequest): Promise<HttpAnswer> => {
    const body = readBytes(request);
    if (body.kind === "problem") return problemAnswer(body.problem);
    const call = callOf(request, body.bytes);
    const known = await parts.secrets();
    const first = door.verify(call, known);
    const verdict: Verdict = first.kind === "unauthorized" ? door.verify(call, await parts.secrets(known)) : first;
    switch (verdict.kind) {
      case "unauthorized":
        return problemAnswer(problemOf("unauthorized", verdict.why));
      case "malformed":
        return problemAnswer(verdict.problem);
      case "handshake":
        return verdict.answer;
      case "verified": {
        const read = call.body();
        if (read.kind === "problem") return problemAnswer(read.problem);
        noteRetry(parts, door, call);
        const { source } = verdict;
        const reading = door.read(read.json, source, parts.now());
        await keep(parts, { channel: door.channel, source, reading, body: read.text });
        return door.acknowledge();
      }
      default:
        return verdict satisfies never;
    }
  };
