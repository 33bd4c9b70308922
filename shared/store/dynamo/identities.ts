import { DeleteCommand, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { SECOND } from "../../domain/time/instant.ts";
import type {
  HeardIn,
  Identities,
  IdentityOfSignals,
  KeptIdentity,
  ManyIdentities,
  Question,
} from "../identity-ports.ts";
import { DIALOGUES_INDEX, dialogueOf, TABLE_KEY, TTL_ATTRIBUTE } from "../keys.ts";
import { itemsAt } from "./batch-get.ts";
import { conditionally, type IncidentTable } from "./table.ts";
import { transact } from "./transact.ts";

const item = z.object({
  sealed: z.instanceof(Uint8Array),
  signals: z._default(z.set(z.string()), new Set()),
  questions: z._default(z.set(z.string()), new Set()),
  dialogue: z.optional(z.instanceof(Uint8Array)),
  [TTL_ATTRIBUTE]: z.int(),
});

const SET_DIALOGUE = `, ${DIALOGUES_INDEX.projected[0]} = :dialogue, ${DIALOGUES_INDEX.partition} = :dialogueOf, ${DIALOGUES_INDEX.sort} = :heardAt`;

/** No id holds a #. */
const noteOf = ({ dialogue, incidentId }: Question): string => `${dialogue}#${incidentId}`;

const questionsOf = (kept: unknown): Question[] =>
  [...item.parse(kept).questions].toSorted().map((note) => {
    const [dialogue = "", incidentId = ""] = note.split("#");
    return { dialogue, incidentId };
  });

const keptOf = (kept: unknown): KeptIdentity => {
  const { sealed, signals, dialogue, [TTL_ATTRIBUTE]: until } = item.parse(kept);
  const own = dialogue === undefined ? {} : { dialogue };
  return { sealed, signalIds: [...signals].toSorted(), keptUntil: until * SECOND, ...own };
};

/** The table of identities: a pseudonym, who it stands for (sealed), and the ids of their signals. */
export const dynamoIdentities = (table: IncidentTable): Identities & ManyIdentities => {
  const { name, client } = table;

  const updateOf = ({ citizen, sealed, signalIds, keptUntil }: IdentityOfSignals, heardIn?: HeardIn) => ({
    TableName: name,
    Key: { [TABLE_KEY]: citizen },
    UpdateExpression: `SET sealed = :sealed, ${TTL_ATTRIBUTE} = :until${heardIn === undefined ? "" : SET_DIALOGUE} ADD signals :signals`,
    ExpressionAttributeValues: {
      ":sealed": sealed,
      ":until": Math.floor(keptUntil / SECOND),
      ":signals": new Set(signalIds),
      ...(heardIn === undefined
        ? {}
        : {
            ":dialogue": heardIn.sealed,
            ":dialogueOf": dialogueOf(heardIn.channel, heardIn.source),
            ":heardAt": heardIn.heardAt,
          }),
    },
  });

  return {
    keep: async ({ signalId, dialogue, ...identity }) => {
      const update = updateOf({ ...identity, signalIds: [signalId] }, dialogue);
      // What comes back with a write costs no read.
      const { Attributes } = await client.send(new UpdateCommand({ ...update, ReturnValues: "ALL_NEW" }));
      return questionsOf(Attributes);
    },

    asked: (citizen, question) =>
      conditionally(
        async () => {
          await client.send(
            new UpdateCommand({
              TableName: name,
              Key: { [TABLE_KEY]: citizen },
              UpdateExpression: "ADD questions :question",
              ConditionExpression: `attribute_exists(${TABLE_KEY})`,
              ExpressionAttributeValues: { ":question": new Set([noteOf(question)]) },
            }),
          );
        },
        () => undefined,
      ),

    readAll: async (citizens) => {
      const items = await itemsAt(table, citizens, { consistent: true });
      return new Map(items.map((each) => [String(each[TABLE_KEY]), keptOf(each)]));
    },

    keepAll: async (identities) => {
      const answer = await transact(
        table,
        identities.map((identity) => ({ Update: updateOf(identity) })),
      );
      if (answer === "conflict") throw new Error("An identity was refused for a condition, and none was set.");
      return answer === "written" ? "kept" : answer;
    },

    read: async (citizen) => {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: { [TABLE_KEY]: citizen }, ConsistentRead: true }),
      );
      return Item === undefined ? undefined : keptOf(Item);
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
  };
};
