import {
  authorAnswer,
  authorReading,
  citizenErasure,
  citizenExport,
  citizenRequest,
} from "../../shared/contracts/citizen.ts";
import { exportReport, exportRequest } from "../../shared/contracts/export.ts";
import { idParameter, json, problems } from "./openapi-parts.ts";

/** Where the API speaks of who a citizen is. */
export const personalPaths = () => ({
  "/api/incidents/{id}/author": {
    post: {
      summary: "Who wrote it, for the roles operator, supervisor and administrator; each reading stands in the history",
      security: [{ staff: [] }],
      parameters: [idParameter],
      requestBody: { required: true, ...json(authorReading, "input") },
      responses: {
        200: { description: "The author; the incident's new version is the ETag", ...json(authorAnswer) },
        ...problems(400, 403, 404),
      },
    },
  },
  "/api/centres/{centre}/export": {
    post: {
      summary:
        "A page of a centre's incidents in the columns of «Инцидент Менеджмент», for the role administrator; whose author is in it, has that in its history",
      security: [{ staff: [] }],
      parameters: [{ ...idParameter, name: "centre" }],
      requestBody: { required: true, ...json(exportRequest, "input") },
      responses: { 200: { description: "The rows, newest first", ...json(exportReport) }, ...problems(400, 403) },
    },
  },
  "/api/citizens/export": {
    post: {
      summary: "All that is kept of a citizen, for the role administrator",
      security: [{ staff: [] }],
      requestBody: { required: true, ...json(citizenRequest, "input") },
      responses: { 200: { description: "All of it", ...json(citizenExport) }, ...problems(400, 403, 404) },
    },
  },
  "/api/citizens/erase": {
    post: {
      summary: "Erases what is a citizen's, for the role administrator; ask again while something remains",
      security: [{ staff: [] }],
      requestBody: { required: true, ...json(citizenRequest, "input") },
      responses: { 200: { description: "How much is done", ...json(citizenErasure) }, ...problems(400, 403) },
    },
  },
});
