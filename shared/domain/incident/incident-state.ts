import * as z from "zod/mini";

/** Where an incident stands in its life: what may follow what is decided with each command. */
export const incidentStates = [
  "new",
  "triaged",
  "irrelevant",
  "assigned",
  "in-work",
  "on-approval",
  "returned",
  "interim-answered",
  "answered",
  "assessment",
  "closed",
  "reopened",
  "appeal",
] as const;
export const incidentState = z.enum(incidentStates);
export type IncidentState = z.infer<typeof incidentState>;
