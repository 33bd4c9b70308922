import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { problemOf } from "../../shared/contracts/problem.ts";
import { UnknownCentre } from "../../shared/platform/centre-data.ts";
import { type HttpAnswer, jsonAnswer, problemAnswer, readJsonBody } from "../../shared/platform/http.ts";
import { callerOf, type Staff } from "../../shared/platform/staff.ts";
import { commandIncident, type CommandParts } from "./command-incident.ts";
import { openApi } from "./openapi.ts";
import { exportIncidents } from "./export-incidents.ts";
import { type AuthorParts, readAuthor } from "./read-author.ts";
import { listIncidents, readClocks, readIncident, type ReadParts } from "./read-incidents.ts";
import { recomputeIncidents, type RecomputeParts } from "./recompute-incidents.ts";
import { showCentre } from "./show-centre.ts";
import { suggestText, type SuggestionParts } from "./suggest-text.ts";

/** The routes of the API, as API Gateway names them. `infra` makes a route of each. */
export const answerRequest = (parts: ReadParts & CommandParts & AuthorParts & RecomputeParts & SuggestionParts) => {
  const list = listIncidents(parts);
  const read = readIncident(parts);
  const clocks = readClocks(parts);
  const command = commandIncident(parts);
  const recompute = recomputeIncidents(parts);
  const exported = exportIncidents(parts);
  const author = readAuthor(parts);
  const show = showCentre(parts);
  const suggest = suggestText(parts);

  const onCommand = (event: APIGatewayProxyEventV2, staff: Staff): HttpAnswer | Promise<HttpAnswer> => {
    const body = readJsonBody(event);
    if (body.kind === "problem") return problemAnswer(body.problem);
    const { id = "", command: name = "" } = event.pathParameters ?? {};
    return command({ id, command: name, ifMatch: event.headers["if-match"], json: body.json }, staff);
  };

  const answer = async (event: APIGatewayProxyEventV2, staff: Staff): Promise<HttpAnswer> => {
    switch (event.routeKey) {
      case "GET /api/centre":
        return show(staff);
      case "GET /api/incidents":
        return list(event.queryStringParameters ?? {}, staff);
      case "GET /api/incidents/{id}":
        return read(event.pathParameters?.["id"] ?? "", staff);
      case "GET /api/incidents/{id}/clocks":
        return clocks(event.pathParameters?.["id"] ?? "", staff);
      case "GET /api/incidents/{id}/summary":
        return suggest("summary", event.pathParameters?.["id"] ?? "", staff);
      case "POST /api/incidents/{id}/suggest-reply":
        return suggest("draft", event.pathParameters?.["id"] ?? "", staff);
      case "POST /api/incidents/{id}/author": {
        const body = readJsonBody(event);
        return body.kind === "problem"
          ? problemAnswer(body.problem)
          : author({ id: event.pathParameters?.["id"] ?? "", json: body.json }, staff);
      }
      case "POST /api/incidents/{id}/{command}":
        return onCommand(event, staff);
      case "POST /api/centres/{centre}/recompute": {
        const body = readJsonBody(event);
        if (body.kind === "problem") return problemAnswer(body.problem);
        return recompute(event.pathParameters?.["centre"] ?? "", body.json, staff);
      }
      case "POST /api/centres/{centre}/export": {
        const body = readJsonBody(event);
        if (body.kind === "problem") return problemAnswer(body.problem);
        return exported(event.pathParameters?.["centre"] ?? "", body.json, staff);
      }
      default:
        return problemAnswer(problemOf("not-found", `Nothing answers to ${event.routeKey}.`));
    }
  };

  return async (event: APIGatewayProxyEventV2): Promise<HttpAnswer> => {
    if (event.routeKey === "GET /api/openapi.json") return jsonAnswer(200, openApi());
    const staff = callerOf(event);
    if (staff === undefined)
      return problemAnswer(problemOf("forbidden", "The token names no role of staff and no centre."));
    try {
      return await answer(event, staff);
    } catch (thrown) {
      if (thrown instanceof UnknownCentre) return problemAnswer(problemOf("forbidden", thrown.message));
      throw thrown;
    }
  };
};
