import { GetCommand, PutCommand, type PutCommandInput } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { fromHeldItem, toPlaceholderItem } from "./held-item.ts";
import { toItem } from "./incident-item.ts";
import { HOLDS, PLACEHOLDER, TABLE_KEY } from "./keys.ts";
import type { Held, Incidents } from "./ports.ts";
import { conditionally, type IncidentTable } from "./table.ts";

type Condition = Pick<
  PutCommandInput,
  "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
>;

/** Nothing is at a signal's key, or a placeholder of this version and nothing else. */
const waiting = (version: number | undefined): Condition =>
  version === undefined
    ? { ConditionExpression: `attribute_not_exists(${TABLE_KEY})` }
    : {
        ConditionExpression: "#holds = :placeholder AND #version = :awaited",
        ExpressionAttributeNames: { "#holds": HOLDS, "#version": "version" },
        ExpressionAttributeValues: { ":placeholder": PLACEHOLDER, ":awaited": version },
      };

export const dynamoIncidents = ({ name, client }: IncidentTable): Incidents => {
  const find = async (id: string): Promise<Held | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: { [TABLE_KEY]: id }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : fromHeldItem(Item);
  };

  return {
    open: (incident, awaited) =>
      conditionally(
        async () => {
          await client.send(
            new PutCommand({
              TableName: name,
              Item: toItem(incident),
              ...waiting(awaited?.version),
              // What is there comes back with the refusal: a repeat costs no read.
              ReturnValuesOnConditionCheckFailure: "ALL_OLD",
            }),
          );
          return { kind: "opened" } as const;
        },
        (failure) => {
          if (failure.Item === undefined) throw failure;
          return { kind: "present", held: fromHeldItem(unmarshall(failure.Item)) } as const;
        },
      ),

    find,

    read: async (id) => {
      const held = await find(id);
      return held?.kind === "incident" ? held.incident : undefined;
    },

    awaitSignal: (placeholder) =>
      conditionally(
        async () => {
          const before = placeholder.version === 1 ? undefined : placeholder.version - 1;
          await client.send(
            new PutCommand({ TableName: name, Item: toPlaceholderItem(placeholder), ...waiting(before) }),
          );
          return "kept" as const;
        },
        () => "conflict" as const,
      ),

    replace: (incident) =>
      conditionally(
        async () => {
          await client.send(
            new PutCommand({
              TableName: name,
              Item: toItem(incident),
              // A placeholder has versions of its own.
              ConditionExpression: "version = :before AND attribute_not_exists(#holds)",
              ExpressionAttributeNames: { "#holds": HOLDS },
              ExpressionAttributeValues: { ":before": incident.version - 1 },
            }),
          );
          return "replaced" as const;
        },
        () => "conflict" as const,
      ),
  };
};
