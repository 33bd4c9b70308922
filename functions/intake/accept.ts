import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Metric } from "../../shared/contracts/metrics.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import { type HttpAnswer, problemAnswer, readJsonBody } from "../../shared/platform/http.ts";
import { failureFacts } from "../../shared/platform/log.ts";
import { acceptForm, type FormParts } from "./form.ts";
import { acceptVk, type WebhookParts } from "./webhook.ts";

type Request = Pick<APIGatewayProxyEventV2, "routeKey" | "headers" | "pathParameters" | "body" | "isBase64Encoded">;

type Door = (json: unknown, body: string, request: Request) => Promise<HttpAnswer>;

/**
 * Takes what comes in from outside: finds the door, reads the body, and answers 2xx only when the message is safe. A
 * part that fails makes 503, and the sender tries again.
 */
export const accept = (parts: FormParts & WebhookParts) => {
  const vk = acceptVk(parts);
  const form = acceptForm(parts);

  const doorOf = ({ routeKey, pathParameters }: Request): Door | undefined => {
    if (routeKey === "POST /signals") return (json, _body, { headers }) => form(json, headers);
    if (routeKey === "POST /webhooks/{channel}" && pathParameters?.["channel"] === "vk") return vk;
    return undefined;
  };

  const answer = async (request: Request): Promise<HttpAnswer> => {
    const door = doorOf(request);
    if (door === undefined) return problemAnswer(problemOf("not-found", "No channel is connected at this address."));
    const read = readJsonBody(request);
    return read.kind === "problem" ? problemAnswer(read.problem) : door(read.json, read.text, request);
  };

  return async (request: Request): Promise<HttpAnswer> => {
    try {
      const given = await answer(request);
      if ((given.statusCode ?? 200) >= 400) parts.counter.add(Metric.SignalRefused);
      return given;
    } catch (error) {
      parts.log.error("A message could not be kept; the sender is asked to try again.", failureFacts(error));
      return problemAnswer(problemOf("unavailable", "Try again in a moment; nothing was taken in by halves."));
    }
  };
};
