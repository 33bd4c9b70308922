import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Metric } from "../../shared/contracts/metrics.ts";
import { readFormBody } from "../../shared/platform/form-body.ts";
import type { HttpAnswer } from "../../shared/platform/http.ts";
import { failureFacts, type Log } from "../../shared/platform/log.ts";
import type { PublicIncidents } from "../../shared/store/ports.ts";
import { open311Texts } from "../../shared/texts/open311.ts";
import { preferredLanguage } from "../../shared/texts/preferred-language.ts";
import { addressOf, type Resource } from "./address.ts";
import { type Answer, faultOf, rendered } from "./answer.ts";
import { discovery, serviceDefinition, serviceList } from "./describe-services.ts";
import { jurisdictionOf } from "./jurisdiction.ts";
import { listRequests, showRequest, showToken } from "./list-requests.ts";
import { takeRequest, type TakingParts } from "./take-request.ts";

/** A request as a gateway hands it on. */
export type Request = Pick<
  APIGatewayProxyEventV2,
  "routeKey" | "headers" | "pathParameters" | "queryStringParameters" | "body" | "isBase64Encoded"
>;

export interface Open311Parts extends TakingParts {
  readonly publicIncidents: PublicIncidents;
  /** Where the outside world reaches the product. */
  readonly publicUrl: string;
  readonly log: Log;
}

const FORM = /^application\/x-www-form-urlencoded\b/i;

/** Answers the interface that applications of other makers know: GeoReport v2 of Open311. */
export const answerRequest = (parts: Open311Parts) => {
  const { publicIncidents, secrets, centre, publicUrl, now, counter, log } = parts;
  const take = takeRequest(parts);

  const post = async ({ headers, queryStringParameters: query = {}, ...body }: Request): Promise<Answer> => {
    const contentType = headers["content-type"];
    if (contentType !== undefined && !FORM.test(contentType))
      return faultOf(400, "A report is sent as application/x-www-form-urlencoded.");
    const read = readFormBody(body);
    if (read.kind === "problem") return faultOf(read.problem.status, read.problem.detail ?? read.problem.title);
    const texts = open311Texts[preferredLanguage(headers["accept-language"])];
    return take({ fields: read.fields, query, key: headers["idempotency-key"] }, texts);
  };

  const get = async (resource: Resource, query: Readonly<Record<string, string | undefined>>): Promise<Answer> => {
    const { open311 } = await secrets();
    const jurisdiction = jurisdictionOf(query["jurisdiction_id"]?.trim() || undefined, open311);
    if (jurisdiction.kind === "fault") return jurisdiction;
    const { centre: centreId } = jurisdiction;
    const asked = { centreId, data: await centre(centreId), now: now() };
    switch (resource.name) {
      case "discovery":
        return discovery(publicUrl, asked.data);
      case "services":
        return serviceList(asked.data);
      case "service":
        return serviceDefinition(asked.data, resource.id);
      case "requests":
        return listRequests(publicIncidents, query, asked);
      case "request":
        return showRequest(publicIncidents, resource.id, asked);
      case "token":
        return showToken(publicIncidents, resource.id, asked);
      default:
        return resource satisfies never;
    }
  };

  const answer = async (request: Request, resource: Resource | undefined): Promise<Answer> => {
    if (resource === undefined) return faultOf(404, "Nothing of GeoReport v2 is at this address.");
    if (!request.routeKey.startsWith("POST ")) return get(resource, request.queryStringParameters ?? {});
    return resource.name === "requests" ? post(request) : faultOf(405, "Only requests can be posted.");
  };

  return async (request: Request): Promise<HttpAnswer> => {
    const { format, resource } = addressOf(request.pathParameters?.["proxy"] ?? "");
    try {
      const given = await answer(request, resource);
      if (given.kind === "fault" && request.routeKey.startsWith("POST ")) counter.add(Metric.SignalRefused);
      return rendered(given, format);
    } catch (error) {
      log.error("A request of Open311 could not be answered.", failureFacts(error));
      return rendered(faultOf(503, "Try again in a moment; nothing was taken in by halves."), format);
    }
  };
};
