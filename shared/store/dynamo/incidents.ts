import { TransactionConflictException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, type PutCommandInput } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Held, Seat, Write } from "../../domain/incident/held.ts";
import { nextOf, seatOf } from "../../domain/incident/held.ts";
import { fromHeldItem, toHeldItem } from "../held-item.ts";
import { HOLDS, TABLE_KEY } from "../keys.ts";
import type { Incidents } from "../ports.ts";
import { keepsItsSignalsAnew, replaceWithSignals } from "../replace-incident.ts";
import { itemsAt } from "./batch-get.ts";
import { conditionally, type IncidentTable } from "./table.ts";
import { transact } from "./transact.ts";

type Condition = Pick<
  PutCommandInput,
  "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
>;

/** Nothing is at a key, or this version of what is expected there. */
const expected = (seat: Seat | undefined): Condition => {
  if (seat === undefined) return { ConditionExpression: `attribute_not_exists(${TABLE_KEY})` };
  const { kind, version } = seat;
  const names = { "#holds": HOLDS, "#version": "version" };
  // An incident is what nothing else is said to be.
  if (kind === "incident")
    return {
      ConditionExpression: "#version = :before AND attribute_not_exists(#holds)",
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ":before": version },
    };
  return {
    ConditionExpression: "#version = :before AND #holds = :kind",
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ":before": version, ":kind": kind },
  };
};

export const dynamoIncidents = (table: IncidentTable): Incidents => {
  const { name, client } = table;
  const putOf = ({ after, before }: Write) => ({ TableName: name, Item: toHeldItem(after), ...expected(before) });

  const find = async (id: string): Promise<Held | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: { [TABLE_KEY]: id }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : fromHeldItem(Item);
  };

  const together = (writes: readonly Write[]) =>
    transact(
      table,
      writes.map((write) => ({ Put: putOf(write) })),
    );

  /** One write of its own; a transaction that is at the item is taken for the change that it is about to make. */
  const alone = async <Done>(write: Write, done: Done): Promise<Done | "conflict"> => {
    try {
      return await conditionally<Done, "conflict">(
        async () => {
          await client.send(new PutCommand(putOf(write)));
          return done;
        },
        () => "conflict",
      );
    } catch (error) {
      if (error instanceof TransactionConflictException) return "conflict";
      throw error;
    }
  };

  return {
    open: (incident, awaited) =>
      conditionally(
        async () => {
          const before: Seat | undefined =
            awaited === undefined ? undefined : seatOf({ kind: "placeholder", placeholder: awaited });
          const after: Held = { kind: "incident", incident };
          await client.send(
            new PutCommand({
              ...putOf(before === undefined ? { after } : { after, before }),
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

    findAll: async (ids) => {
      const items = await itemsAt(table, ids, { consistent: true });
      return new Map(items.map((item) => [String(item[TABLE_KEY]), fromHeldItem(item)]));
    },

    read: async (id) => {
      const held = await find(id);
      return held?.kind === "incident" ? held.incident : undefined;
    },

    awaitSignal: (placeholder) => {
      const after: Held = { kind: "placeholder", placeholder };
      return alone(placeholder.version === 1 ? { after } : nextOf(after), "kept" as const);
    },

    together,

    replace: (incident) =>
      keepsItsSignalsAnew(incident)
        ? replaceWithSignals({ find, together }, incident)
        : alone(nextOf({ kind: "incident", incident }), "replaced" as const),
  };
};
