import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { EVENT_SCHEMA_VERSION, type ProductEvent } from "../contracts/events.ts";
import { names } from "../contracts/names.ts";
import { quiet } from "../store/dynamo/quiet-client.ts";

/** The event bus. */
export interface Bus {
  /** Puts events and answers those that the bus did not take. */
  put(events: readonly ProductEvent[]): Promise<readonly ProductEvent[]>;
}

/** PutEvents takes ten entries at once. */
const AT_ONCE = 10;

export const eventBus = (given: EventBridgeClient, busName: string): Bus => {
  const client = quiet(given);
  return {
    put: async (events) => {
      const refused: ProductEvent[] = [];
      for (let start = 0; start < events.length; start += AT_ONCE) {
        const some = events.slice(start, start + AT_ONCE);
        const { Entries } = await client.send(
          new PutEventsCommand({
            Entries: some.map(({ type, id, time, data }) => ({
              EventBusName: busName,
              Source: names.eventSource,
              DetailType: type,
              Time: new Date(time),
              Detail: JSON.stringify({ id, time, schemaVersion: EVENT_SCHEMA_VERSION, data }),
            })),
          }),
        );
        refused.push(...some.filter((_, index) => Entries?.[index]?.EventId === undefined));
      }
      return refused;
    },
  };
};
