import { suggestion } from "../../shared/contracts/assistant.ts";
import { idParameter, json, problems } from "./openapi-parts.ts";

const proposing = (summary: string) => ({
  summary,
  security: [{ staff: [] }],
  parameters: [idParameter],
  responses: {
    200: { description: "A text for a person to read, or why there is none", ...json(suggestion) },
    ...problems(403, 404, 412),
  },
});

/** Where a hosted language model proposes texts; 404 where none is switched on. */
export const suggestionPaths = () => ({
  "/api/incidents/{id}/summary": { get: proposing("A summary of what was said, by a language model") },
  "/api/incidents/{id}/suggest-reply": {
    post: proposing("A draft of an answer, by a language model; nothing is sent, and the history says who asked"),
  },
});
