import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { assignment, type Habitat, withAssignment } from "../../domain/incident/assignment.ts";
import { DAY, SECOND } from "../../domain/time/instant.ts";
import { assignedKey, TABLE_KEY, TTL_ATTRIBUTE } from "../keys.ts";
import type { Assignments } from "../ports.ts";
import type { IncidentTable } from "./table.ts";

/** A habit that nobody has followed for a year is none. */
const REMEMBERED_FOR = 365 * DAY;

const assignedItem = z.object({ given: z.array(assignment) });

export const dynamoAssignments = ({ name, client }: IncidentTable): Assignments => {
  const read = async (habitat: Habitat) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: { [TABLE_KEY]: assignedKey(habitat) }, ConsistentRead: true }),
    );
    return Item === undefined ? [] : assignedItem.parse(Item).given;
  };
  return {
    read,
    note: async (habitat, one) => {
      const given = withAssignment(await read(habitat), one);
      const expiresAt = Math.floor((one.at + REMEMBERED_FOR) / SECOND);
      await client.send(
        new PutCommand({
          TableName: name,
          Item: { [TABLE_KEY]: assignedKey(habitat), given, [TTL_ATTRIBUTE]: expiresAt },
        }),
      );
    },
  };
};
