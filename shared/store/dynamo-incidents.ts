import { unmarshall } from "@aws-sdk/util-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { fromItem, toItem } from "./incident-item.ts";
import { TABLE_KEY } from "./keys.ts";
import type { Incidents } from "./ports.ts";
import { conditionally, type IncidentTable } from "./table.ts";

export const dynamoIncidents = ({ name, client }: IncidentTable): Incidents => ({
  open: (incident) =>
    conditionally(
      async () => {
        await client.send(
          new PutCommand({
            TableName: name,
            Item: toItem(incident),
            ConditionExpression: `attribute_not_exists(${TABLE_KEY})`,
            // What is there comes back with the refusal: a repeat costs no read.
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { kind: "opened" } as const;
      },
      (failure) => {
        if (failure.Item === undefined) throw failure;
        return { kind: "present", incident: fromItem(unmarshall(failure.Item)) } as const;
      },
    ),

  read: async (id) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: { [TABLE_KEY]: id }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : fromItem(Item);
  },

  replace: (incident) =>
    conditionally(
      async () => {
        await client.send(
          new PutCommand({
            TableName: name,
            Item: toItem(incident),
            ConditionExpression: "version = :before",
            ExpressionAttributeValues: { ":before": incident.version - 1 },
          }),
        );
        return "replaced" as const;
      },
      () => "conflict" as const,
    ),
});
