import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Metric } from "../../shared/contracts/metrics.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import { type HttpAnswer, problemAnswer, readJsonBody } from "../../shared/platform/http.ts";
import { failureFacts } from "../../shared/platform/log.ts";
import { type DoorSettings, doorAt } from "./channels/doors.ts";
import { acceptPartner, type PartnerParts } from "./partner.ts";
import { acceptWebhook, type WebhookParts, type WebhookRequest } from "./webhook.ts";

type Request = WebhookRequest & Pick<APIGatewayProxyEventV2, "routeKey">;

interface Parts extends PartnerParts, WebhookParts {
  readonly doors: DoorSettings;
}

/**
 * Takes what comes in from outside: finds the door, and answers 2xx only when the message is safe. A part that fails
 * makes 503, and the sender tries again.
 */
export const accept = (parts: Parts) => {
  const partner = acceptPartner(parts);
  const webhook = acceptWebhook(parts);

  const answer = async (request: Request): Promise<HttpAnswer> => {
    const { routeKey, pathParameters } = request;
    if (routeKey === "POST /signals") return partner(() => readJsonBody(request), request.headers);
    const { channel, path } = routeKey.startsWith("POST /webhooks/") ? (pathParameters ?? {}) : {};
    const door = doorAt(channel, path, parts.doors);
    return door === undefined
      ? problemAnswer(problemOf("not-found", "No channel is connected at this address."))
      : webhook(door, request);
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
