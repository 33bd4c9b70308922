import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type CitizenRequest, citizenRequest, erasedCitizen } from "../../shared/contracts/citizen.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import { type HttpAnswer, jsonAnswer, problemAnswer, readJsonBody } from "../../shared/platform/http.ts";
import { complaints } from "../../shared/platform/parse.ts";
import { callerOf, type Staff } from "../../shared/platform/staff.ts";
import { eraseCitizen, type EraseParts } from "./erase-citizen.ts";
import { exportCitizen, type ExportParts } from "./export-citizen.ts";

const secretly = { "cache-control": "no-store" };

/** What a citizen may ask of the centre about their data, asked by an administrator on their behalf. */
export const answerRequest = (parts: ExportParts & EraseParts) => {
  const collect = exportCitizen(parts);
  const erase = eraseCitizen(parts);

  const carryOut = async (
    routeKey: string,
    request: CitizenRequest,
    staff: Staff,
    hasTime: () => boolean,
  ): Promise<HttpAnswer> => {
    switch (routeKey) {
      case "POST /api/citizens/export": {
        const collected = await collect(request, staff);
        return collected === undefined
          ? problemAnswer(problemOf("not-found", "Nothing is kept of such a citizen in your centre."))
          : jsonAnswer(200, collected, secretly);
      }
      case "POST /api/citizens/erase":
        return jsonAnswer(200, await erase(request, staff, hasTime), secretly);
      default:
        return problemAnswer(problemOf("not-found", `Nothing answers to ${routeKey}.`));
    }
  };

  return async (event: APIGatewayProxyEventV2, hasTime: () => boolean): Promise<HttpAnswer> => {
    const staff = callerOf(event);
    if (staff?.role !== "administrator")
      return problemAnswer(problemOf("forbidden", "Citizens' data are exported and erased by administrators."));
    const body = readJsonBody(event);
    if (body.kind === "problem") return problemAnswer(body.problem);
    const erased = erasedCitizen.safeParse(body.json);
    if (erased.success && event.routeKey === "POST /api/citizens/erase")
      return jsonAnswer(200, await erase(erased.data, staff, hasTime), secretly);
    const request = citizenRequest.safeParse(body.json);
    if (!request.success) return problemAnswer(problemOf("malformed", undefined, [...complaints(request.error)]));
    return carryOut(event.routeKey, request.data, staff, hasTime);
  };
};
