import { DeleteCommand, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { SECOND } from "../domain/instant.ts";
import { TABLE_KEY, TTL_ATTRIBUTE } from "./keys.ts";
import type { Identities } from "./ports.ts";
import { conditionally, type IncidentTable } from "./table.ts";

const item = z.object({
  sealed: z.instanceof(Uint8Array),
  signals: z._default(z.set(z.string()), new Set()),
  [TTL_ATTRIBUTE]: z.int(),
});

/** The table of identities: a pseudonym, who it stands for (sealed), and the ids of their signals. */
export const dynamoIdentities = ({ name, client }: IncidentTable): Identities => ({
  keep: async ({ citizen, sealed, signalId, keptUntil }) => {
    await client.send(
      new UpdateCommand({
        TableName: name,
        Key: { [TABLE_KEY]: citizen },
        UpdateExpression: `SET sealed = :sealed, ${TTL_ATTRIBUTE} = :until ADD signals :signal`,
        ExpressionAttributeValues: {
          ":sealed": sealed,
          ":until": Math.floor(keptUntil / SECOND),
          ":signal": new Set([signalId]),
        },
      }),
    );
  },

  read: async (citizen) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: { [TABLE_KEY]: citizen }, ConsistentRead: true }),
    );
    if (Item === undefined) return undefined;
    const { sealed, signals, [TTL_ATTRIBUTE]: until } = item.parse(Item);
    return { sealed, signalIds: [...signals].toSorted(), keptUntil: until * SECOND };
  },

  unlink: async (citizen, signalId) => {
    const key = { TableName: name, Key: { [TABLE_KEY]: citizen } };
    await conditionally(
      () =>
        client.send(
          new UpdateCommand({
            ...key,
            UpdateExpression: "DELETE signals :signal",
            // An update makes the item that it does not find.
            ConditionExpression: `attribute_exists(${TABLE_KEY})`,
            ExpressionAttributeValues: { ":signal": new Set([signalId]) },
          }),
        ),
      () => undefined,
    );
    // A set without members is no longer there. One that a new signal came into meanwhile stays.
    await conditionally(
      () => client.send(new DeleteCommand({ ...key, ConditionExpression: "attribute_not_exists(signals)" })),
      () => undefined,
    );
  },
});
