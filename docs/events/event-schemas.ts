import * as z from "zod/mini";
import { EVENT_SCHEMA_VERSION, type EventType, envelopeOf, eventData } from "../../shared/contracts/events.ts";

/** What an event of each type tells, for whoever subscribes to it. */
const meanings: Readonly<Record<string, string>> = {
  SignalRejected: "A message was verified and not understood; it is kept as a rejection.",
  IncidentOpened: "A message became an incident.",
  IncidentJoined: "A message joined an incident of the same matter.",
  IncidentChanged: "Something was done to an incident that neither closed nor reopened it: `what` says what.",
  IncidentClosed: "An incident was closed, and its clocks stopped.",
  IncidentReopened: "An incident that was answered or closed is to be dealt with again.",
  ReplyPublished: "A published reply has reached one of the incident's citizens, by itself or by hand.",
  ReplyFailed:
    "A published reply has not reached one of the incident's citizens, or nobody knows whether it has: `outcome` says which.",
  DeadlineAtRisk: "Half, three quarters or nine tenths of a clock's time are used up: `stage` says which.",
  DeadlineBreached: "A deadline has passed without what it was set for.",
  DeadlineEscalated: "A deadline passed a while ago and what it was set for still has not come.",
} satisfies Record<EventType, string>;

const schemaOf = (type: string, data: z.ZodMiniType): Record<string, unknown> => ({
  $id: `urn:otklik:event:${type}:${EVENT_SCHEMA_VERSION}`,
  title: type,
  description: meanings[type],
  ...z.toJSONSchema(envelopeOf(data), {
    // As a reader must take it: a field that a later release adds within the same version is no error.
    io: "input",
    override: ({ jsonSchema }) => {
      // `date-time` says it all; the pattern beside it is a screen wide.
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
    },
  }),
});

/** The JSON Schemas of the `detail` of every event on the bus, by the name of the file that holds each. */
export const eventSchemaFiles = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(eventData).map(([type, data]) => [
      `${type}.json`,
      `${JSON.stringify(schemaOf(type, data), undefined, 2)}\n`,
    ]),
  );
