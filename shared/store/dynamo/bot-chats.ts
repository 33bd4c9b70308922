import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { memberships } from "../../domain/signal/membership.ts";
import { chatsKey, TABLE_KEY } from "../keys.ts";
import type { BotChats } from "../ports.ts";
import { conditionally, type IncidentTable } from "./table.ts";

export const dynamoBotChats = ({ name, client }: IncidentTable): BotChats => ({
  read: async (channel, source) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: { [TABLE_KEY]: chatsKey(channel, source) }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : memberships.parse(Item);
  },
  replace: (channel, source, next) =>
    conditionally(
      async () => {
        await client.send(
          new PutCommand({
            TableName: name,
            Item: { [TABLE_KEY]: chatsKey(channel, source), ...next },
            ConditionExpression: `attribute_not_exists(${TABLE_KEY}) OR #version = :before`,
            ExpressionAttributeNames: { "#version": "version" },
            ExpressionAttributeValues: { ":before": next.version - 1 },
          }),
        );
        return "replaced" as const;
      },
      () => "conflict" as const,
    ),
});
