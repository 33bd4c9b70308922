import * as z from "zod/mini";
import { centreView, incidentClocks, incidentDetail, incidentPage, incidentQuery } from "../../shared/contracts/api.ts";
import { commandBodies, commandName } from "../../shared/contracts/commands.ts";
import { acceptedSignal, idempotencyKey, partnerSignal } from "../../shared/contracts/partner-signal.ts";
import { problem } from "../../shared/contracts/problem.ts";
import { recomputeReport, recomputeRequest } from "../../shared/contracts/recompute.ts";
import type { CommandName } from "../../shared/domain/incident/command.ts";
import { idParameter, json, problems, schemaOf } from "./openapi-parts.ts";
import { personalPaths } from "./openapi-personal.ts";
import { suggestionPaths } from "./openapi-suggestions.ts";

const commandSummaries: Readonly<Record<CommandName, string>> = {
  triage: "Corrects topic, territory or urgency; the clocks are reckoned anew from the same start",
  assign: "Gives the incident to an authority",
  ask: "Asks the citizen; the clocks of the answer pause until there is an answer, or silence has lasted too long",
  resume: "Ends the wait for the citizen; the paused clocks run on",
  extend: "Puts a deadline off, with a reason and a notice to the citizen",
  interim: "Answers for the time being; the clock of the final answer starts",
  answer: "Answers the citizen; all clocks stop",
  draft: "Keeps a text to the citizen that is not published yet",
  submit: "Hands the draft to those who approve",
  approve: "Publishes the text that waits for approval; the clocks stop as for the answer it is",
  return: "Gives the text back to be written anew, with a reason",
  "deliver-by-hand": "Says that a person has carried a published reply to its citizen, or seen it there, and where",
  resend: "Sends a published reply once more that failed, or of which nobody knows whether it arrived",
  reopen: "Opens an answered or closed incident again; its clock continues or restarts, as the norm says",
  appeal:
    "Makes an appeal under the law of it; the statutory clock runs from the registration, the others are cancelled",
  close: "Closes the incident with a reason",
  merge: "Hands all messages to another incident, which keeps the earliest deadlines; splitting them off undoes it",
  split: "Takes messages out into an incident of their own, or into the one they were in before a merge",
  divide: "Makes one more incident of the same message, for another matter that it has",
  pos: "Writes down what «Госуслуги. Решаем вместе» knows it by; the answer goes by its due date",
  publish: "Lets everyone see the incident, without what names a citizen; never a private message",
  unpublish: "Takes the incident away from everyone's eyes again, with a reason",
};

const commandPaths = () =>
  Object.fromEntries(
    Object.entries(commandBodies).map(([name, body]) => [
      `/api/incidents/{id}/${name}`,
      {
        post: {
          summary: commandSummaries[commandName.parse(name)],
          security: [{ staff: [] }],
          parameters: [
            idParameter,
            {
              name: "If-Match",
              in: "header",
              required: true,
              schema: { type: "string" },
              description: 'The version, as "3"',
            },
          ],
          requestBody: { required: true, ...json(body, "input") },
          responses: {
            200: { description: "Done", ...json(incidentDetail) },
            ...problems(400, 403, 404, 409, 412, 428),
          },
        },
      },
    ]),
  );

const queryParameters = () => {
  const { properties = {} } = z.toJSONSchema(incidentQuery, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema }));
};

/** The description of the HTTP interface (OpenAPI 3.1), made from the schemas that check it. */
export const openApi = () => ({
  openapi: "3.1.0",
  info: {
    title: "Otklik",
    version: "0.1.0",
    summary: "Every citizen's message becomes an incident with an owner, a deadline and an answer",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  paths: {
    "/signals": {
      post: {
        summary: "Takes a message from a form or a partner",
        security: [{ partner: [] }],
        parameters: [
          { name: "Idempotency-Key", in: "header", required: true, schema: schemaOf(idempotencyKey, "input") },
        ],
        requestBody: { required: true, ...json(partnerSignal, "input") },
        responses: {
          202: { description: "Safely kept", ...json(acceptedSignal) },
          ...problems(400, 401, 413, 422, 503),
        },
      },
    },
    "/api/centre": {
      get: {
        summary: "The centre, and what of its data does nothing",
        security: [{ staff: [] }],
        responses: { 200: { description: "The centre", ...json(centreView) }, ...problems(403) },
      },
    },
    "/api/incidents": {
      get: {
        summary: "The incidents of a centre, newest first",
        security: [{ staff: [] }],
        parameters: queryParameters(),
        responses: { 200: { description: "A page", ...json(incidentPage) }, ...problems(400, 403) },
      },
    },
    "/api/incidents/{id}": {
      get: {
        summary: "One incident with its messages, history and replies",
        security: [{ staff: [] }],
        parameters: [idParameter],
        responses: {
          200: { description: "The incident; its version is the ETag", ...json(incidentDetail) },
          ...problems(403, 404),
        },
      },
    },
    "/api/incidents/{id}/clocks": {
      get: {
        summary: "How each deadline of an incident came about: which time counted, which did not, and why",
        security: [{ staff: [] }],
        parameters: [idParameter],
        responses: { 200: { description: "The clocks", ...json(incidentClocks) }, ...problems(403, 404) },
      },
    },
    "/api/centres/{centre}/recompute": {
      post: {
        summary:
          "Reckons a page of a centre's open incidents anew by its norms and calendar of now, and says what moved",
        security: [{ staff: [] }],
        parameters: [{ ...idParameter, name: "centre" }],
        requestBody: { required: true, ...json(recomputeRequest, "input") },
        responses: { 200: { description: "What the page came to", ...json(recomputeReport) }, ...problems(400, 403) },
      },
    },
    ...commandPaths(),
    ...personalPaths(),
    ...suggestionPaths(),
  },
  components: {
    schemas: { Problem: schemaOf(problem, "output") },
    securitySchemes: {
      staff: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
      partner: { type: "http", scheme: "bearer" },
    },
  },
});
